// View tools: whether assets are shown as a grid or as a list. What is chosen is kept for other places too.

import { button, h } from "../base/dom.js";
import { setPreference } from "../base/preferences.js";
import { texts } from "../base/texts.js";

/** The two of them, of which `shown` is pressed; `change(view)` is called when one is chosen. */
export function viewTools(shown, change) {
  const toggle = (view) =>
    button(texts.library.views[view], {
      picture: view,
      bare: true,
      "data-tool": view,
      "aria-pressed": String(shown === view),
      onclick: () => {
        setPreference("view", view);
        change(view);
      },
    });
  return h("div", { class: "views", role: "group", "aria-label": texts.library.view }, toggle("grid"), toggle("list"));
}
