// <file-panes>: a middle with panes at its sides, as tabs where the window has room for one of them only.

import { h, newId } from "../base/dom.js";
import { texts } from "../base/texts.js";

const TABS = matchMedia("(768px <= width < 1200px)");

class FilePanes extends HTMLElement {
  #tabs = h("div", { role: "tablist", "aria-label": texts.file.sides });
  #panes = [];
  #aborts = null;

  /** `panes` are `{ name, short, element, side }`: `short` is for tabs, `side` is `left` or `right`. */
  put(middle, panes) {
    this.#panes = panes.map(({ name, short, element, side }) => {
      const pane = h("section", { class: `pane ${side}`, id: newId("pane"), "aria-label": name }, element);
      const tab = h("button", { type: "button", role: "tab", id: newId("tab"), "aria-controls": pane.id }, short);
      tab.addEventListener("click", () => this.#choose(pane));
      return { element, pane, tab };
    });
    this.#tabs.replaceChildren(...this.#panes.map(({ tab }) => tab));
    this.#tabs.addEventListener("keydown", (event) => this.#press(event));
    this.replaceChildren(this.#panes[0].pane, middle, this.#tabs, ...this.#panes.slice(1).map(({ pane }) => pane));
    this.#choose(this.#panes[0].pane);
  }

  connectedCallback() {
    this.#aborts = new AbortController();
    TABS.addEventListener("change", () => this.#choose(this.#chosen), { signal: this.#aborts.signal });
  }

  disconnectedCallback() {
    this.#aborts.abort();
  }

  /** Shows the pane that an element is in. */
  open(element) {
    this.#choose(this.#panes.find((each) => each.element === element).pane);
  }

  get #chosen() {
    return this.#panes.find(({ tab }) => tab.ariaSelected === "true").pane;
  }

  #choose(chosen) {
    this.#tabs.hidden = !TABS.matches;
    for (const { pane, tab } of this.#panes) {
      const is = pane === chosen;
      tab.ariaSelected = String(is);
      tab.tabIndex = is ? 0 : -1;
      pane.hidden = TABS.matches && !is;
      pane.role = TABS.matches ? "tabpanel" : "region";
    }
  }

  #press({ key }) {
    const tabs = this.#panes.map(({ tab }) => tab);
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[key];
    if (to === undefined || at < 0) return;
    const next = (to + tabs.length) % tabs.length;
    tabs[next].focus();
    this.#choose(this.#panes[next].pane);
  }
}

customElements.define("file-panes", FilePanes);
