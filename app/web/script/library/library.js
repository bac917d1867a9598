// <library-view>: a folder: where it is, how it is sorted, its folders and its files.

import { FILE_TILE, FOLDER_TILE } from "../assets/assets.js";
import { breadcrumbs, folderName } from "./breadcrumbs.js";
import { changes } from "../base/changes.js";
import { button, h } from "../base/dom.js";
import { counted } from "../base/formats.js";
import { connectionList, joined, PAGE_ARGUMENTS, PAGE_VARIABLES } from "../assets/lists.js";
import { say } from "../base/live.js";
import { prefer } from "../base/preferences.js";
import { address, replace } from "../base/router.js";
import { Selection } from "../assets/selection.js";
import { may } from "../base/session.js";
import { Sorting, sortTools } from "./sorting.js";
import { empty, failed } from "../base/states.js";
import { texts } from "../base/texts.js";
import { viewTools } from "../grid/view_tools.js";
import "../grid/grid.js";

const PATIENCE = 150; // ms for which what was shown stays, before what is to come takes its place

const FOLDERS = (page) => `query Folders($path: String!, $order: AssetOrder, ${PAGE_VARIABLES}) {
  folder(path: $path) {
    found: children(types: [FOLDER], orderBy: $order, ${PAGE_ARGUMENTS}) { nodes { ...FolderTile } ${page} }
  }
} ${FOLDER_TILE}`;
const FILES = (page) => `query Files($path: String!, $order: FileOrder, ${PAGE_VARIABLES}) {
  folder(path: $path) {
    found: files(orderBy: $order, ${PAGE_ARGUMENTS}) { nodes { ...FileTile } ${page} }
  }
} ${FILE_TILE}`;
const pick = (data) => data.folder?.found ?? null;

class LibraryView extends HTMLElement {
  #route = null;
  #sorting;
  #list = null; // of the folder that the address names
  #selection = new Selection();
  #kept = {};
  #isGreeted = false;
  #patience = 0;
  #aborts = new AbortController();
  #head = h("div", { class: "head" });
  #notice = h("div", { class: "notice" });
  #body = h("div", { class: "body" });

  connectedCallback() {
    this.replaceChildren(this.#head, this.#notice, this.#body);
    changes.addEventListener("change", () => this.#list?.reload(), { signal: this.#aborts.signal });
  }

  disconnectedCallback() {
    this.#aborts.abort();
    clearTimeout(this.#patience);
    this.#list?.close();
  }

  /** Shows the folder that the route names. */
  show(route) {
    const before = this.#route;
    const isElsewhere = before?.path !== route.path;
    const sorting = Sorting.of(route.query.get("sort"));
    const isResorted = !isElsewhere && sorting.text !== this.#sorting.text;
    [this.#route, this.#sorting] = [route, sorting];
    this.#drawHead(isElsewhere);
    if (isElsewhere) this.#visit(route);
    else if (isResorted) this.#look({});
    else if (isSettled(this.#list)) this.#draw();
  }

  #visit(route) {
    this.#selection = new Selection(route.kept.selected);
    this.#isGreeted = false;
    this.#look(route.kept);
    this.#patience = setTimeout(() => this.#draw(), PATIENCE);
  }

  // What was shown stays until the first of the new list is here.
  #look(kept) {
    clearTimeout(this.#patience);
    this.#list?.close();
    this.#kept = kept;
    const list = listOf(this.#route.path, this.#sorting);
    this.#list = list;
    this.#body.setAttribute("aria-busy", "true");
    list.addEventListener("change", () => list === this.#list && isSettled(list) && this.#draw());
    list.look(0, 0);
  }

  get #view() {
    return this.#route.query.get("view") === "list" || (!this.#route.query.has("view") && prefer("view") === "list")
      ? "list"
      : "grid";
  }

  // == the head ==

  #drawHead(isElsewhere) {
    const name = folderName(this.#route.path);
    document.title = `${name} · ${texts.shell.brand}`;
    const focused = this.#head.contains(document.activeElement) && document.activeElement.dataset.tool;
    const tools = h(
      "div",
      { class: "tools" },
      sortTools(this.#sorting, (sorting) => this.#change("sort", sorting.text)),
      viewTools(this.#view, (view) => this.#change("view", view)),
    );
    if (isElsewhere) this.#head.replaceChildren(breadcrumbs(this.#route.path), tools);
    else this.#tools.replaceWith(tools);
    if (focused) this.#head.querySelector(`[data-tool="${focused}"]`)?.focus();
  }

  #change(name, value) {
    replace(address("library", this.#route.path, new Map(this.#route.query).set(name, value)));
  }

  // == what is in it ==

  #draw() {
    clearTimeout(this.#patience);
    const list = this.#list;
    if (list.total === 0) this.#selection.clear(); // what was chosen is gone
    const hadFocus = [this.#body, this.#tools].some((part) => part?.contains(document.activeElement));
    this.#body.setAttribute("aria-busy", String(!isSettled(list)));
    this.#offer(!list.isMissing);
    this.#drawNotice(list);
    if (list.isMissing) this.#stand("missing", () => missing(this.#route.path));
    else if (list.total === null && list.error) this.#stand(list.error, () => this.#failed(list.error));
    else if (list.total === 0) this.#stand("empty", nothing);
    else this.#drawGrid(list);
    if (hadFocus && !this.#isFocused) this.#head.querySelector("h1").focus();
    if (list.total !== null) this.#greet(list);
  }

  get #tools() {
    return this.#head.querySelector(".tools");
  }

  get #isFocused() {
    const focused = document.activeElement;
    return this.#body.contains(focused) || (this.#tools.contains(focused) && !this.#tools.hidden);
  }

  // There is nothing to sort in a folder that is not there, and nowhere to put anything.
  #offer(isThere) {
    this.#tools.hidden = !isThere;
    this.dispatchEvent(new CustomEvent("place", { detail: isThere, bubbles: true }));
  }

  #drawGrid(list) {
    const { path } = this.#route;
    const grid = this.#body.querySelector("asset-grid") ?? h("asset-grid");
    if (!grid.isConnected) this.#body.replaceChildren(grid);
    this.#standing = null;
    grid.show(list, {
      selection: this.#selection,
      view: this.#view,
      label: texts.library.label(folderName(path)),
      kept: this.#kept,
    });
  }

  #standing = null; // what stands in the grid's place, so that it is not made anew for nothing

  #stand(what, make) {
    if (this.#standing === what) return;
    this.#standing = what;
    this.#body.replaceChildren(make());
    this.dispatchEvent(new CustomEvent("selection", { detail: null, bubbles: true }));
  }

  #failed(error) {
    return failed(error, () => this.#list.retry(), { what: texts.library.failed });
  }

  // That the rest of a list which is partly here could not be loaded.
  #drawNotice({ error, total }) {
    const isPartly = error && total !== null;
    this.#notice.replaceChildren(
      ...(isPartly
        ? [h("p", { role: "alert" }, error.message), button(texts.errors.retry, { onclick: () => this.#list.retry() })]
        : []),
    );
  }

  #greet({ isMissing, sections: [folders, files] }) {
    if (this.#isGreeted || isMissing) return;
    this.#isGreeted = true;
    const parts = [folders.count && counted(folders.count, "folder", "folders"), counted(files.count, "file", "files")];
    say(`${folderName(this.#route.path)}: ${parts.filter(Boolean).join(", ")}`);
  }
}

const isSettled = (list) => list.total !== null || list.error !== null || list.isMissing;

function listOf(path, sorting) {
  const of = (query, order) => connectionList({ query, variables: { path, order }, pick });
  return joined(
    { label: texts.library.folders, kind: "folders", list: of(FOLDERS, sorting.folders) },
    { label: texts.library.files, kind: "files", list: of(FILES, sorting.files) },
  );
}

function nothing() {
  const hint = may("WRITE") ? texts.library.fill : texts.library.readOnly;
  return empty(texts.library.empty, { picture: "folder", hint });
}

function missing(path) {
  const home = h("a", { class: "button", href: address("library") }, texts.library.goHome);
  return empty(texts.library.missing, { picture: "folder", hint: path, actions: [home] });
}

customElements.define("library-view", LibraryView);
