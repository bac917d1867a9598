// <search-bar>: in the top bar; shows what is searched for, and opens the panel that changes it.

import { h, icon } from "../base/dom.js";
import { onKey } from "../base/keys.js";
import { routeOf, router } from "../base/router.js";
import { openSearch } from "./search_panel.js";
import { texts } from "../base/texts.js";

class SearchBar extends HTMLElement {
  #words = h("span", { class: "words" });
  #button = h(
    "button",
    { type: "button", "aria-haspopup": "dialog", "aria-keyshortcuts": "/", onclick: () => openSearch() },
    icon("search"),
    this.#words,
    h("kbd", { "aria-hidden": "true" }, "/"),
  );
  #aborts = new AbortController();

  connectedCallback() {
    const { signal } = this.#aborts;
    this.setAttribute("role", "search");
    this.replaceChildren(this.#button);
    onKey("anywhere", "search", () => openSearch(), { signal });
    router.addEventListener("route", ({ detail }) => this.#draw(detail), { signal });
    this.#draw(routeOf());
  }

  disconnectedCallback() {
    this.#aborts.abort();
  }

  #draw({ name, query }) {
    const text = name === "search" ? (query.get("q") ?? "") : "";
    this.#words.textContent = text || texts.search.bar;
    this.#words.classList.toggle("hint", !text);
    this.#button.setAttribute("aria-label", text ? texts.search.change(text) : texts.search.bar);
  }
}

customElements.define("search-bar", SearchBar);
