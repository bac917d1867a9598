// Sorting: what a folder is sorted by, as its address says: `?sort=name`, or `?sort=-size` for falling.

import { button, h } from "../base/dom.js";
import { texts } from "../base/texts.js";

const FIELDS = { name: "NAME", created: "CREATED_AT", updated: "UPDATED_AT", size: "SIZE" };

export class Sorting {
  constructor(field, isFalling) {
    this.field = field;
    this.isFalling = isFalling;
  }

  /** What the address says; by name when it says nothing that is known. */
  static of(text = "") {
    const field = text.replace("-", "");
    return Object.hasOwn(FIELDS, field) ? new Sorting(field, text.startsWith("-")) : new Sorting("name", false);
  }

  /** As the address has it; null when it need not say so. */
  get text() {
    return this.field === "name" && !this.isFalling ? null : `${this.isFalling ? "-" : ""}${this.field}`;
  }

  /** Order of files. */
  get files() {
    return { field: FIELDS[this.field], direction: this.isFalling ? "DESC" : "ASC" };
  }

  /** Order of folders, which have no size. */
  get folders() {
    return this.field === "size" ? { field: "NAME", direction: "ASC" } : this.files;
  }
}

/** The field and the direction; `change(sorting)` is told what somebody chose. */
export function sortTools({ field, isFalling }, change) {
  const options = Object.keys(FIELDS).map((each) =>
    h("option", { value: each, selected: each === field }, texts.library.fields[each]),
  );
  const onchange = ({ target }) => change(new Sorting(target.value, isFalling));
  return h(
    "div",
    { class: "sorting" },
    h("label", {}, h("span", { class: "unseen" }, texts.library.sortBy), h("select", { onchange, "data-tool": "field" }, options)),
    button(isFalling ? texts.library.falling : texts.library.rising, {
      picture: isFalling ? "sortDown" : "sortUp",
      bare: true,
      "data-tool": "direction",
      onclick: () => change(new Sorting(field, !isFalling)),
    }),
  );
}
