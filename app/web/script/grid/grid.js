// <asset-grid>: assets in rows, of which only those near the screen exist. One tab stop; see grid_keys.js.

import { runAction } from "../acts/actions.js";
import { addressOf } from "../assets/assets.js";
import { h } from "../base/dom.js";
import { startGridKeys } from "./grid_keys.js";
import { Layout } from "./grid_layout.js";
import { startPointing } from "./grid_pointer.js";
import { Rows } from "./grid_rows.js";
import { say } from "../base/live.js";
import { openMenu } from "../acts/menu.js";
import { Place } from "./place.js";
import { go } from "../base/router.js";
import { Selection } from "../assets/selection.js";
import { texts } from "../base/texts.js";

const GUESS = 24; // tiles shown as still to come, before it is known how many there are
const AROUND = 600; // px above and below the screen that are drawn too

class AssetGrid extends HTMLElement {
  list = null;
  selection = new Selection();
  layout = new Layout([], { width: 0, rem: 16, view: "grid" });
  /** Whether each says which folder it is in. */
  isLocated = false;
  /** Place in the list of the one that Tab leads to. */
  active = 0;
  #activeId = null;
  #view = "grid";
  #rows = new Rows(this);
  #place = null;
  #shown = new AbortController(); // ends with what is shown
  #aborts = new AbortController(); // ends with the element
  #frame = 0;
  #width = 0;
  #arranged = ""; // the outline of the list that is drawn

  connectedCallback() {
    const { signal } = this.#aborts;
    this.setAttribute("role", "grid");
    this.setAttribute("aria-multiselectable", "true");
    this.#scroller.addEventListener("scroll", () => this.#soon(), { signal, passive: true });
    this.addEventListener("focusin", ({ target }) => this.#focused(target));
    startGridKeys(this, signal);
    startPointing(this);
    const size = new ResizeObserver(() => this.#measure());
    for (const each of [this, this.#scroller]) size.observe(each);
    signal.addEventListener("abort", () => size.disconnect());
    document.addEventListener("click", () => this.#place?.save(), { signal, capture: true });
  }

  disconnectedCallback() {
    this.#aborts.abort();
    this.#shown.abort();
    this.#place?.close();
    this.#rows.clear();
    cancelAnimationFrame(this.#frame);
  }

  get #scroller() {
    return this.closest("main");
  }

  /**
   * Shows a list, and takes up where somebody was by `kept`, what the route remembers. Asked again with
   * the same list it only changes how that looks.
   */
  show(list, { selection = new Selection(), view = "grid", label, isLocated = false, kept = {} }) {
    this.setAttribute("aria-label", label);
    this.classList.toggle("list", view === "list");
    const isNew = list !== this.list;
    const isOther = view !== this.#view;
    const hadFocus = this.contains(document.activeElement);
    [this.#view, this.isLocated] = [view, isLocated];
    if (isNew) this.#take(list, selection, kept);
    else this.#place.rename();
    if (!isNew && !isOther) return;
    if (isOther) this.#rows.clear();
    this.#arrange();
    if (hadFocus) this.focus();
    if (isOther && !isNew) this.#reveal(this.active);
  }

  #take(list, selection, kept) {
    this.#shown.abort();
    this.#shown = new AbortController();
    const { signal } = this.#shown;
    [this.list, this.selection] = [list, selection];
    this.active = kept.focus ?? 0;
    this.#activeId = null;
    this.#place?.close();
    this.#place = new Place(this.#scroller, this, kept);
    list.addEventListener("change", () => this.#changed(), { signal });
    selection.addEventListener("change", () => this.#chose(), { signal });
    this.#tellSelection();
  }

  // == what is drawn ==

  #measure() {
    if (this.clientWidth !== this.#width) this.#arrange();
    else this.#soon();
  }

  #outline() {
    return this.list.total === null ? "" : this.list.sections.map(({ count }) => count).join(" ");
  }

  #arrange() {
    if (!this.list || !this.isConnected) return;
    this.#arranged = this.#outline();
    this.#width = this.clientWidth;
    const isKnown = this.list.total !== null;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.layout = new Layout(isKnown ? this.list.sections : [{ label: null, first: 0, count: GUESS }], {
      width: this.#width,
      rem,
      view: this.#view,
      isTall: matchMedia("(pointer: coarse)").matches,
      isLocated: this.isLocated,
    });
    this.style.blockSize = `${this.layout.height}px`;
    this.style.setProperty("--thumb", `${this.layout.thumbHeight}px`);
    this.setAttribute("aria-rowcount", this.layout.rowCount);
    this.setAttribute("aria-colcount", this.layout.columns);
    this.setAttribute("aria-busy", String(!isKnown));
    const hadFocus = this.contains(document.activeElement);
    if (isKnown) this.#place.restore();
    this.draw();
    if (hadFocus) this.#cell()?.focus({ preventScroll: true });
  }

  #soon() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.draw());
    this.#place?.soon();
  }

  /** Draws what is near the screen, and asks for what is missing there. */
  draw() {
    if (!this.list) return;
    const top = this.#top();
    const rows = this.layout.between(top - AROUND, top + this.#scroller.clientHeight + AROUND);
    const kept = this.layout.rowOf(this.active);
    this.#rows.draw(rows, kept, this.#view);
    const items = rows.filter(({ count }) => count);
    const last = items.at(-1);
    this.list.look(items[0]?.first ?? 0, last ? last.first + last.count - 1 : 0);
  }

  // How far the top of the screen is below the top of the grid.
  #top() {
    return this.#scroller.getBoundingClientRect().top - this.getBoundingClientRect().top;
  }

  #changed() {
    const anchor = this.#rows.firstBelow(this.#top());
    const { scrollTop } = this.#scroller;
    if (this.#activeId && this.list.get(this.active)?.id !== this.#activeId) {
      const moved = this.list.indexOf(this.#activeId);
      if (moved >= 0) this.active = moved;
    }
    if (this.list.total !== null) this.active = Math.max(0, Math.min(this.active, this.list.total - 1));
    this.selection.prune(this.list);
    // Most pages of a long list arrive out of sight and change nothing else.
    if (this.#outline() === this.#arranged) this.draw();
    else this.#arrange();
    this.#hold(anchor, scrollTop);
    this.#activeId = this.list.get(this.active)?.id ?? null;
    // It may be far from what is looked at, but has a name all the same.
    if (this.list.total && !this.#activeId) void this.list.want(this.active, this.active);
  }

  // What was at the top of the screen stays there, whatever came or went above it. A grid that got shorter may have
  // been scrolled for that reason already.
  #hold(anchor, scrollTop) {
    if (!anchor || scrollTop === 0) return;
    const index = this.list.indexOf(anchor.id);
    if (index < 0 || index === anchor.index) return;
    this.#scroller.scrollTop = scrollTop + this.layout.rowOf(index).top - anchor.top;
    this.draw();
  }

  // == the active cell ==

  #cell() {
    return this.querySelector(`[data-index="${this.active}"]`);
  }

  #focused(target) {
    const cell = target.closest("[data-index]");
    if (!cell || Number(cell.dataset.index) === this.active) return;
    this.active = Number(cell.dataset.index);
    this.#activeId = this.list.get(this.active)?.id ?? null;
    this.#rows.mark();
    this.#place.soon();
  }

  /** Goes there, and begins ranges there. */
  activate(index) {
    this.goTo(index);
    this.selection.startAt(this.list.get(this.active), this.active);
  }

  /** Goes there, and chooses all on the way. */
  extend(index) {
    this.goTo(index);
    void this.selection.range(this.list, this.active);
  }

  /** Goes there; what is chosen stays. */
  goTo(index) {
    this.active = Math.max(0, Math.min(this.list.total - 1, index));
    this.#activeId = this.list.get(this.active)?.id ?? null;
    this.#reveal(this.active);
    this.focus();
    this.#place.soon();
  }

  /** Puts the focus on the active cell. */
  focus() {
    this.#cell()?.focus({ preventScroll: true });
    this.#rows.mark();
  }

  // Scrolls no more than is needed.
  #reveal(index) {
    const row = this.layout.rowOf(index);
    if (!row) return;
    const margin = Number.parseFloat(getComputedStyle(this.#scroller).scrollPaddingTop) || 0;
    const top = this.#top();
    const above = row.top - (top + margin + 12);
    const below = row.top + row.height - (top + this.#scroller.clientHeight - 12);
    if (above < 0) this.#scroller.scrollTop += index < this.layout.columns ? -this.#scroller.scrollTop : above;
    else if (below > 0) this.#scroller.scrollTop += below;
    this.draw();
  }

  /** How many rows of the kind that the active cell is in fit on the screen. */
  rowsOnScreen() {
    const { height } = this.layout.rowOf(this.active);
    return Math.max(1, Math.floor(this.#scroller.clientHeight / height) - 1);
  }

  // == what people do ==

  toggle(index) {
    const asset = this.list.get(index);
    if (asset) this.selection.toggle(asset, index);
  }

  /** Opens it; false when it is not here yet. `open` may be prevented by who wants something else. */
  open(index) {
    const asset = this.list.get(index);
    if (!asset) return false;
    this.#place.save();
    const isFree = this.#fire("open", { asset });
    if (isFree) go(addressOf(asset));
    return true;
  }

  /** Opens the menu for what is chosen when that is part of it, else for this one alone. */
  openMenu(index, { x, y } = {}) {
    const asset = this.list.get(index);
    if (!asset) return false;
    this.goTo(index);
    const assets = this.selection.has(asset.id) ? this.selection.assets(this.list) : [asset];
    if (this.#fire("menu", { asset, assets, x, y, from: this.#cell() })) openMenu(assets, { x, y, from: this.#cell() });
    return true;
  }

  /** Runs an action on what is chosen, or on the active one when nothing is. */
  run(id) {
    const asset = this.list.get(this.active);
    const assets = this.selection.size ? this.selection.assets(this.list) : [asset];
    return asset ? runAction(id, assets) : false;
  }

  #fire(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, cancelable: true }));
  }

  #chose() {
    this.#rows.mark();
    this.#place.soon();
    say(texts.grid.selected(this.selection.size));
    this.#tellSelection();
  }

  #tellSelection() {
    this.classList.toggle("selecting", this.selection.size > 0);
    this.#fire("selection", { selection: this.selection, list: this.list });
  }
}

customElements.define("asset-grid", AssetGrid);
