// A button with a panel that opens under it; native popovers close by Esc and give the focus back.

import { h, newId } from "./dom.js";

const EDGE = 8; // px kept free around a panel

/** Puts a shown panel under its button, inside the window. */
export function placeUnder(panel, trigger) {
  const at = trigger.getBoundingClientRect();
  const room = innerHeight - at.bottom - 2 * EDGE;
  panel.style.maxBlockSize = `${Math.max(room, 160)}px`;
  panel.style.insetInlineStart = `${Math.max(EDGE, Math.min(at.left, innerWidth - panel.offsetWidth - EDGE))}px`;
  panel.style.insetBlockStart = `${Math.min(at.bottom + 4, Math.max(EDGE, innerHeight - panel.offsetHeight - EDGE))}px`;
}

/** The panel of a button, which opens and closes it. */
export function panelFor(trigger, properties, ...children) {
  const name = `panel ${properties.class ?? ""}`;
  const panel = h("div", { popover: "auto", id: newId("panel"), ...properties, class: name }, children);
  trigger.setAttribute("popovertarget", panel.id);
  trigger.setAttribute("aria-expanded", "false");
  panel.addEventListener("toggle", ({ newState }) => {
    trigger.setAttribute("aria-expanded", String(newState === "open"));
    if (newState === "open") placeUnder(panel, trigger);
  });
  return panel;
}
