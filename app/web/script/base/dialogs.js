// Dialogs: native ones, which keep the focus inside, close by Esc and give the focus back.

import { button, h, newId } from "./dom.js";
import { hush } from "./live.js";
import { toFront } from "./stage.js";
import { texts } from "./texts.js";

/**
 * Shows a dialog with a title; resolves when it closes, to what `close(value)` was given, or to
 * undefined when the person left. `build(close)` makes the content; an element in it with the
 * attribute `autofocus` gets the focus. `kind` is a class: `drawer` comes from the side.
 */
export function openDialog(title, build, { kind = "" } = {}) {
  const { promise, resolve } = Promise.withResolvers();
  const before = document.activeElement;
  const aborts = new AbortController();
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
    aborts.abort();
    toFront();
    dialog.remove();
    if (before !== document.body) giveFocus(before);
    resolve(answer);
  });
  // It is about what was to be seen, and stands in the way of what is to be seen now.
  addEventListener("popstate", () => dialog.close(), { signal: aborts.signal });
  document.body.append(dialog);
  dialog.showModal();
  hush();
  toFront();
  return promise;
}

// Who had it may be gone by now, or hidden.
function giveFocus(element) {
  if (element?.isConnected) element.focus();
  if (document.activeElement === document.body) document.querySelector("main")?.focus({ preventScroll: true });
}

/**
 * Asks for a line of text; null when the person left. `submit(text)` does what it is for: when it
 * throws, the dialog stays and says why.
 */
export async function prompt(title, { label, value = "", action, select = value.length, submit }) {
  const question = new Question({ label, value, submit });
  const answer = await openDialog(title, (close) => {
    queueMicrotask(() => question.mark(select));
    return question.build(action, close);
  });
  return (answer ?? (await question.sent))?.done ?? null;
}

class Question {
  /** What is under way: one at a time, and it counts although the person may have left meanwhile. */
  sent = null;
  #label;
  #submit;
  #input;
  #problem = h("p", { id: newId("problem"), class: "problem", role: "alert" });

  constructor({ label, value, submit }) {
    this.#label = label;
    this.#submit = submit;
    const described = { "aria-describedby": this.#problem.id };
    this.#input = h("input", { value, required: true, autofocus: true, autocomplete: "off", ...described });
  }

  build(action, close) {
    const onsubmit = (event) => {
      event.preventDefault();
      this.sent ??= this.#send(close);
    };
    const field = h("label", { class: "field" }, h("span", {}, this.#label), this.#input);
    return h(
      "form",
      { onsubmit },
      h("div", { class: "body" }, field, this.#problem),
      h(
        "footer",
        {},
        button(texts.dialogs.cancel, { onclick: () => close() }),
        h("button", { class: "primary" }, action),
      ),
    );
  }

  /** Marks so many characters from the start. */
  mark(length) {
    this.#input.setSelectionRange(0, length);
  }

  async #send(close) {
    this.#problem.replaceChildren();
    this.#input.removeAttribute("aria-invalid");
    try {
      const answer = { done: await this.#submit(this.#input.value.trim()) };
      close(answer);
      return answer;
    } catch (error) {
      this.sent = null;
      this.#problem.replaceChildren(error.message);
      this.#input.setAttribute("aria-invalid", "true");
      this.#input.focus();
      return null;
    }
  }
}
