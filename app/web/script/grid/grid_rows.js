// The rows of a grid that exist: they come when they get near the screen and go when they leave.

import { h } from "../base/dom.js";
import { count } from "../base/formats.js";
import { texts } from "../base/texts.js";
import { Tile } from "./tile.js";

export class Rows {
  #grid;
  #there = new Map(); // number of the row → { element, tiles, place }

  constructor(grid) {
    this.#grid = grid;
  }

  /** Has exactly these rows, and the one with the active cell, for that is where Tab leads. */
  draw(places, active, view) {
    const wanted = new Map(places.map((place) => [place.row, place]));
    if (active) wanted.set(active.row, active);
    for (const [row, there] of this.#there) {
      if (wanted.get(row)?.kind !== there.place.kind) this.#remove(row, there);
    }
    let next = this.#grid.firstElementChild;
    for (const row of [...wanted.keys()].sort((a, b) => a - b)) {
      const there = this.#there.get(row) ?? this.#make(row, wanted.get(row));
      this.#update(there, wanted.get(row), view);
      if (there.element === next) next = next.nextElementSibling;
      else this.#grid.insertBefore(there.element, next);
    }
    this.mark();
  }

  /** Shows anew which are chosen and which is active. */
  mark() {
    const { selection, active } = this.#grid;
    for (const { tiles } of this.#there.values()) {
      for (const tile of tiles) tile.mark(Boolean(tile.asset) && selection.has(tile.asset.id), tile.index === active);
    }
  }

  /** The first asset that is seen when the screen begins there: `{ id, index, top }`. */
  firstBelow(top) {
    const places = [...this.#there.values()].filter(({ place, tiles }) => place.top >= top && tiles[0]?.asset);
    if (!places.length) return null;
    const { place, tiles } = places.reduce((best, each) => (each.place.top < best.place.top ? each : best));
    return { id: tiles[0].asset.id, index: tiles[0].index, top: place.top };
  }

  clear() {
    for (const [row, there] of this.#there) this.#remove(row, there);
  }

  #remove(row, { element, tiles }) {
    for (const tile of tiles) tile.close();
    element.remove();
    this.#there.delete(row);
  }

  #make(row, place) {
    const element = h("div", { role: "row", class: place.kind, "aria-rowindex": row + 1 });
    const there = { element, tiles: [], place };
    this.#there.set(row, there);
    return there;
  }

  #update(there, place, view) {
    const { element, tiles } = there;
    there.place = place;
    element.style.transform = `translateY(${place.top}px)`;
    element.style.blockSize = `${place.height}px`;
    element.style.setProperty("--columns", place.columns);
    if (place.kind === "heading") return this.#title(element, place.section, view);
    while (tiles.length > place.count) {
      const tile = tiles.pop();
      tile.close();
      tile.element.remove();
    }
    while (tiles.length < place.count) {
      const tile = new Tile(tiles.length, this.#grid.isLocated);
      tiles.push(tile);
      element.append(tile.element);
    }
    for (const [column, tile] of tiles.entries()) {
      tile.moveTo(place.first + column);
      tile.show(this.#grid.list.get(tile.index), view);
    }
  }

  // A row like the others, since a grid has nothing but rows.
  #title(element, { label, kind, count: total }, view) {
    const says = `${label} ${total}`;
    if (element.dataset.says === says) return;
    element.dataset.says = says;
    const columns = view === "list" && [
      h("span", { class: "bytes" }, kind === "folders" ? "" : texts.grid.size),
      h("span", { class: "pixels" }, kind === "folders" ? "" : texts.grid.dimensions),
      h("span", { class: "when" }, texts.grid.updated),
    ];
    element.replaceChildren(
      h(
        "div",
        { role: "rowheader", "aria-colindex": 1, "aria-colspan": this.#grid.layout.columns },
        h("h2", {}, label, " ", h("span", { class: "total" }, count(total))),
        columns,
      ),
    );
  }
}
