// Pages: what is known of a connection at one time. It is cut into pages from its start, of which only those are read
// that are wanted: one by its number, those beside it by its cursors, so that nothing is left out or doubled between
// them whatever comes and goes. Where they meet others, it shows whether all still fit together.

const SIZE = 100; // the most that the server gives at once
const FAR = 100; // pages that the server passes over at once
const AT_ONCE = 3; // pages that are read together

export class Pages {
  total = null;
  isMissing = false;
  /** Whether somebody changed the list meanwhile, so that what is known no longer fits together. */
  isTorn = false;
  #start; // number of the page that is read first
  #items = [];
  #indexes = new Map();
  #here = new Set(); // numbers of pages
  #underWay = new Set();
  #after = new Map([[0, null]]); // cursors that pages begin after, by their numbers
  #before = new Map(); // cursors that they end before

  constructor(start = 0) {
    this.#start = start;
  }

  /** The same list to be looked at again, what is looked at first. */
  renewed(first) {
    return new Pages(Math.min(pageOf(first), FAR));
  }

  get isComplete() {
    return this.total !== null && this.#indexes.size === this.total;
  }

  /** Whether all of these are here; the last ones, when the list ends before them. */
  has(first, last) {
    return this.total !== null && this.#numbers(first, last).every((number) => this.#here.has(number));
  }

  get(index) {
    return this.#items[index];
  }

  indexOf(id) {
    return this.#indexes.get(id) ?? -1;
  }

  loaded() {
    return this.#items.filter((item) => item !== undefined);
  }

  // == what to ask ==

  /**
   * What to ask next, as `{ variables, isCounted, take, drop }`, for what is looked at and whatever else is
   * wanted, as `[first, last]`; null when there is nothing, or enough under way.
   */
  next(looked, others) {
    if (this.total === null) return this.#underWay.size ? null : this.#asked(this.#start);
    if (this.#underWay.size >= AT_ONCE) return null;
    const near = this.has(...looked) ? [[looked[0] - SIZE, looked[1] + SIZE]] : [];
    for (const range of [looked, ...near, ...others]) {
      const number = this.#nextIn(range);
      if (number !== null) return this.#asked(number);
    }
    return null;
  }

  #asked(number) {
    this.#underWay.add(number);
    const variables = this.#variables(number);
    const drop = () => this.#underWay.delete(number);
    const take = (found) => {
      drop();
      if (found) this.#take(number, variables, found);
      else this.#vanish();
    };
    return { variables, isCounted: this.total === null, take, drop };
  }

  // A page beside one that is here, else one to begin with; but none beside one whose cursors are still to come.
  #nextIn(range) {
    const missing = this.#numbers(...range).filter((number) => !this.#here.has(number));
    const isFree = (number) => ![number - 1, number, number + 1].some((each) => this.#underWay.has(each));
    const isBeside = (number) => this.#after.has(number) || this.#before.has(number);
    const beside = missing.find((number) => isBeside(number) && isFree(number));
    if (beside !== undefined) return beside;
    if (!missing.length || missing.some((number) => this.#underWay.has(number))) return null;
    const number = this.#towards(missing[0]);
    return isFree(number) ? number : null;
  }

  // The page itself, or one on the way when it is too far from all that is known.
  #towards(number) {
    const [from, to] = this.#around(number);
    return number - from <= to - number ? Math.min(number, from + FAR) : Math.max(number, to - FAR);
  }

  // Numbers of the nearest pages whose beginning, and whose end, is known.
  #around(number) {
    const begun = [...this.#after.keys()].filter((each) => each <= number);
    const ended = [...this.#before.keys()].filter((each) => each >= number);
    return [Math.max(...begun), Math.min(...ended)];
  }

  #variables(number) {
    const [from, to] = this.#around(number);
    if (number - from > to - number) {
      const skip = this.#end(to) - this.#end(number);
      return { last: this.#end(number) - number * SIZE, before: this.#before.get(to), skip };
    }
    const [after, before] = [this.#after.get(from), this.#before.get(number)];
    return { first: SIZE, after, before, skip: (number - from) * SIZE };
  }

  // == what was answered ==

  #vanish() {
    this.isMissing = true;
    this.total = 0;
    this.#items = [];
    this.#indexes.clear();
    this.#here.clear();
  }

  #take(number, { first, before }, found) {
    if (this.total === null) this.#measure(number * SIZE, found);
    const { nodes, pageInfo } = found;
    const isBeyond = !nodes.length && number > this.#lastPage; // known only now
    if (isBeyond) return;
    // What came or went shows at the end of the page, or as something that is elsewhere already.
    const goesOn = first ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
    const meetsEnd = Boolean(first) && (before !== undefined || number === this.#lastPage);
    const isWhole = nodes.length === this.#end(number) - number * SIZE && goesOn !== meetsEnd;
    this.isTorn = !isWhole || nodes.some(({ id }) => this.#indexes.has(id));
    if (!this.isTorn) this.#keep(number, found);
  }

  // The page itself may say more than what was counted beside it.
  #measure(first, { nodes, pageInfo, totalCount }) {
    const end = first + nodes.length;
    if (pageInfo.hasNextPage) this.total = Math.max(totalCount, end + 1);
    else this.total = nodes.length ? end : Math.min(totalCount, first);
    this.#before.set(this.#lastPage, null);
  }

  #keep(number, { nodes, pageInfo }) {
    this.#here.add(number);
    this.#after.set(number + 1, pageInfo.endCursor);
    this.#before.set(number - 1, pageInfo.startCursor);
    for (const [at, node] of nodes.entries()) {
      this.#items[number * SIZE + at] = node;
      this.#indexes.set(node.id, number * SIZE + at);
    }
  }

  // == where pages are ==

  get #lastPage() {
    return pageOf(this.total - 1);
  }

  #end(number) {
    return Math.min((number + 1) * SIZE, this.total);
  }

  #numbers(first, last) {
    const start = first < this.total ? first : this.total - 1 - (last - first);
    const from = pageOf(Math.max(0, start));
    const to = pageOf(Math.min(last, this.total - 1));
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
  }
}

function pageOf(index) {
  return Math.floor(index / SIZE);
}
