// Pages: what is known of a connection at one time: items from its start, items from its end, a gap.

const SIZE = 100; // the most that the server gives at once

export class Pages {
  /** By their places in the whole list; those in the gap are undefined. */
  items = [];
  total = null;
  isMissing = false;
  /** Whether somebody changed the list meanwhile, so that its two ends no longer fit together. */
  isTorn = false;
  #front = 0;
  #back = 0; // the gap is from `#front` up to here
  #after = null;
  #before = null;
  #indexes = new Map();

  get isComplete() {
    return this.total !== null && this.#front >= this.#back;
  }

  /** Whether all of these are here, those beyond the end aside. */
  has(first, last) {
    if (this.total === null) return false;
    const end = Math.min(last, this.total - 1);
    return this.isComplete || end < Math.max(this.#front, first) || first >= this.#back;
  }

  indexOf(id) {
    return this.#indexes.get(id) ?? -1;
  }

  loaded() {
    return this.items.filter((item) => item !== undefined);
  }

  /** The end from which what is wanted is reached sooner; the start when nothing is missing. */
  nearest(first, last) {
    if (this.#back - this.#front < SIZE || this.has(first, last)) return "front";
    const fromFront = Math.max(first, this.#front) - this.#front;
    const fromBack = this.#back - 1 - Math.min(last, this.#back - 1);
    return fromBack < fromFront ? "back" : "front";
  }

  /** Variables that ask for the next page from that end. */
  next(end) {
    if (this.total === null) return { first: SIZE, counted: true };
    if (end === "back") return { last: SIZE, before: this.#before, counted: false };
    // One more than the gap has: it tells whether the ends fit together.
    const size = this.#back < this.total ? Math.min(SIZE, this.#back - this.#front + 1) : SIZE;
    return { first: size, after: this.#after, counted: false };
  }

  /** Takes what was answered: a connection, or null. */
  take(end, page) {
    this.isMissing = !page;
    this.total ??= this.#back = page?.totalCount ?? 0;
    if (this.isMissing) return;
    if (end === "back") this.#takeBack(page);
    else if (this.#back < this.total) this.#close(page);
    else this.#takeFront(page);
  }

  #takeFront({ nodes, pageInfo }) {
    for (const node of nodes) this.#put(this.#front++, node);
    this.#after = pageInfo.endCursor ?? this.#after;
    this.total = pageInfo.hasNextPage ? Math.max(this.total, this.#front + 1) : this.#front;
    this.#back = this.total;
  }

  #takeBack({ nodes, pageInfo }) {
    this.isTorn = nodes.length === 0 || nodes.length > this.#back - this.#front;
    if (this.isTorn) return;
    for (const node of nodes.toReversed()) this.#put(--this.#back, node);
    this.#before = pageInfo.startCursor;
  }

  // From the start towards what came from the end.
  #close({ nodes, pageInfo }) {
    for (const node of nodes) {
      if (this.#front === this.#back) this.isTorn = node.id !== this.items[this.#back].id;
      else this.#put(this.#front++, node);
    }
    this.#after = pageInfo.endCursor;
    this.isTorn ||= nodes.length === 0;
  }

  #put(index, node) {
    this.items[index] = node;
    this.#indexes.set(node.id, index);
  }
}
