// The filters of the search panel: rows of field, comparison and value, all or any of which must fit.

import { button, h } from "../base/dom.js";
import { isAlone } from "../assets/search_fields.js";
import { texts } from "../base/texts.js";

const MOST = 20;
const SPANS = ["1h", "24h", "7d", "30d", "1y"];
const PATTERNS = {
  text: ".*[\\p{L}\\p{N}].*",
  tags: ".*[^\\s,].*",
  size: "\\s*\\d{1,15}(\\.\\d{1,9})?\\s*([kKmMgGtT]?[bB])?\\s*",
  folder: "\\s*/.*",
};

export class FilterRows {
  #definitions;
  #rows = h("div", { class: "filters" });
  #any = select(["all", "any"], "all", { all: texts.search.all, any: texts.search.any });
  #match = h("label", { class: "match" }, h("span", {}, texts.search.match), this.#any);
  #add = button(texts.search.add, { picture: "add", onclick: () => this.#append().focus() });

  /** The fieldset to put into a form. */
  element = h("fieldset", {}, h("legend", {}, texts.search.filters), this.#match, this.#rows, this.#add);

  constructor({ conditions, isAny }, definitions) {
    this.#definitions = definitions;
    this.#any.value = isAny ? "any" : "all";
    for (const condition of conditions) this.#append(condition);
    this.#count();
  }

  /** More fields, or others, are known. */
  learn(definitions) {
    this.#definitions = definitions;
    for (const row of this.#rows.children) {
      const [field] = row.querySelectorAll("select");
      const { value } = field;
      field.replaceChildren(...this.#options(value));
    }
  }

  /** `{ conditions, isAny }`. */
  read() {
    const conditions = [...this.#rows.children].map((row) => {
      const [field, comparison, value] = row.querySelectorAll("select, input");
      return { field: field.value, comparison: comparison.value, value: value?.value.trim() ?? "" };
    });
    return { conditions, isAny: this.#any.value === "any" && conditions.length > 1 };
  }

  // Returns the control to start with.
  #append({ field = "name", comparison, value = "" } = {}) {
    const fields = h("select", { "aria-label": texts.search.field }, this.#options(field));
    const row = h("div", { role: "group" }, fields);
    fields.addEventListener("change", () => this.#setField(row, {}));
    this.#rows.append(row);
    this.#setField(row, { comparison, value });
    this.#count();
    return fields;
  }

  #options(chosen) {
    const option = (each) => h("option", { value: each.id, selected: each.id === chosen }, named(each));
    const own = this.#definitions.filter(({ label }) => label === undefined);
    const custom = this.#definitions.filter(({ label }) => label !== undefined);
    const group = custom.length > 0 && h("optgroup", { label: texts.search.custom }, custom.map(option));
    return [...own.map(option), group].filter(Boolean);
  }

  #setField(row, { comparison, value }) {
    const fields = row.querySelector("select");
    const definition = this.#definitions.find(({ id }) => id === fields.value);
    const comparisons = select(definition.comparisons, comparison, texts.search.comparisons);
    comparisons.setAttribute("aria-label", texts.search.comparison);
    comparisons.addEventListener("change", () => this.#setValue(row, definition, row.querySelector(".value")?.value));
    const remove = button(texts.search.remove, { picture: "close", bare: true, onclick: () => this.#remove(row) });
    // The field itself stays where it is: it would lose the focus.
    while (row.lastChild !== fields) row.lastChild.remove();
    row.append(comparisons, remove);
    this.#setValue(row, definition, value);
  }

  #setValue(row, definition, value = "") {
    const [, comparisons] = row.querySelectorAll("select");
    row.querySelector(".value")?.remove();
    if (isAlone(comparisons.value)) return;
    const control = controlFor(definition, comparisons.value, value);
    control.classList.add("value");
    control.setAttribute("aria-label", texts.search.value);
    comparisons.after(control);
  }

  #remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.#count();
    (next?.querySelector("select") ?? this.#add).focus();
  }

  #count() {
    const rows = [...this.#rows.children];
    this.#match.hidden = rows.length < 2;
    this.#add.disabled = rows.length >= MOST;
    for (const [index, row] of rows.entries()) row.setAttribute("aria-label", texts.search.filter(index + 1));
  }
}

function named({ id, label }) {
  return label ?? texts.search.fields[id];
}

function controlFor({ kind, options }, comparison, value) {
  if (kind === "flag") return select(["yes", "no"], value, texts.search.flags);
  if (kind === "time" && comparison === "last") return select(SPANS, value, texts.search.spans);
  if (kind === "time" || kind === "date") return input({ type: "date", value: /^\d{4}-/.test(value) ? value : null });
  if (kind === "format" || kind === "choice" || kind === "choices") return select(options.map(String), value);
  if (kind === "number") return input({ type: "number", step: "any", inputmode: "decimal", value });
  const example = texts.search.examples[kind];
  return input({ value, pattern: PATTERNS[kind], placeholder: example, title: example });
}

function input(properties) {
  return h("input", { required: true, maxlength: "200", autocomplete: "off", ...properties });
}

// An address may hold a value that is not offered.
function select(values, chosen, words = {}) {
  const known = !chosen || values.includes(chosen) ? values : [...values, chosen];
  const named = (value) => (Object.hasOwn(words, value) ? words[value] : value);
  return h("select", {}, known.map((value) => h("option", { value, selected: value === chosen }, named(value))));
}
