// Pages: what is known of a connection at one time. Pages come one after the other, so it is walked from
// both ends for where they begin; only those that are wanted are read in full.

import { Island } from "./island.js";

export const SIZE = 100; // the most that the server gives at once
const AT_ONCE = 3; // pages that are read together
const AHEAD = 50_000; // items of the longest list that is walked through before anybody wants to go there
const BROAD = 3 * SIZE; // more than anybody sees

export class Pages {
  total = null;
  isMissing = false;
  /** Whether somebody changed the list meanwhile, so that what is known no longer fits together. */
  isTorn = false;
  #front = []; // from the start
  #back = []; // from the end, the last one first
  #middle = null; // where they meet: what both leave
  #items = [];
  #indexes = new Map();
  #island;
  #reading = 0;
  #isWalking = false;

  constructor(island = null) {
    this.#island = island;
  }

  /** The same list to be looked at again, what is looked at first. */
  renewed(first, last) {
    return new Pages(this.total === null ? null : this.#islandAt(first, Math.min(last, this.total - 1)));
  }

  get isComplete() {
    return this.total !== null && !this.#island && Boolean(this.#middle?.isHere) && this.#indexes.size === this.total;
  }

  /** Whether all of these are here, those beyond the end aside. */
  has(first, last) {
    if (this.total === null || !this.#isBegun) return false;
    return Boolean(this.#island?.has(first, Math.min(last, this.total - 1))) || this.#isRead(first, last);
  }

  get(index) {
    if (!this.#island) return this.#items[index];
    const item = this.#items[index];
    return this.#island.get(index) ?? (item && this.#island.indexOf(item.id) < 0 ? item : undefined);
  }

  indexOf(id) {
    const index = this.#island?.indexOf(id) ?? -1;
    return index < 0 ? (this.#indexes.get(id) ?? -1) : index;
  }

  loaded() {
    const all = this.#island ? Array.from({ length: this.total }, (_, index) => this.get(index)) : this.#items;
    return all.filter((item) => item !== undefined);
  }

  // == what to ask ==

  /**
   * What to ask next, as `{ variables, take, drop }`, for what is looked at and whatever else is wanted,
   * as `[first, last]`; null when there is nothing, or enough under way.
   */
  next(looked, others) {
    if (!this.#isBegun) return this.#reading ? null : this.#asked(this.#begin(), (page) => this.#beginWith(page));
    const near = this.has(...looked) ? [[looked[0] - SIZE, looked[1] + SIZE]] : [];
    const ranges = [looked, ...near, ...others];
    return this.#nextPage(ranges) ?? this.#nextStep(ranges, looked);
  }

  get #isBegun() {
    return this.total !== null && (!this.#island || this.#island.isDone);
  }

  #begin() {
    return { ...(this.#island?.next(SIZE) ?? { first: SIZE }), counted: this.total === null, whole: true };
  }

  #nextPage(ranges) {
    if (this.#reading >= AT_ONCE) return null;
    for (const [first, last] of ranges) {
      for (const page of this.#between(first, last)) {
        if (page && !page.isAsked) return this.#whole(page);
      }
    }
    return null;
  }

  #whole(page) {
    page.isAsked = true;
    const drop = () => (page.isAsked = false);
    return this.#asked({ ...page.variables, counted: false, whole: true }, (found) => this.#read(page, found), drop);
  }

  #asked(variables, take, drop = () => {}) {
    this.#reading += 1;
    const done = (end) => (page) => {
      this.#reading -= 1;
      end(page);
    };
    return { variables, take: done((page) => (page ? take(page) : this.#vanish())), drop: done(drop) };
  }

  // One at a time, so that others find the server free.
  #nextStep(ranges, looked) {
    if (this.#isWalking) return null;
    if (this.#middle) return this.#middle.isAsked ? null : this.#whole(this.#middle);
    const end = this.#towards(ranges);
    if (!end) return null;
    this.#isWalking = true;
    const first = end === "front" ? this.#gap[0] : this.#gap[1] - SIZE;
    const whole = first <= looked[1] && looked[0] < first + SIZE;
    const edge = this.#edge(end);
    const edges = end === "front" ? { first: SIZE, after: edge } : { last: SIZE, before: edge };
    const page = { end, first, count: SIZE, variables: edges, isAsked: whole, isHere: false };
    const done = (act) => (found) => {
      this.#isWalking = false;
      act(found);
    };
    const take = done((found) => (found ? this.#advance(page, found, whole) : this.#vanish()));
    return { variables: { ...edges, counted: false, whole }, take, drop: done(() => {}) };
  }

  // The end from which what is wanted is reached sooner.
  #towards(ranges) {
    const [from, to] = this.#gap;
    const range = ranges.find(([first, last]) => first < to && last >= from);
    if (!range) return this.total > AHEAD ? null : "front";
    return to - 1 - Math.min(range[1], to - 1) < Math.max(range[0], from) - from ? "back" : "front";
  }

  // == what was answered ==

  #vanish() {
    this.isMissing = true;
    this.total = 0;
    [this.#front, this.#back, this.#island, this.#items] = [[], [], null, []];
    this.#middle = { first: 0, count: 0, isAsked: true, isHere: true };
    this.#indexes.clear();
  }

  #beginWith(found) {
    this.total ??= found.totalCount;
    if (this.#island) return this.#land(found);
    const { hasNextPage } = found.pageInfo;
    this.total = hasNextPage ? Math.max(this.total, SIZE + 1) : found.nodes.length;
    const page = { end: "front", first: 0, count: SIZE, variables: { first: SIZE, after: null }, isAsked: true };
    if (hasNextPage) this.#advance(page, found, true);
    else this.#meet();
    if (!hasNextPage) this.#read(this.#middle, found);
  }

  #land(found) {
    this.#island.take(found);
    this.total = Math.max(this.total, this.#island.size);
    if (!this.#island.isDone) return;
    this.#island.place(this.total);
    if (this.#island.size === 0) this.#island = null;
    this.#meet();
  }

  #advance(page, found, whole) {
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = found.pageInfo;
    const isFront = page.end === "front";
    this.isTorn = !(isFront ? hasNextPage : hasPreviousPage); // there was more
    if (this.isTorn) return;
    page.edge = isFront ? endCursor : startCursor;
    (isFront ? this.#front : this.#back).push(page);
    this.#meet();
    if (whole) this.#read(page, found);
  }

  #meet() {
    const [from, to] = this.#gap;
    if (to - from > SIZE) return;
    const variables = { first: SIZE, after: this.#edge("front"), before: this.#edge("back") };
    this.#middle = { end: "middle", first: from, count: to - from, variables, isAsked: false, isHere: false };
  }

  // What came or went shows at the page's edge, or as something that is elsewhere already.
  #read(page, { nodes, pageInfo }) {
    const edge = { front: pageInfo.endCursor, back: pageInfo.startCursor, middle: undefined }[page.end];
    const isWhole = nodes.length === page.count && edge === page.edge;
    const isOver = page.end === "middle" && pageInfo.hasNextPage;
    this.isTorn = !isWhole || isOver || nodes.some(({ id }) => this.#indexes.has(id));
    if (this.isTorn) return;
    [page.isAsked, page.isHere] = [true, true];
    for (const [at, node] of nodes.entries()) {
      this.#items[page.first + at] = node;
      this.#indexes.set(node.id, page.first + at);
    }
  }

  /** What is looked at is shown in its true place from now on, if that is known. */
  settle(first, last) {
    if (this.#island && this.#isBegun && this.#isRead(first, last)) this.#island = null;
  }

  // == where pages are ==

  get #gap() {
    return [this.#front.length * SIZE, this.total - this.#back.length * SIZE];
  }

  #edge(end) {
    return (end === "front" ? this.#front : this.#back).at(-1)?.edge ?? null;
  }

  #pageAt(index) {
    const [from, to] = this.#gap;
    if (index < from) return this.#front[Math.floor(index / SIZE)];
    return index < to ? this.#middle : this.#back[Math.floor((this.total - 1 - index) / SIZE)];
  }

  // Undefined or null stands for what lies in the gap.
  *#between(first, last) {
    const end = Math.min(last, this.total - 1);
    let index = Math.max(0, first);
    while (index <= end) {
      const page = this.#pageAt(index);
      yield page;
      index = page ? page.first + page.count : this.#gap[1];
    }
  }

  #isRead(first, last) {
    return [...this.#between(first, last)].every((page) => page?.isHere);
  }

  #islandAt(first, last) {
    if (this.#island?.has(first, last)) return this.#island.again();
    if (first < SIZE || last - first > BROAD) return null;
    const [from, to] = [this.#pageAt(first), this.#pageAt(last)];
    if (to?.end === "back") {
      const end = to.first + to.count;
      return new Island({ end: "back", cursor: to.variables.before, distance: this.total - end, count: end - first });
    }
    if (!from || from.end === "back") return null;
    return new Island({
      end: "front",
      cursor: from.variables.after,
      distance: from.first,
      count: last - from.first + 1,
    });
  }
}
