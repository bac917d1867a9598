// <upload-tray>: what is on its way into the library, in a corner of every view.

import { button, h } from "../base/dom.js";
import { texts } from "../base/texts.js";
import { queue } from "./upload_queue.js";
import { UploadRow } from "./upload_row.js";
import { retryUpload } from "./uploads.js";

const words = texts.uploadTray;

class UploadTray extends HTMLElement {
  #rows = new Map();
  #dirty = new Set();
  #isListDirty = true;
  #frame = 0;
  #isOpen = true;
  #aborts = null;
  #heading = h("h2", {});
  #held = h("p", { class: "problem", hidden: true }, words.held);
  #overall = h("progress", { "aria-label": words.overall });
  #list = h("ul", { tabindex: "-1" });
  #fold = button(words.collapse, {
    bare: true,
    picture: "down",
    "aria-expanded": "true",
    onclick: () => this.#toggle(),
  });
  #retry = button(words.retryFailed, { onclick: () => queue.retryFailed() });
  #cancel = button(words.cancelAll, { onclick: () => queue.cancelAll() });
  #clear = button(words.clear, { onclick: () => queue.clearFinished() });
  #foot = h("footer", {}, this.#retry, this.#cancel, this.#clear);

  connectedCallback() {
    this.#aborts = new AbortController();
    const header = h("header", {}, this.#heading, this.#fold, this.#overall);
    this.replaceChildren(h("section", { "aria-label": words.label }, header, this.#held, this.#list, this.#foot));
    queue.addEventListener("change", ({ detail }) => this.#note(detail), { signal: this.#aborts.signal });
    this.#draw();
  }

  disconnectedCallback() {
    this.#aborts.abort();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  // However much happens, it is drawn once a frame.
  #note(upload) {
    if (upload) this.#dirty.add(upload);
    else this.#isListDirty = true;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    if (this.#isListDirty) this.#drawList();
    for (const upload of this.#dirty) this.#rows.get(upload)?.update();
    this.#dirty.clear();
    this.#drawTotals();
    if (focused && !focused.checkVisibility()) this.#giveFocus();
  }

  #drawList() {
    this.#isListDirty = false;
    const { uploads } = queue;
    const there = new Set(uploads);
    for (const [upload, row] of this.#rows) {
      if (there.has(upload)) continue;
      row.element.remove();
      this.#rows.delete(upload);
    }
    const fresh = uploads.filter((upload) => !this.#rows.has(upload));
    for (const upload of fresh) this.#rows.set(upload, new UploadRow(upload, act));
    this.#list.append(...fresh.map((upload) => this.#rows.get(upload).element));
  }

  #drawTotals() {
    const { total, underWay, done, failed, bytes, sent } = queue.totals();
    this.hidden = !total;
    this.#heading.textContent = words.heading(done, total, failed);
    this.#overall.hidden = !underWay;
    this.#overall.max = Math.max(bytes, 1);
    this.#overall.value = sent;
    this.#held.hidden = !queue.isHeld;
    this.#retry.hidden = !queue.retriable.length;
    this.#cancel.hidden = !underWay;
    this.#clear.hidden = underWay === total;
  }

  // Whoever pressed a button that is gone goes on where they were, or in the view when all is gone.
  #giveFocus() {
    const next = [this.#retry, this.#cancel, this.#clear].find((each) => each.checkVisibility()) ?? this.#fold;
    if (this.hidden) document.querySelector("main")?.focus();
    else next.focus();
  }

  #toggle() {
    this.#isOpen = !this.#isOpen;
    this.classList.toggle("folded", !this.#isOpen);
    for (const part of [this.#list, this.#foot]) part.classList.toggle("away", !this.#isOpen);
    this.#fold.setAttribute("aria-expanded", String(this.#isOpen));
    const label = this.#isOpen ? words.collapse : words.expand;
    this.#fold.setAttribute("aria-label", label);
    this.#fold.title = label;
  }
}

function act(upload) {
  return upload.isUnderWay ? queue.cancel(upload) : retryUpload(upload);
}

customElements.define("upload-tray", UploadTray);
