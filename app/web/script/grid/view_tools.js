// View tools: whether assets are shown as a grid or as a list. What is chosen is kept for other places too.

import { button, h } from "../base/dom.js";
import { prefer, setPreference } from "../base/preferences.js";
import { texts } from "../base/texts.js";

/** The two of them, of which the preferred one is pressed; `change()` is called when the other is chosen. */
export function viewTools(change) {
  const toggle = (view) =>
    button(texts.library.views[view], {
      picture: view,
      bare: true,
      "data-tool": view,
      "aria-pressed": String(prefer("view") === view),
      onclick: () => {
        setPreference("view", view);
        change();
      },
    });
  return h("div", { class: "views", role: "group", "aria-label": texts.library.view }, toggle("grid"), toggle("list"));
}
