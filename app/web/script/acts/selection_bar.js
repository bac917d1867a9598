// <selection-bar>: how many are chosen, choosing all, and what can be done with them.

import { actionsFor } from "./actions.js";
import { button, h } from "../base/dom.js";
import { openMenu } from "./menu.js";
import { redraw } from "../base/redraw.js";
import { texts } from "../base/texts.js";
import { attempt } from "../base/toasts.js";

const words = texts.selectionBar;

class SelectionBar extends HTMLElement {
  #shown = null;
  #aborts = new AbortController(); // ends with what is shown
  #all = h("input", { type: "checkbox", onchange: () => this.#toggleAll() });
  #count = h("span", { class: "count" });
  #matching = button("", { class: "link", hidden: true, onclick: () => this.#chooseMatching() });
  #actions = h("div", { class: "acts", role: "group", "aria-label": words.actions });
  #main = new Set(); // ids of the actions that stand in the bar itself

  connectedCallback() {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", words.label);
    this.replaceChildren(
      button(words.clear, { picture: "close", bare: true, onclick: () => this.#clear() }),
      h("label", {}, this.#all, words.all),
      this.#count,
      this.#matching,
      this.#actions,
    );
    this.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Shows what is chosen of a list, `{ selection, list }`; null when nothing is. */
  show(chosen) {
    if (chosen?.list !== this.#shown?.list) this.#follow(chosen);
    this.#shown = chosen;
    if (chosen) this.#draw();
  }

  #follow(chosen) {
    this.#aborts.abort();
    this.#aborts = new AbortController();
    chosen?.list.addEventListener("change", () => this.#draw(), { signal: this.#aborts.signal });
  }

  #assets() {
    return this.#shown.selection.assets(this.#shown.list);
  }

  #draw() {
    const { selection, list } = this.#shown;
    const isEverything = selection.size >= (list.total ?? Infinity);
    this.#all.checked = isEverything;
    this.#all.indeterminate = !isEverything;
    this.#count.textContent = words.selected(selection.size);
    this.#matching.hidden = isEverything || selection.size < list.loaded().length;
    if (!this.#matching.hidden) this.#matching.textContent = words.matching(list.total);
    this.#drawActions(this.#assets());
  }

  // What not all of them allow is in the menu, with the reason.
  #drawActions(assets) {
    const main = actionsFor(assets).filter((action) => action.main && !action.reason);
    this.#main = new Set(main.map(({ id }) => id));
    redraw(
      this.#actions,
      main.map(({ id, label, picture, danger }) =>
        button(label, {
          picture,
          title: label,
          class: danger ? "dangerous" : null,
          "data-key": id,
          onclick: () => this.#run(id),
        }),
      ),
      button(words.more, {
        picture: "more",
        bare: true,
        "data-key": "more",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        onclick: ({ currentTarget }) => this.#openMenu(currentTarget),
      }),
    );
  }

  async #run(id) {
    const assets = await this.#whole();
    actionsFor(assets).find((action) => action.id === id)?.run();
  }

  async #openMenu(from) {
    openMenu(await this.#whole(), { from, without: this.#main });
  }

  // After a change, and on coming back, some of what is chosen may not be loaded again yet.
  async #whole() {
    const { selection, list } = this.#shown;
    if (selection.assets(list).length < selection.size) await list.want(0, list.total - 1);
    return selection.assets(list);
  }

  #toggleAll() {
    const { selection, list } = this.#shown;
    if (selection.size < list.loaded().length) selection.all(list);
    else this.#clear();
  }

  async #chooseMatching() {
    const { selection, list } = this.#shown;
    this.#matching.textContent = words.loading;
    await attempt(() => selection.everything(list));
    if (this.#shown?.list === list) this.#draw();
    this.#all.focus();
  }

  #press(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.#clear();
  }

  #clear() {
    const { selection } = this.#shown;
    selection.clear();
    document.querySelector("asset-grid [tabindex='0']")?.focus();
  }
}

customElements.define("selection-bar", SelectionBar);
