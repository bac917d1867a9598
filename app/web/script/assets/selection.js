// Selection: which assets are chosen, by their ids; ranges follow the order of the list, not of the screen.

/** Fires `change` after what is chosen changed. */
export class Selection extends EventTarget {
  #ids;
  #before = new Set(); // what was chosen when the range began
  #anchor = { id: null, index: 0 };
  #isLooking = false; // for what is chosen, in all of the list
  #latest = 0; // a later choice overtakes a range that still waits for its items

  constructor(ids = []) {
    super();
    this.#ids = new Set(ids);
  }

  get size() {
    return this.#ids.size;
  }

  /** Ids of all that is chosen. */
  get ids() {
    return [...this.#ids];
  }

  /** Place in the list from which ranges go. */
  get anchor() {
    return this.#anchor.index;
  }

  has(id) {
    return this.#ids.has(id);
  }

  /** What is chosen, in the list's order. */
  assets(list) {
    return list.loaded().filter(({ id }) => this.#ids.has(id));
  }

  /** Adds one, or takes it out. */
  toggle(asset, index) {
    const ids = new Set(this.#ids);
    if (!ids.delete(asset.id)) ids.add(asset.id);
    this.#begin(asset, index, ids);
    this.#become(ids);
  }

  /** Chooses this one and nothing else. */
  only(asset, index) {
    this.#begin(asset, index, new Set());
    this.#become(new Set([asset.id]));
  }

  /** Where the next range begins, without choosing anything. */
  startAt(asset, index) {
    this.#begin(asset, index, new Set(this.#ids));
  }

  /** Chooses all between the anchor and there, and loads what is not here yet. */
  async range(list, toIndex) {
    const turn = ++this.#latest;
    const found = this.#anchor.id ? list.indexOf(this.#anchor.id) : -1;
    const from = found < 0 ? Math.min(this.#anchor.index, list.total - 1) : found;
    const [first, last] = [Math.min(from, toIndex), Math.max(from, toIndex)];
    await list.want(first, last);
    if (turn !== this.#latest) return;
    const ids = new Set(this.#before);
    for (let index = first; index <= last; index += 1) {
      const asset = list.get(index);
      if (asset) ids.add(asset.id);
    }
    this.#become(ids);
  }

  /** Chooses all that is loaded. */
  all(list) {
    this.#latest += 1;
    this.#become(new Set(list.loaded().map(({ id }) => id)));
  }

  /** Chooses all that there is, once it is loaded. */
  async everything(list) {
    const turn = ++this.#latest;
    await list.want(0, list.total - 1);
    if (turn === this.#latest) this.all(list);
  }

  clear() {
    this.#latest += 1;
    this.#before = new Set();
    this.#become(new Set());
  }

  /** Forgets what is no longer in a list; all of that is loaded when it cannot be known otherwise. */
  prune(list) {
    if (list.isComplete) this.#become(new Set(this.ids.filter((id) => list.indexOf(id) >= 0)));
    else if (!this.#isLooking && list.total && this.ids.some((id) => list.indexOf(id) < 0)) void this.#look(list);
  }

  async #look(list) {
    this.#isLooking = true;
    await list.want(0, list.total - 1);
    this.#isLooking = false;
  }

  #begin(asset, index, before) {
    this.#latest += 1;
    this.#anchor = { id: asset?.id ?? null, index };
    this.#before = before;
  }

  #become(ids) {
    const isSame = ids.size === this.#ids.size && this.#ids.isSubsetOf(ids);
    this.#ids = ids;
    if (!isSame) this.dispatchEvent(new Event("change"));
  }
}
