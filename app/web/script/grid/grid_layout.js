// Where the rows of a grid lie, and what is beside what. Numbers only: no element is touched here.

// In rem: the least width of a tile, what is under its picture, and heights of rows.
const SIZES = { tile: 11.5, narrowTile: 8.5, words: 3.5, folder: 3.25, heading: 2.75, gap: 0.75 };
const ROW = { listRow: 3.25, narrowRow: 3.75 }; // of a list
const PLACE = { tile: 1.75, listRow: 0.5, narrowRow: 1.6 }; // what the line takes that says which folder it is in
const NARROW = 32; // rem; below this, tiles get smaller so that two fit beside each other
const STACKED = 40; // rem; below this, a row of a list has what else is known of it under the name

export class Layout {
  height = 0;
  rowCount = 0;
  /** Of the widest part. */
  columns;
  #bands = [];

  /** `sections` as a list has them; `width` and `rem` in pixels; `isTall` for fingers, `isLocated` for a line more. */
  constructor(sections, { width, rem, view, isTall = false, isLocated = false }) {
    const gap = SIZES.gap * rem;
    const isNarrow = width < NARROW * rem;
    const least = (isNarrow ? SIZES.narrowTile : SIZES.tile) * rem;
    this.columns = view === "list" ? 1 : Math.max(1, Math.floor((width + gap) / (least + gap)));
    this.thumbHeight = Math.round((((width + gap) / this.columns - gap) * 3) / 4);
    const row = view === "list" ? (width < STACKED * rem ? "narrowRow" : "listRow") : "tile";
    const more = (isTall ? rem / 2 : 0) + (isLocated ? PLACE[row] * rem : 0);
    const folder = SIZES.folder * rem + more;
    const tile = this.thumbHeight + SIZES.words * rem + more;
    for (const section of sections.filter(({ count }) => count)) {
      if (section.label) this.#add({ section, kind: "heading", height: SIZES.heading * rem, rows: 1, gap: 0 });
      if (view === "list") this.#add({ section, kind: "row", height: ROW[row] * rem + more, gap: 0 });
      else if (section.kind !== "folders") this.#add({ section, kind: "row", height: tile, gap });
      // Beside each other on narrow windows, names of folders would be cut after three letters.
      else this.#add({ section, kind: "row", height: folder, gap, columns: isNarrow ? 1 : this.columns });
    }
  }

  #add(band) {
    band.columns ??= this.columns;
    band.rows ??= Math.ceil(band.section.count / band.columns);
    band.height = Math.round(band.height + band.gap);
    Object.assign(band, { top: this.height, firstRow: this.rowCount });
    this.height += band.rows * band.height;
    this.rowCount += band.rows;
    this.#bands.push(band);
  }

  /** The rows that touch this stretch: `{ row, kind, section, first, count, columns, top, height }`. */
  between(top, bottom) {
    const rows = [];
    for (const band of this.#bands) {
      const from = Math.max(0, Math.floor((top - band.top) / band.height));
      const to = Math.min(band.rows, Math.ceil((bottom - band.top) / band.height));
      for (let at = from; at < to; at += 1) rows.push(this.#rowAt(band, at));
    }
    return rows;
  }

  /** The row that an item is in; undefined when there is no such item. */
  rowOf(index) {
    const band = this.#bandOf(index);
    return band && this.#rowAt(band, Math.floor((index - band.section.first) / band.columns));
  }

  #bandOf(index) {
    return this.#bands.find(
      ({ kind, section: { first, count } }) => kind === "row" && index >= first && index < first + count,
    );
  }

  #rowAt(band, at) {
    const { section, kind, columns, height, gap } = band;
    const first = section.first + at * columns;
    const count = kind === "row" ? Math.min(columns, section.first + section.count - first) : 0;
    const [row, top] = [band.firstRow + at, band.top + at * height];
    return { row, kind, section, first, count, columns, top, height: height - gap };
  }

  /** The item so many rows below (above, when negative) in the same column, or as near as there is one. */
  below(index, rows) {
    const at = this.rowOf(index);
    if (!at) return index;
    const column = index - at.first;
    const step = Math.sign(rows);
    let found = index;
    for (let row = at.row + step, left = Math.abs(rows); left > 0; row += step) {
      const next = this.#row(row);
      if (!next) break;
      if (next.kind === "heading") continue;
      found = next.first + Math.min(column, next.count - 1);
      left -= 1;
    }
    return found;
  }

  #row(row) {
    const band = this.#bands.find(({ firstRow, rows }) => row >= firstRow && row < firstRow + rows);
    return band && this.#rowAt(band, row - band.firstRow);
  }
}
