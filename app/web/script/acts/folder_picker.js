// <folder-picker>: finds a folder by walking through the tree or by its name.

import { ask, isAbort } from "../base/api.js";
import { button, h, icon } from "../base/dom.js";
import { say } from "../base/live.js";
import { createFolderIn } from "./naming.js";
import { hasWords } from "../assets/search_fields.js";
import { quoted } from "../assets/search_query.js";
import { may } from "../base/session.js";
import { texts } from "../base/texts.js";

const PAGE = 50;
const TYPING = 200; // ms without a key, after which the search begins
const words = texts.picker;

const NODES = "totalCount pageInfo { hasNextPage endCursor } nodes { ... on Folder { id name path } }";
const CHILDREN = `query FoldersIn($path: String!, $after: String, $orderBy: AssetOrder) {
  folder(path: $path) {
    children(first: ${PAGE}, after: $after, types: [FOLDER], orderBy: $orderBy) { ${NODES} }
  }
}`;
const FOUND = `query FoldersNamed($query: String!, $after: String, $orderBy: SearchOrder) {
  search(first: ${PAGE}, after: $after, query: $query, orderBy: $orderBy) { ${NODES} }
}`;
const ORDERS = [
  ["NAME", "ASC"],
  ["NAME", "DESC"],
  ["CREATED_AT", "DESC"],
  ["CREATED_AT", "ASC"],
  ["UPDATED_AT", "DESC"],
  ["UPDATED_AT", "ASC"],
];

/** Fires `place` when another folder is chosen, which is the one that is open. */
export class FolderPicker extends HTMLElement {
  /** Path of the folder that is open. */
  path;
  #against;
  #aborts = new AbortController();
  #after = null;
  #timer = 0;
  #search = h("input", {
    type: "search",
    maxlength: 200,
    autofocus: true,
    "aria-label": words.search,
    placeholder: words.search,
    oninput: () => this.#type(),
  });
  #order = h(
    "select",
    { "aria-label": words.sort, onchange: () => this.#load() },
    ORDERS.map((order) => h("option", { value: order.join(" ") }, words.orders[order.join(" ")])),
  );
  #crumbs = h("nav", { "aria-label": words.crumbs, class: "crumbs" });
  #list = h("ul", { class: "folders", "aria-label": words.list });
  #state = h("p", { class: "hint", role: "status" });
  #more = button(words.more, { hidden: true, onclick: () => this.#load({ isMore: true }) });

  /** `against(path)` says in words why a folder cannot be opened, or null. */
  constructor(path, against) {
    super();
    this.path = path;
    this.#against = against;
  }

  connectedCallback() {
    this.replaceChildren(
      h(
        "div",
        {},
        this.#search,
        may("WRITE") && button(words.newFolder, { picture: "folderAdd", bare: true, onclick: () => this.#create() }),
      ),
      h("div", { class: "where" }, this.#crumbs, this.#order),
      this.#list,
      this.#state,
      this.#more,
    );
    this.#drawCrumbs();
    this.#load();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#aborts.abort();
  }

  async #open(path) {
    clearTimeout(this.#timer);
    this.#search.value = "";
    this.path = path;
    this.#drawCrumbs();
    this.dispatchEvent(new Event("place"));
    this.#crumbs.querySelector("[aria-current]").focus();
    await this.#load();
  }

  async #create() {
    const folder = await createFolderIn(this.path);
    if (folder) await this.#open(folder.path);
  }

  #type() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#load(), TYPING);
  }

  async #load({ isMore = false } = {}) {
    this.#aborts.abort();
    this.#aborts = new AbortController();
    const { signal } = this.#aborts;
    this.#list.setAttribute("aria-busy", "true");
    try {
      const page = await this.#ask(isMore ? this.#after : null, signal);
      this.#show(page, isMore);
    } catch (error) {
      if (!isAbort(error)) this.#fail(error);
    }
    if (!signal.aborted) this.#list.removeAttribute("aria-busy");
  }

  async #ask(after, signal) {
    const name = this.#search.value.trim();
    const [field, direction] = this.#order.value.split(" ");
    const variables = { after, orderBy: { field, direction } };
    if (!name) {
      const { folder } = await ask(CHILDREN, { ...variables, path: this.path }, { signal });
      return folder?.children ?? { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } };
    }
    return (await ask(FOUND, { ...variables, query: named(name) }, { signal })).search;
  }

  #show({ totalCount, nodes, pageInfo }, isMore) {
    const rows = nodes.map((folder) => this.#row(folder));
    if (isMore) this.#list.append(...rows);
    else this.#list.replaceChildren(...rows);
    if (isMore) rows[0]?.querySelector("button").focus();
    this.#after = pageInfo.endCursor;
    this.#more.hidden = !pageInfo.hasNextPage;
    this.#state.classList.toggle("unseen", totalCount > 0);
    this.#state.replaceChildren(totalCount ? words.found(totalCount) : words.none);
  }

  #fail(error) {
    this.#state.classList.remove("unseen");
    this.#state.replaceChildren(error.message, " ", button(texts.errors.retry, { onclick: () => this.#load() }));
  }

  #row({ name, path }) {
    const reason = this.#against(path);
    const isFound = this.#search.value.trim() !== "";
    const open = () => (reason ? say(reason) : this.#open(path));
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", "aria-disabled": reason ? "true" : null, title: reason, onclick: open },
        icon("folder"),
        h("span", {}, name, isFound && h("small", {}, path)),
        icon("next"),
      ),
    );
  }

  #drawCrumbs() {
    const names = this.path.split("/").filter(Boolean);
    const paths = ["/", ...names.map((_, at) => `/${names.slice(0, at + 1).join("/")}`)];
    const crumb = (path, at) => {
      const label = at ? names[at - 1] : words.home;
      if (path === this.path) return h("span", { "aria-current": "true", tabindex: "-1" }, label);
      return h("button", { type: "button", class: "link", onclick: () => this.#open(path) }, label);
    };
    this.#crumbs.replaceChildren(h("ol", {}, paths.map((path, at) => h("li", {}, crumb(path, at)))));
  }
}

// `HAS` looks for words, and refuses what has none.
function named(name) {
  const text = quoted(name);
  return `type = "folder" AND ${hasWords(name) ? `(name HAS ${text} OR name : ${text})` : `name : ${text}`}`;
}

customElements.define("folder-picker", FolderPicker);
