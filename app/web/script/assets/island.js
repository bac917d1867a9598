// Islands: what was looked at before a list changed, read anew before it is known how much lies before it.

export class Island {
  #start; // what it was made of, for another one in the same place
  #cursor;
  #items = [];
  #isEnd = false; // whether it reaches the end of the list that it was read towards
  #first = 0;
  #indexes = new Map();

  /**
   * `end` is the end of the list from which it is found: it begins at the cursor, that many items from
   * there, and has `count` items or more.
   */
  constructor(start) {
    this.#start = start;
    this.#cursor = start.cursor;
  }

  /** Another one in the same place. */
  again() {
    return new Island(this.#start);
  }

  get isDone() {
    return this.#isEnd || this.#items.length >= this.#start.count;
  }

  get size() {
    return this.#items.length;
  }

  /** Variables that ask for so many more of it. */
  next(size) {
    return this.#isFromStart ? { first: size, after: this.#cursor } : { last: size, before: this.#cursor };
  }

  /** Takes what was answered. */
  take({ nodes, pageInfo }) {
    if (this.#isFromStart) this.#items.push(...nodes);
    else this.#items.unshift(...nodes);
    this.#cursor = this.#isFromStart ? pageInfo.endCursor : pageInfo.startCursor;
    this.#isEnd = !(this.#isFromStart ? pageInfo.hasNextPage : pageInfo.hasPreviousPage);
  }

  /** Lies in a list of so many, as far from its end as before. */
  place(total) {
    const { distance } = this.#start;
    const most = total - this.#items.length;
    const first = this.#isFromStart ? distance : most - distance;
    const atEnd = this.#isFromStart ? most : 0;
    this.#first = this.#isEnd ? atEnd : Math.max(0, Math.min(first, most));
    this.#indexes = new Map(this.#items.map(({ id }, at) => [id, this.#first + at]));
  }

  has(first, last) {
    return first >= this.#first && last < this.#first + this.#items.length;
  }

  get(index) {
    return this.#items[index - this.#first];
  }

  indexOf(id) {
    return this.#indexes.get(id) ?? -1;
  }

  get #isFromStart() {
    return this.#start.end === "front";
  }
}
