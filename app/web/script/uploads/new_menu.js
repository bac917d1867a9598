// <new-menu>: the button for what is new: files from this device, and folders.

import { folderShown } from "../acts/destinations.js";
import { button, h, icon, newId } from "../base/dom.js";
import { startDropping } from "./dropping.js";
import { onKey } from "../base/keys.js";
import { createFolderIn } from "../acts/naming.js";
import { placeUnder } from "../base/popovers.js";
import { texts } from "../base/texts.js";
import { uploadFiles } from "./uploads.js";

const words = texts.newMenu;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

class NewMenu extends HTMLElement {
  #aborts = null;
  #picker = h("input", {
    type: "file",
    multiple: true,
    hidden: true,
    "aria-label": words.upload,
    onchange: () => this.#picked(),
  });
  #trigger = button(words.label, {
    picture: "add",
    class: "primary",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
  });
  #menu = h(
    "div",
    { id: newId("new"), class: "menu", role: "menu", popover: "auto", "aria-label": words.label },
    this.#item("upload", words.upload, () => this.#picker.click()),
    this.#item("folderAdd", words.folder, () => createFolderIn(folderShown())),
  );

  connectedCallback() {
    this.#aborts = new AbortController();
    const { signal } = this.#aborts;
    this.#trigger.setAttribute("popovertarget", this.#menu.id);
    this.#trigger.addEventListener("keydown", (event) => this.#open(event), { signal });
    this.#menu.addEventListener("keydown", (event) => this.#step(event), { signal });
    this.#menu.addEventListener("toggle", (event) => this.#toggled(event.newState === "open"), { signal });
    this.replaceChildren(this.#trigger, this.#menu, this.#picker);
    onKey("anywhere", "upload", () => !this.hidden && this.#picker.click(), { signal });
    onKey("anywhere", "newFolder", () => !this.hidden && void createFolderIn(folderShown()), { signal });
    startDropping(signal);
  }

  disconnectedCallback() {
    this.#aborts.abort();
  }

  #item(picture, label, run) {
    const choose = () => {
      this.#menu.hidePopover();
      this.#trigger.focus();
      run();
    };
    const properties = { type: "button", role: "menuitem", tabindex: "-1", onclick: choose };
    return h("button", properties, icon(picture), h("span", {}, label));
  }

  #toggled(isOpen) {
    this.#trigger.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    placeUnder(this.#menu, this.#trigger);
    this.#menu.firstElementChild.focus();
  }

  #open(event) {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    this.#menu.showPopover();
  }

  #step(event) {
    const items = [...this.#menu.children];
    const at = items.indexOf(document.activeElement);
    const to = { Home: 0, End: items.length - 1 }[event.key] ?? (at + STEPS[event.key] + items.length) % items.length;
    if (event.key === "Tab") this.#menu.hidePopover();
    if (Number.isNaN(to)) return;
    event.preventDefault();
    items[to].focus();
  }

  #picked() {
    const files = [...this.#picker.files];
    this.#picker.value = ""; // so that the same file can be chosen again
    uploadFiles(files, { folder: folderShown() });
  }
}

customElements.define("new-menu", NewMenu);
