// The clipboard, which browsers lend only to pages that come by HTTPS or from this machine.

import { openDialog } from "./dialogs.js";
import { button, h } from "./dom.js";
import { texts } from "./texts.js";

/** Puts a text on the clipboard: true. Where that is not allowed, shows it to be copied by hand: false. */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    await offer(text);
    return false;
  }
}

function offer(text) {
  return openDialog(texts.clipboard.byHand, (close) => {
    const label = texts.clipboard.text;
    const field = h("textarea", { rows: 6, readonly: true, autofocus: true, "aria-label": label }, text);
    queueMicrotask(() => field.select());
    return [
      h("div", { class: "body" }, field),
      h("footer", {}, button(texts.dialogs.close, { onclick: () => close() })),
    ];
  });
}
