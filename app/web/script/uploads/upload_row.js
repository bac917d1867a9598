// A row of the upload tray: how one upload gets on.

import { button, h, icon } from "../base/dom.js";
import { size } from "../base/formats.js";
import { address } from "../base/router.js";
import { texts } from "../base/texts.js";
import { needsAnswer } from "./upload_queue.js";

const words = texts.uploadTray;
const MOVING = new Set(["hashing", "uploading", "processing"]);

export class UploadRow {
  #upload;
  #name;
  #state = h("p", { class: "hint" });
  #bar;
  #act;
  #drawn = null;

  /** `act` is called for Cancel and Retry, whichever the button is. */
  constructor(upload, act) {
    this.#upload = upload;
    this.#name = h("span", { class: "name" }, upload.name);
    this.#bar = h("progress", { max: "1", "aria-label": words.progress(upload.name), hidden: true });
    this.#act = button("", { bare: true, onclick: () => act(upload) });
    this.element = h("li", {}, this.#name, this.#state, this.#bar, this.#act);
    this.update();
  }

  update() {
    const { state, sent, file } = this.#upload;
    const text = described(this.#upload);
    if (this.#state.textContent !== text) this.#state.textContent = text;
    if (state === "uploading") this.#bar.value = file.size ? sent / file.size : 1;
    if (this.#drawn === state) return;
    this.#drawn = state;
    this.element.className = state;
    this.#bar.hidden = !MOVING.has(state);
    if (state !== "uploading") this.#bar.removeAttribute("value"); // which is: nobody knows how far
    this.#drawAction();
    if (this.#upload.result) this.#link();
  }

  // The button is the same one all along, so that who is on it stays on it.
  #drawAction() {
    const { state, name, failure, isUnderWay } = this.#upload;
    const isOver = state === "done" || state === "current";
    const hadFocus = this.#act === document.activeElement;
    this.#act.hidden = isOver;
    if (isOver && hadFocus) queueMicrotask(() => this.element.querySelector("a")?.focus());
    const retry = failure && needsAnswer(failure) ? words.decide(name) : words.retry(name);
    const label = isUnderWay ? words.cancel(name) : retry;
    this.#act.replaceChildren(icon(isUnderWay ? "close" : "reload"));
    this.#act.setAttribute("aria-label", label);
    this.#act.title = label;
  }

  #link() {
    const { result } = this.#upload;
    const link = h("a", { class: "name", href: address("file", result.id) }, this.#upload.name);
    this.#name.replaceWith(link);
    this.#name = link;
  }
}

function described(upload) {
  const { state, failure, result, name } = upload;
  if (state === "uploading") return underWay(upload);
  if (state === "failed") return failure.message;
  if (state === "current" && upload.hasSettings) return words.currentAsItWas;
  if (state === "cancelled" && upload.mayBeStored) return words.cancelledLate;
  if (state !== "done") return words[state];
  if (!result.created) return words.version(result.number);
  return result.name === name ? words.uploaded : words.renamed(result.name);
}

function underWay({ file, sent, speed, secondsLeft }) {
  const percent = file.size ? Math.floor((sent / file.size) * 100) : 100;
  const known = speed ? [words.speed(size(Math.round(speed))), words.left(secondsLeft)] : [];
  return [words.uploading(percent), ...known].join(" . ");
}
