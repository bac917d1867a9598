// <app-shell>: what stays while views come and go: rail, top bar, storage strip, upload tray.

import { button, h, icon } from "../base/dom.js";
import { startKeys } from "../base/keys.js";
import { prefer, setPreference } from "../base/preferences.js";
import { address, replace, router, startRouting } from "../base/router.js";
import { may, signOut, viewerName } from "../base/session.js";
import { texts } from "../base/texts.js";
import { attempt } from "../base/toasts.js";
import "../file/file.js";
import "../library/library.js";
import "../uploads/new_menu.js";
import "./offline_banner.js";
import "../search/search.js";
import "../search/search_bar.js";
import "../acts/selection_bar.js";
import "./settings.js";
import "../library/storage_strip.js";
import "../uploads/upload_tray.js";

// Each has `show(route)`, which is called again when just the rest of the address changes.
const VIEWS = { library: "library-view", search: "search-view", file: "file-view", settings: "settings-view" };

class AppShell extends HTMLElement {
  #main = h("main", { id: "main", tabindex: "-1" });
  #search = h("search-bar");
  #selection = h("selection-bar", { hidden: true });
  #rail = h("nav", { class: "rail", "aria-label": texts.shell.rail });
  #aborts = new AbortController();

  connectedCallback() {
    const { signal } = this.#aborts;
    this.replaceChildren(
      h("a", { class: "skip", href: "#main", onclick: (event) => this.#skip(event) }, texts.shell.skip),
      h(
        "header",
        { class: "bar" },
        h("a", { class: "brand", href: address("library") }, icon("versions"), h("span", {}, texts.shell.brand)),
        this.#search,
        this.#selection,
        may("WRITE") ? h("new-menu") : h("p", { class: "chip" }, texts.shell.readOnly),
      ),
      h("offline-banner"),
      this.#rail,
      this.#main,
      h("storage-strip"),
      h("upload-tray"),
    );
    this.#drawRail();
    this.#main.addEventListener("selection", ({ detail }) => this.#select(detail));
    this.#main.addEventListener("place", ({ detail }) => this.#offer(detail));
    router.addEventListener("route", ({ detail }) => this.#show(detail), { signal });
    startKeys(signal);
    startRouting(signal);
  }

  disconnectedCallback() {
    this.#aborts.abort();
  }

  #show(route) {
    if (route.name === "sign-in") return replace(address("library"));
    const tag = VIEWS[route.name];
    this.#offer(true);
    if (!tag) return this.#main.replaceChildren(nothing());
    let view = this.#main.firstElementChild;
    if (view?.localName !== tag) {
      const isFirst = !view;
      view = h(tag);
      this.#select(null);
      this.#main.replaceChildren(view);
      this.#main.scrollTop = 0; // a view that remembers where one was goes there itself
      // What had the focus is gone with the view before. At first nothing had, and Tab begins at the top.
      if (!isFirst && document.activeElement === document.body) this.#main.focus({ preventScroll: true });
    }
    for (const link of this.#rail.querySelectorAll("a")) {
      const isHere = link.dataset.place === (route.name === "file" ? "library" : route.name);
      link.toggleAttribute("aria-current", isHere);
      if (isHere) link.setAttribute("aria-current", "page");
    }
    return view.show(route);
  }

  // Whether there is a place where something new could be put.
  #offer(isThere) {
    this.querySelector("new-menu")?.toggleAttribute("hidden", !isThere);
  }

  // `selected` is what the selection bar shows, `{ selection, list }`, or null for nothing.
  #select(selected) {
    const is = Boolean(selected?.selection.size);
    const loses = !is && this.#selection.contains(document.activeElement);
    this.#selection.hidden = !is;
    this.classList.toggle("selecting", is);
    this.#selection.show(is ? selected : null);
    if (loses) (this.#main.querySelector("asset-grid [tabindex='0']") ?? this.#main).focus({ preventScroll: true });
  }

  #drawRail() {
    const isOpen = prefer("rail") === "open";
    this.classList.toggle("narrow", !isOpen);
    const link = (place, picture, label, href) =>
      h("a", { href, title: label, "data-place": place }, icon(picture), h("span", {}, label));
    this.#rail.replaceChildren(
      link("library", "folder", texts.shell.library, address("library")),
      link("graphql", "code", texts.shell.graphiql, address("graphql")),
      link("settings", "settings", texts.shell.settings, address("settings")),
      h("p", { class: "viewer" }, texts.shell.signedInAs(viewerName())),
      button(texts.shell.signOut, { picture: "signOut", title: texts.shell.signOut, onclick: () => attempt(signOut) }),
      button(isOpen ? texts.shell.collapse : texts.shell.expand, {
        picture: isOpen ? "back" : "next",
        class: "bare fold",
        bare: true,
        "aria-expanded": String(isOpen),
        onclick: () => this.#foldRail(),
      }),
    );
  }

  #foldRail() {
    setPreference("rail", prefer("rail") === "open" ? "closed" : "open");
    this.#drawRail();
    this.#rail.querySelector(".fold").focus();
  }

  #skip(event) {
    event.preventDefault();
    this.#main.focus();
  }
}

function nothing() {
  document.title = `${texts.shell.notFound} · ${texts.shell.brand}`;
  return h(
    "section",
    { class: "state" },
    h("h1", {}, texts.shell.notFound),
    h("a", { href: address("library") }, texts.shell.home),
  );
}

customElements.define("app-shell", AppShell);
