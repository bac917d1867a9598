// Hits: a list of search results in which all hits of one file stand together, the current version first.

import { isVersion } from "../assets/assets.js";
import { AssetList } from "../assets/lists.js";

const FIRST = 1000; // hits brought into order; those after them stay as they come

/**
 * A list over another one. A file's hits stand where the first of them would. As what is shown must
 * not move when more comes, nothing is shown before the first FIRST hits, or all, are here.
 */
export class Hits extends AssetList {
  #list;
  #shown = [];
  #places = new Map();
  #source = null; // what was brought into order last

  constructor(list) {
    super();
    this.#list = list;
    list.addEventListener("change", () => this.#changed());
  }

  get isComplete() {
    return this.#list.isComplete && this.#list.total === this.total;
  }

  get(index) {
    return index < this.#shown.length ? this.#shown[index] : this.#list.get(index);
  }

  indexOf(id) {
    return this.#places.get(id) ?? this.#list.indexOf(id);
  }

  loaded() {
    return [...this.#shown, ...this.#list.loaded().filter(({ id }) => !this.#places.has(id))];
  }

  look(first, last) {
    if (this.#source && first >= FIRST) this.#list.look(first, last);
    else this.#list.look(0, Math.max(last, FIRST - 1));
  }

  async want(first, last) {
    await this.#list.want(0, FIRST - 1);
    if (last >= FIRST) await this.#list.want(Math.max(first, FIRST), last);
  }

  reload() {
    return Promise.all([this.#list.reload(), this.#list.want(0, FIRST - 1)]);
  }

  retry() {
    return this.#list.retry();
  }

  close() {
    this.#list.close();
  }

  #changed() {
    const { total, error } = this.#list;
    this.error = error;
    const count = Math.min(total ?? 0, FIRST);
    const hits = Array.from({ length: count }, (_, index) => this.#list.get(index));
    if (total !== null && !hits.includes(undefined)) this.#take(total, hits);
    if (this.total !== null || error) this.dispatchEvent(new Event("change"));
  }

  #take(total, hits) {
    this.total = total;
    if (this.#source?.length === hits.length && hits.every((hit, index) => hit === this.#source[index])) return;
    this.#source = hits;
    this.#shown = together(hits);
    this.#places = new Map(this.#shown.map(({ id }, index) => [id, index]));
  }
}

/** The hits with those of one file together: the current version, then the newest of the others. */
export function together(hits) {
  const files = Map.groupBy(hits, (hit) => (isVersion(hit) ? hit.file.id : hit.id));
  return [...files.values()].flatMap((group) => group.toSorted((a, b) => age(a) - age(b)));
}

function age(hit) {
  return isVersion(hit) && !hit.isCurrent ? 1 / hit.number : 0;
}
