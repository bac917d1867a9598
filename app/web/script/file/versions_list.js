// <versions-list>: the button that names the version shown, and the list of all versions under it.

import { button, h, icon, newId } from "../base/dom.js";
import { size } from "../base/formats.js";
import { shortId } from "../assets/file_data.js";
import { panelFor } from "../base/popovers.js";
import { address, go } from "../base/router.js";
import { texts } from "../base/texts.js";
import { flagChips, since, versionPicture } from "../acts/version_card.js";

const words = texts.versionsList;

class VersionsList extends HTMLElement {
  #label = h("span", {});
  #button = button("", { class: "versions-button", "aria-haspopup": "listbox" });
  #list = h("ul", {
    role: "listbox",
    tabindex: "0",
    "aria-label": words.label,
    onkeydown: (event) => this.#press(event),
    onclick: (event) => this.#choose(event.target.closest("[role=option]")),
  });
  #panel = panelFor(this.#button, { class: "versions-panel" }, this.#list);
  #data = null;
  #drawn = "";
  #active = null;

  connectedCallback() {
    this.#button.replaceChildren(icon("versions"), this.#label, icon("down"));
    this.replaceChildren(this.#button, this.#panel);
    this.#panel.addEventListener("beforetoggle", ({ newState }) => newState === "open" && this.#draw());
    this.#panel.addEventListener("toggle", ({ newState }) => newState === "open" && this.#enter());
  }

  /** `{ file, version, versions }`, as file_data.js finds them. */
  show(data) {
    this.#data = data;
    this.#label.replaceChildren(labelOf(data.version));
    this.#button.title = words.of(data.versions.length);
    if (this.#panel.matches(":popover-open")) this.#draw();
  }

  /** Opens the list. */
  open() {
    this.#panel.showPopover();
  }

  /** Brings the focus to its button. */
  focus() {
    this.#button.focus();
  }

  #draw() {
    const { versions, version } = this.#data;
    const drawn = JSON.stringify([versions, version.id]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#list.replaceChildren(...versions.map((each) => card(each, each.id === version.id)));
    this.#activate(this.#list.querySelector("[aria-selected=true]") ?? this.#list.firstElementChild);
  }

  #enter() {
    this.#list.focus({ preventScroll: true });
    this.#activate(this.#list.querySelector("[aria-selected=true]") ?? this.#list.firstElementChild);
  }

  #activate(option) {
    if (!option) return;
    this.#active?.classList.remove("active");
    this.#active = option;
    option.classList.add("active");
    this.#list.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #press(event) {
    const options = [...this.#list.children];
    const at = options.indexOf(this.#active);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: Math.min(at + 8, options.length - 1),
      PageUp: Math.max(at - 8, 0),
      Home: 0,
      End: options.length - 1,
    }[event.key];
    if (to !== undefined) this.#activate(options[to]);
    else if (event.key === "Enter" || event.key === " ") this.#choose(this.#active);
    else return;
    event.preventDefault();
  }

  #choose(option) {
    if (!option) return;
    const version = this.#data.versions.find(({ id }) => id === option.dataset.id);
    this.#panel.hidePopover();
    this.#button.focus();
    go(addressOfVersion(this.#data.file, version));
  }
}

/** Where a version is looked at; the current one is where the file is. */
export function addressOfVersion(file, version) {
  return version.isCurrent ? address("file", file.id) : address("file", file.id, "v", version.id);
}

/** `Latest version (248565)`, `Version 1 (fd2706)`. */
export function labelOf(version) {
  return version.isCurrent ? words.latest(shortId(version)) : words.past(version.number, shortId(version));
}

function card(version, isSelected) {
  return h(
    "li",
    { role: "option", id: newId("version"), "data-id": version.id, "aria-selected": String(isSelected) },
    versionPicture(version),
    h(
      "span",
      { class: "words" },
      h("strong", {}, version.isCurrent ? words.current : texts.versions.named(version.number)),
      h("span", {}, since(version.createdAt), ` . ${size(version.size)}`),
      version.isCurrent && h("span", { class: "hint" }, texts.versions.named(version.number)),
      flagChips(version),
    ),
    isSelected && icon("check"),
  );
}

customElements.define("versions-list", VersionsList);
