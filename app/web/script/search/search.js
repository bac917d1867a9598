// <search-view>: what a search finds, with what it asks for over it.

import { isAbort } from "../base/api.js";
import { FILE_TILE, FOLDER_TILE, VERSION_TILE } from "../assets/assets.js";
import { changes } from "../base/changes.js";
import { definitions, learnFields } from "./custom_searches.js";
import { button, h } from "../base/dom.js";
import { highlightIn } from "../grid/highlight.js";
import { Hits } from "./hits.js";
import { connectionList, PAGE_ARGUMENTS, PAGE_VARIABLES } from "../assets/lists.js";
import { say } from "../base/live.js";
import { prefer } from "../base/preferences.js";
import { address, go, replace } from "../base/router.js";
import { chips } from "./search_chips.js";
import { openSearch } from "./search_panel.js";
import { searchOf } from "../assets/search_query.js";
import { EVERYTHING, ORDERS, readState, sortingOf, writeState } from "./search_state.js";
import { Selection } from "../assets/selection.js";
import { empty, failed, loading } from "../base/states.js";
import { texts } from "../base/texts.js";
import { viewTools } from "../grid/view_tools.js";
import "../grid/grid.js";

const SEARCH = (page) => `query Search($query: String, $versions: Boolean!, $order: SearchOrder, ${PAGE_VARIABLES}) {
  found: search(query: $query, includeVersions: $versions, orderBy: $order, ${PAGE_ARGUMENTS}) {
    nodes { ...FileTile ...VersionTile ...FolderTile } ${page}
  }
} ${FILE_TILE} ${VERSION_TILE} ${FOLDER_TILE}`;

class SearchView extends HTMLElement {
  #route;
  #state = EVERYTHING;
  #asked = ""; // the address's parameters that the list is of
  #list = null;
  #start = 0; // characters before the person's own text in the query
  #place = {}; // what was chosen and where one was
  #head = h("header", { class: "head" });
  #notes = h("div", { class: "notice" });
  #count = h("p", { class: "hint" });
  #body = h("div", { class: "body" });
  #marks = new AbortController();
  #aborts = new AbortController();

  connectedCallback() {
    this.replaceChildren(this.#head, this.#notes, this.#body);
    changes.addEventListener("change", () => this.#list?.reload(), { signal: this.#aborts.signal });
  }

  disconnectedCallback() {
    this.#aborts.abort();
    this.#marks.abort();
    this.#list?.close();
  }

  /** Shows what the route's parameters search for. */
  show(route) {
    const asked = JSON.stringify([...route.query]);
    const isResorted = this.#list && isSameBut("sort", route.query, this.#route.query);
    this.#route = route;
    if (asked === this.#asked) return;
    if (isResorted) this.#place.kept = {};
    else this.#place = { selection: new Selection(route.kept.selected), kept: route.kept };
    void this.#look(asked);
  }

  async #look(asked) {
    this.#asked = asked;
    this.#list?.close();
    this.#list = null;
    this.#read();
    if (/meta\./.test(this.#route.query.get("f"))) {
      this.#body.replaceChildren(loading());
      await this.#learn();
      if (asked !== this.#asked || !this.isConnected) return;
      this.#read();
    }
    this.#ask();
  }

  // A filter by a custom field means nothing before it is known which there are.
  async #learn() {
    try {
      await learnFields({ signal: this.#aborts.signal });
    } catch (error) {
      const what = texts.search.failed;
      if (!isAbort(error)) this.#body.replaceChildren(failed(error, () => this.#again(), { what }));
      this.#asked = "";
    }
  }

  #again() {
    void this.#look(JSON.stringify([...this.#route.query]));
  }

  #read() {
    const { state, ignored } = readState(this.#route.query, definitions());
    this.#state = state;
    this.#drawHead();
    const note = ignored.length > 0 && h("p", { role: "note" }, texts.search.ignored(ignored.join(", ")));
    this.#notes.replaceChildren(note || "");
  }

  #ask() {
    const { query, includeVersions, start } = searchOf(this.#state, definitions());
    const { field, isFalling } = sortingOf(this.#state);
    const order = { field: ORDERS[field], direction: isFalling ? "DESC" : "ASC" };
    const variables = { query, versions: includeVersions, order };
    const found = connectionList({ query: SEARCH, variables, pick: (data) => data.found });
    const list = includeVersions ? new Hits(found) : found;
    this.#start = start;
    this.#list = list;
    let isFirst = true;
    list.addEventListener("change", () => {
      if (list !== this.#list || (list.total === null && !list.error)) return;
      this.#draw(isFirst);
      isFirst = false;
    });
    list.look(0, 0);
    this.#count.textContent = texts.search.looking;
    this.#body.setAttribute("aria-busy", "true");
    if (!this.#body.querySelector("asset-grid")) this.#body.replaceChildren(loading());
  }

  // == what is asked ==

  #drawHead() {
    const { text } = this.#state;
    const heading = text ? texts.search.heading(text) : texts.search.headingAll;
    document.title = `${heading} · ${texts.shell.brand}`;
    const focused = this.#head.contains(document.activeElement) && document.activeElement.dataset.tool;
    const clear = button(texts.search.clear, { picture: "close", bare: true, onclick: () => go(address("library")) });
    this.#head.replaceChildren(
      h("div", { class: "title" }, h("h1", { tabindex: "-1" }, heading), clear),
      h("div", { class: "line" }, this.#count, this.#tools()),
      chips(this.#state, definitions(), (state) => this.#become(state)) ?? "",
    );
    if (focused) this.#head.querySelector(`[data-tool="${focused}"]`)?.focus();
  }

  #tools() {
    const views = viewTools(prefer("view"), () => {
      this.#drawHead();
      const grid = this.#body.querySelector("asset-grid");
      if (grid?.list) this.#show(grid);
    });
    return h("div", { class: "tools" }, this.#sortTools(), views);
  }

  #sortTools() {
    const { field, isFalling } = sortingOf(this.#state);
    const sort = (name, falls) => {
      const parameters = writeState({ ...this.#state, sort: `${falls ? "-" : ""}${name}` });
      replace(address("search", parameters));
    };
    const options = Object.keys(ORDERS).map((each) =>
      h("option", { value: each, selected: each === field }, texts.search.orders[each]),
    );
    const onchange = ({ target: { value } }) => sort(value, value !== "name");
    return h(
      "div",
      { class: "sorting" },
      h(
        "label",
        {},
        h("span", { class: "unseen" }, texts.search.sortBy),
        h("select", { "data-tool": "field", onchange }, options),
      ),
      field !== "relevance" &&
        button(isFalling ? texts.search.falling : texts.search.rising, {
          picture: isFalling ? "sortDown" : "sortUp",
          bare: true,
          "data-tool": "direction",
          onclick: () => sort(field, !isFalling),
        }),
    );
  }

  #become(state) {
    go(address("search", writeState(state)));
    this.#head.querySelector("h1").focus();
  }

  // == what is found ==

  #draw(isFirst) {
    const { total, error } = this.#list;
    this.#body.removeAttribute("aria-busy");
    this.#count.textContent = total === null ? "" : texts.search.count(total);
    if (isFirst && total !== null) say(texts.search.count(total));
    if (error && total === null) return this.#stand(this.#failed(error));
    if (total === 0) this.#place.selection.clear();
    if (total === 0) return this.#stand(this.#nothing());
    const grid = this.#body.querySelector("asset-grid") ?? h("asset-grid");
    if (!grid.isConnected) this.#body.replaceChildren(grid);
    if (grid.list === this.#list) return undefined;
    this.#show(grid);
    return this.#highlight(grid);
  }

  #show(grid) {
    grid.show(this.#list, { ...this.#place, view: prefer("view"), label: texts.search.gridLabel, isLocated: true });
  }

  // Nothing is chosen where nothing is to be seen.
  #stand(element) {
    const hadFocus = this.#body.contains(document.activeElement);
    this.#body.replaceChildren(element);
    if (hadFocus) this.#head.querySelector("h1").focus();
    this.dispatchEvent(new CustomEvent("selection", { detail: null, bubbles: true }));
  }

  #highlight(grid) {
    this.#marks.abort();
    this.#marks = new AbortController();
    const { text, isQuery } = this.#state;
    if (text && !isQuery) highlightIn(grid, ".name", text, this.#marks.signal);
  }

  #failed(error) {
    if (error.code !== "INVALID") return failed(error, () => this.#list.retry(), { what: texts.search.failed });
    // The server counts from the start of what was sent, of which the person's text is a part.
    const message = error.message.replace(/position (\d+)/, (_, at) => `position ${at - this.#start}`);
    const why = empty(texts.search.refused, { picture: "warning", hint: message, actions: [this.#change()] });
    why.setAttribute("role", "alert");
    return why;
  }

  #nothing() {
    const { text, within, conditions, versions } = this.#state;
    const isNarrowed = within !== "all" || conditions.length > 0;
    const words = isNarrowed ? texts.search.nothingNarrowed(text) : texts.search.nothing(text);
    const offer = (label, change) => button(label, { onclick: () => this.#become({ ...this.#state, ...change }) });
    return empty(words, {
      picture: "search",
      hint: text && texts.search.nothingHint,
      actions: [
        !versions && offer(texts.search.includeVersions, { versions: true }),
        isNarrowed && offer(texts.search.clearFilters, { within: "all", conditions: [], isAny: false }),
        this.#change(),
      ],
    });
  }

  #change() {
    return button(texts.search.changeSearch, { picture: "search", onclick: () => openSearch() });
  }
}

function isSameBut(name, one, other) {
  const rest = (query) => JSON.stringify([...query].filter(([key]) => key !== name));
  return rest(one) === rest(other);
}

customElements.define("search-view", SearchView);
