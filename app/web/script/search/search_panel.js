// The search panel: a form in a dialog, of which the address of /search is the result.

import { openDialog } from "../base/dialogs.js";
import { button, h, newId } from "../base/dom.js";
import { definitions, learnFields } from "./custom_searches.js";
import { FilterRows } from "./filter_rows.js";
import { address, go, routeOf } from "../base/router.js";
import { FORMATS } from "../assets/search_fields.js";
import { looksLikeQuery } from "../assets/search_query.js";
import { EVERYTHING, readState, writeState } from "./search_state.js";
import { texts } from "../base/texts.js";

/** Opens the panel: with what is searched for when results are to be seen, else with nothing. */
export async function openSearch() {
  const route = routeOf();
  const { state } = readState(route.name === "search" ? route.query : new Map(), definitions());
  const panel = new Panel(state);
  void learnFields().then(() => panel.learn(), () => {}); // without them there are just fewer fields
  const chosen = await openDialog(texts.search.title, (close) => panel.build(close), { kind: "search" });
  if (chosen) go(address("search", writeState(chosen)));
}

class Panel {
  #state;
  #form;
  #rows;
  #text = h("input", {
    type: "search",
    name: "text",
    autofocus: true,
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    maxlength: "5000",
    oninput: () => this.#hint(),
  });
  #query = h("label", { class: "query" }, h("input", { type: "checkbox", name: "query" }), texts.search.useAsQuery);

  constructor(state) {
    this.#state = state;
  }

  build(close) {
    const onsubmit = (event) => {
      event.preventDefault();
      close(this.#read());
    };
    this.#form = h("form", { onsubmit }, h("div", { class: "body" }));
    this.#fill(this.#state);
    this.#form.append(
      h(
        "footer",
        {},
        button(texts.search.reset, { class: "apart", onclick: () => this.#reset() }),
        button(texts.dialogs.close, { onclick: () => close() }),
        h("button", { class: "primary" }, texts.search.submit),
      ),
    );
    return this.#form;
  }

  /** Custom fields came, or changed. */
  learn() {
    this.#rows.learn(definitions());
  }

  #fill(state) {
    this.#text.value = state.text;
    this.#query.firstElementChild.checked = state.isQuery;
    this.#rows = new FilterRows(state, definitions());
    this.#form.querySelector(".body").replaceChildren(
      h("label", { class: "field" }, h("span", {}, texts.search.text), this.#text),
      this.#query,
      h("p", { class: "hint" }, texts.search.textHint),
      this.#choices(state.within),
      this.#versions(state.versions),
      this.#rows.element,
    );
    this.#hint();
  }

  #choices(within) {
    const choices = ["all", ...Object.keys(FORMATS)].map((value) =>
      h(
        "label",
        { class: "choice", title: texts.search.withinHints[value] },
        h("input", { type: "radio", name: "within", value, checked: value === within }),
        texts.search.within[value],
      ),
    );
    return h("fieldset", {}, h("legend", {}, texts.search.withinTitle), h("div", { class: "choices" }, choices));
  }

  #versions(checked) {
    const id = newId("hint");
    const box = h("input", { type: "checkbox", name: "versions", checked, "aria-describedby": id });
    return h(
      "fieldset",
      {},
      h("legend", {}, texts.search.versionsTitle),
      h("label", {}, box, texts.search.versions),
      h("p", { class: "hint", id }, texts.search.versionsHint),
    );
  }

  // A text is a name unless somebody says that it is more.
  #hint() {
    const box = this.#query.firstElementChild;
    const isLike = looksLikeQuery(this.#text.value);
    if (!isLike && !this.#state.isQuery) box.checked = false;
    this.#query.hidden = !isLike && !box.checked;
  }

  #reset() {
    this.#state = EVERYTHING;
    this.#fill(EVERYTHING);
    this.#text.focus();
  }

  #read() {
    const data = new FormData(this.#form);
    return {
      ...EVERYTHING,
      sort: this.#state.sort,
      text: data.get("text").trim(),
      isQuery: data.has("query"),
      versions: data.has("versions"),
      within: data.get("within"),
      ...this.#rows.read(),
    };
  }
}
