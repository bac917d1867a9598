// Toasts: short notes of what was done, some with a way to take it back.

import { changes, lookAgain } from "./changes.js";
import { toClipboard } from "./clipboard.js";
import { button, h } from "./dom.js";
import { say, sayNow } from "./live.js";
import { keepInFront } from "./stage.js";
import { texts } from "./texts.js";

const STAYS = 8000; // ms; one with an action stays until it is closed or the next comes (WCAG 2.2.1)
const area = h("section", { class: "toasts", "aria-label": texts.toasts.label });
let undo = null;

/** Puts the place for toasts on the page. */
export function startToasts() {
  keepInFront(area);
  // What was done before the last thing is not taken back from under it.
  changes.addEventListener("done", () => (undo = null));
}

/** Takes the notes away, and what they could take back. */
export function forgetToasts() {
  undo = null;
  area.replaceChildren();
}

/** Shows `text`; `action` is `{ label, run }`. */
export function toast(text, action) {
  say(text);
  show(text, action, "note");
}

/** Shows what was done, with Undo; `run` takes it back, and Ctrl+Z does as well. */
export function toastWithUndo(text, run) {
  const takeBack = () => {
    if (undo === takeBack) undo = null;
    return attempt(run);
  };
  undo = takeBack;
  toast(text, { label: texts.toasts.undo, run: takeBack });
}

/** Takes the last operation back that can be; false when there is none. */
export function undoLast() {
  if (!undo) return false;
  area.replaceChildren();
  undo();
  return true;
}

/** Shows that something failed, and how the server's log calls the request or how to see what is there now. */
export function complain(error) {
  const isStale = error.code === "STALE";
  const message = isStale ? texts.errors.stale : error.message;
  sayNow(message);
  const copy = error.requestId && {
    label: texts.errors.copyRequestId,
    run: () => toClipboard(error.requestId),
  };
  show(message, isStale ? { label: texts.errors.reload, run: lookAgain } : copy, "failure");
}

/** Runs a function and complains when it throws; its answer, or undefined. */
export async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    if (error.name !== "AbortError") complain(error);
    if (!(error.code || error.requestId || error.name === "AbortError")) throw error;
    return undefined;
  }
}

function show(text, action, kind) {
  const note = h(
    "div",
    { class: `toast ${kind}` },
    h("p", {}, text),
    action && button(action.label, { onclick: () => (dismiss(note), action.run()) }),
    button(texts.toasts.close, { picture: "close", bare: true, onclick: () => dismiss(note) }),
  );
  area.replaceChildren(note);
  if (!action) setTimeout(() => dismiss(note), STAYS);
}

function dismiss(note) {
  const hadFocus = note.contains(document.activeElement);
  note.remove();
  const place = area.closest("dialog")?.querySelector("button") ?? document.querySelector("main");
  if (hadFocus) place?.focus({ preventScroll: true });
}
