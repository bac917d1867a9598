// Dialogs: native ones, which keep the focus inside, close by Esc and give the focus back.

import { button, h, newId } from "./dom.js";
import { texts } from "./texts.js";

/**
 * Shows a dialog with a title; resolves when it closes, to what `close(value)` was given, or to
 * undefined when the person left. `build(close)` makes the content; an element in it with the
 * attribute `autofocus` gets the focus. `kind` is a class: `drawer` comes from the side.
 */
export function openDialog(title, build, { kind = "" } = {}) {
  const { promise, resolve } = Promise.withResolvers();
  const before = document.activeElement;
  const id = newId("dialog");
  let answer;
  const close = (value) => {
    answer = value;
    dialog.close();
  };
  const dialog = h(
    "dialog",
    { class: kind, "aria-labelledby": id, closedby: "any" },
    h(
      "header",
      {},
      h("h2", { id }, title),
      button(texts.dialogs.close, { picture: "close", bare: true, onclick: () => close() }),
    ),
    build(close),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
    resolve(answer);
  });
  document.body.append(dialog);
  dialog.showModal();
  return promise;
}

/** Asks for a yes: true, or false. A `danger` starts on Cancel. */
export async function confirm(title, { body, label, danger = false }) {
  const answer = await openDialog(title, (close) => [
    h("div", { class: "body" }, body),
    h(
      "footer",
      {},
      button(texts.dialogs.cancel, { autofocus: danger, onclick: () => close(false) }),
      button(label, { class: danger ? "danger" : "primary", autofocus: !danger, onclick: () => close(true) }),
    ),
  ]);
  return answer === true;
}

/**
 * Asks for a line of text; null when the person left. `submit(text)` does what it is for: when it
 * throws, the dialog stays and says why.
 */
export async function prompt(title, { label, value = "", action, select, submit }) {
  const id = newId("problem");
  const input = h("input", { value, required: true, autofocus: true, "aria-describedby": id, autocomplete: "off" });
  const problem = h("p", { id, class: "problem", role: "alert" });
  const answer = await openDialog(title, (close) => {
    const onsubmit = async (event) => {
      event.preventDefault();
      problem.replaceChildren();
      try {
        close({ done: await submit(input.value.trim()) });
      } catch (error) {
        problem.replaceChildren(error.message);
        input.setAttribute("aria-invalid", "true");
        input.focus();
      }
    };
    queueMicrotask(() => input.setSelectionRange(0, select ?? value.length));
    return h(
      "form",
      { onsubmit },
      h("div", { class: "body" }, h("label", { class: "field" }, h("span", {}, label), input), problem),
      h(
        "footer",
        {},
        button(texts.dialogs.cancel, { onclick: () => close() }),
        h("button", { class: "primary" }, action),
      ),
    );
  });
  return answer?.done ?? null;
}
