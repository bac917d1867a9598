// States: what stands in a view's place when there is nothing to show, when it failed, or while it comes.

import { toClipboard } from "./clipboard.js";
import { button, h, icon } from "./dom.js";
import { sayNow } from "./live.js";
import { texts } from "./texts.js";

const PATIENCE = 150; // ms before a wait is shown: what is quicker would only flicker

/**
 * What could not be done, what is safe all the same, a way to try again, and the request id to
 * copy. `what` is a sentence such as "This folder could not be shown."
 */
export function failed(error, retry, { what = texts.states.failed, heading = "h2" } = {}) {
  sayNow(`${what} ${error.message}`);
  return h(
    "section",
    { class: "state failed" },
    icon("warning"),
    h(heading, {}, what),
    h("p", {}, error.message),
    error.code !== "OFFLINE" && h("p", { class: "hint" }, texts.states.safe),
    h(
      "div",
      { class: "row" },
      retry && button(texts.errors.retry, { picture: "reload", class: "primary", onclick: retry }),
      error.requestId && copyId(error.requestId),
    ),
    error.requestId && h("p", { class: "hint" }, texts.states.requestId, h("code", {}, error.requestId)),
  );
}

/** That there is nothing: `actions` are buttons or links, `hint` is what to do about it. */
export function empty(text, { hint, actions = [], picture, heading = "h2" } = {}) {
  return h(
    "section",
    { class: "state" },
    picture && icon(picture),
    h(heading, {}, text),
    hint && h("p", { class: "hint" }, hint),
    actions.length > 0 && h("div", { class: "row" }, actions),
  );
}

/** Stands for `total` tiles or lines that are on their way; unseen for the first moment. */
export function loading(total = 12) {
  const bones = Array.from({ length: total }, () => h("span", { class: "bone" }));
  const words = h("p", { class: "unseen" }, texts.states.loading);
  const element = h("div", { class: "loading", "aria-busy": "true" }, words, bones);
  element.style.setProperty("--patience", `${PATIENCE}ms`);
  return element;
}

function copyId(id) {
  const control = button(texts.errors.copyRequestId, {
    picture: "copy",
    onclick: async () => {
      if (await toClipboard(id)) control.lastElementChild.textContent = texts.states.copied;
    },
  });
  return control;
}
