// A place in a grid: scroll, focus and selection, remembered so that Back leads to where one was.

import { keep } from "../base/router.js";

const PAUSE = 100; // ms; browsers want it written seldom
const MOST = 2000; // ids; the history has little room

export class Place {
  #scroller;
  #grid;
  #kept;
  #address = location.href;
  #timer = 0;
  #isHere = false;

  /** `kept` is what the route remembers; nothing is written before it was restored. */
  constructor(scroller, grid, kept) {
    this.#scroller = scroller;
    this.#grid = grid;
    this.#kept = kept;
  }

  /** Goes where somebody was, once. The grid must be as high as it will be. */
  restore() {
    if (this.#isHere) return;
    this.#isHere = true;
    this.#scroller.scrollTop = this.#kept.scroll ?? 0;
    const { activeElement } = document;
    const isFree = activeElement === document.body || activeElement === this.#scroller;
    if (this.#kept.focus !== undefined && isFree) queueMicrotask(() => this.#grid.focus());
  }

  /** The address changed, but not the place. */
  rename() {
    this.#address = location.href;
  }

  /** Writes it down in a moment. */
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), PAUSE);
  }

  /** Writes it down. */
  save() {
    clearTimeout(this.#timer);
    if (!this.#isHere || location.href !== this.#address) return;
    const { selection, active } = this.#grid;
    const selected = selection.size > MOST ? [] : selection.ids;
    keep({ scroll: this.#scroller.scrollTop, focus: active, selected });
  }

  close() {
    clearTimeout(this.#timer);
    this.#isHere = false;
  }
}
