// Lists: the assets of a folder or of a search, of which only those pages are loaded that are wanted.

import { ask, connection, isAbort } from "../base/api.js";
import { Pages } from "./pages.js";

/** What a query of a list has in its head and in its connection's arguments. */
export const PAGE_VARIABLES = "$first: Int, $after: String, $last: Int, $before: String, $skip: Int!";
export const PAGE_ARGUMENTS = "first: $first, after: $after, last: $last, before: $before, skip: $skip";
const PAGE_INFO = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

/** What every list can do. Fires `change` when items come, go or fail to come. */
export class AssetList extends EventTarget {
  /** Number of items; null before the first answer. */
  total = null;
  /** Why the last look failed, a Failure; null when it did not. */
  error = null;
  /** Whether what is to be listed does not exist. */
  isMissing = false;

  /** `{ label, first, count }` of each part; one without a label where there are no parts. */
  get sections() {
    return [{ label: null, first: 0, count: this.total ?? 0 }];
  }

  /** Whether every item is here. */
  get isComplete() {
    return this.total !== null && this.loaded().length === this.total;
  }

  /** Somebody looks at these: they are loaded before all others, then those around them. */
  look(_first, _last) {}

  /** Loads these. Resolves when they are here, or will not come: see `error`. */
  want(_first, _last) {}

  /** Looks again; what is shown stays until as much of the new is here as is looked at. */
  reload() {}

  /** Tries again after a failure. */
  retry() {}

  /** Gives up what is under way. */
  close() {}
}

class ConnectionList extends AssetList {
  #source;
  #shown = new Pages();
  #fresh = this.#shown; // differs from what is shown while a list is looked at again
  #looked = [0, 0];
  #waiting = [];
  #aborts = new AbortController();
  #asking = new AbortController(); // ends with `#fresh`

  constructor(source) {
    super();
    this.#source = source;
    connection.addEventListener("online", () => this.error?.code === "OFFLINE" && this.retry(), {
      signal: this.#aborts.signal,
    });
  }

  get isComplete() {
    return this.#shown.isComplete && this.#shown === this.#fresh;
  }

  get(index) {
    return this.#shown.get(index);
  }

  indexOf(id) {
    return this.#shown.indexOf(id);
  }

  loaded() {
    return this.#shown.loaded();
  }

  look(first, last) {
    this.#looked = [first, last];
    if (!this.error) this.#ask();
  }

  want(first, last) {
    const { promise, resolve } = Promise.withResolvers();
    if (this.#aborts.signal.aborted || this.#fresh.has(first, last)) resolve();
    else this.#waiting.push({ first, last, resolve });
    if (!this.error) this.#ask();
    return promise;
  }

  reload() {
    this.error = null;
    this.#lookAgain();
    return this.want(...this.#looked);
  }

  retry() {
    if (!this.error) return;
    this.error = null;
    this.#ask();
  }

  close() {
    this.#aborts.abort();
    this.#asking.abort();
    this.#settle();
  }

  #lookAgain() {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#fresh = this.#shown.renewed(this.#looked[0]);
  }

  #ask() {
    if (this.#aborts.signal.aborted) return;
    const wanted = this.#waiting.map(({ first, last }) => [first, last]);
    for (let next; (next = this.#fresh.next(this.#looked, wanted)); ) void this.#load(this.#fresh, next);
  }

  async #load(pages, { variables, isCounted, take, drop }) {
    const { query, variables: own, pick } = this.#source;
    const { signal } = this.#asking;
    try {
      const text = query(isCounted ? `totalCount ${PAGE_INFO}` : PAGE_INFO);
      const data = await ask(text, { ...own, ...variables }, { signal });
      if (signal.aborted) return; // it was asked before the change that made us look again
      take(pick(data));
      if (pages.isTorn) this.#lookAgain();
      else this.#adopt(pages);
    } catch (error) {
      drop();
      if (!isAbort(error) && !signal.aborted) this.#fail(error);
    }
    if (!this.error) this.#ask();
  }

  #adopt(pages) {
    const isEnough = pages === this.#shown || pages.has(...this.#looked);
    if (isEnough) {
      this.#shown = pages;
      this.total = pages.total;
      this.isMissing = pages.isMissing;
    }
    this.#settle();
    if (isEnough) this.dispatchEvent(new Event("change"));
  }

  #fail(error) {
    this.error = error;
    this.#settle();
    this.dispatchEvent(new Event("change"));
  }

  #settle() {
    const isOver = this.error || this.#aborts.signal.aborted;
    const isDone = ({ first, last }) => isOver || this.#fresh.has(first, last);
    const [done, waiting] = [this.#waiting.filter(isDone), this.#waiting.filter((each) => !isDone(each))];
    this.#waiting = waiting;
    for (const { resolve } of done) resolve();
  }
}

/** Lists one after the other, each under its label. */
class JoinedList extends AssetList {
  #parts;

  constructor(parts) {
    super();
    this.#parts = parts;
    for (const { list } of parts) list.addEventListener("change", () => this.#changed());
  }

  get sections() {
    let first = 0;
    return this.#parts.map(({ list, ...part }) => {
      const section = { ...part, first, count: list.total ?? 0 };
      first += section.count;
      return section;
    });
  }

  get isComplete() {
    return this.#parts.every(({ list }) => list.isComplete);
  }

  get(index) {
    const [part, at] = this.#place(index);
    return part?.list.get(at);
  }

  indexOf(id) {
    for (const [at, { first }] of this.sections.entries()) {
      const index = this.#parts[at].list.indexOf(id);
      if (index >= 0) return first + index;
    }
    return -1;
  }

  loaded() {
    return this.#parts.flatMap(({ list }) => list.loaded());
  }

  look(first, last) {
    for (const { list, from, to } of this.#within(first, last)) list.look(from, to);
  }

  want(first, last) {
    return Promise.all(this.#within(first, last).map(({ list, from, to }) => list.want(from, to)));
  }

  reload() {
    return Promise.all(this.#parts.map(({ list }) => list.reload()));
  }

  retry() {
    for (const { list } of this.#parts) list.retry();
  }

  close() {
    for (const { list } of this.#parts) list.close();
  }

  #place(index) {
    const at = this.sections.findIndex(({ first, count }) => index >= first && index < first + count);
    return at < 0 ? [] : [this.#parts[at], index - this.sections[at].first];
  }

  // Parts that lie there, and those of which nobody knows yet where they lie.
  #within(first, last) {
    return this.sections.flatMap((section, at) => {
      const [from, to] = [Math.max(0, first - section.first), last - section.first];
      const isIn = to >= 0 && from < section.count;
      return isIn || section.count === 0 ? [{ list: this.#parts[at].list, from, to: Math.max(to, from) }] : [];
    });
  }

  #changed() {
    const lists = this.#parts.map(({ list }) => list);
    this.error = lists.find((list) => list.error)?.error ?? null;
    this.isMissing = lists.some((list) => list.isMissing);
    const isKnown = lists.every((list) => list.total !== null);
    this.total = isKnown ? lists.reduce((sum, list) => sum + list.total, 0) : null;
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * The list of a connection. `query(fields)` is a query that declares PAGE_VARIABLES and has PAGE_ARGUMENTS, and
 * these fields beside the nodes; without directives, which the server takes longer for. `pick(data)` finds the
 * connection in an answer, or null when what would have it does not exist.
 */
export function connectionList(source) {
  return new ConnectionList(source);
}

/** Several lists as one: `joined({ list, label, kind }, …)`; folders, of the kind `folders`, are low in a grid. */
export function joined(...parts) {
  return new JoinedList(parts);
}
