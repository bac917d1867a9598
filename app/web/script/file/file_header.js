// <file-header>: where the file is, its name and addresses, the versions, and what can be done.

import { folderOf } from "../assets/assets.js";
import { button, h, icon } from "../base/dom.js";
import { copyText } from "../acts/downloads.js";
import { downloadAddress, latestAddress, permanentAddress } from "../assets/file_data.js";
import { editFocus } from "../acts/focus_area.js";
import { panelFor } from "../base/popovers.js";
import { redraw } from "../base/redraw.js";
import { restoreVersions } from "../acts/restore.js";
import { address } from "../base/router.js";
import { may } from "../base/session.js";
import { texts } from "../base/texts.js";
import { uploadVersion } from "../uploads/uploads.js";
import { flagChips } from "../acts/version_card.js";
import { deleteVersions } from "../acts/version_deletion.js";
import "./versions_list.js";

const words = texts.file;

class FileHeader extends HTMLElement {
  #trail = h("nav", { class: "trail", "aria-label": words.trail });
  #name = h("h1", {});
  #flags = h("span", { class: "flags" });
  #add = button(words.addVersion, { picture: "add", bare: true, onclick: () => this.#picker.click() });
  #picker = h("input", { type: "file", hidden: true, "aria-label": words.addVersion, onchange: () => this.#pick() });
  #copy = button(words.copyUrl, { picture: "link", bare: true });
  #addresses = h("div", { class: "addresses" });
  #copyPanel = panelFor(this.#copy, { class: "copy-panel" }, this.#addresses);
  #versions = h("versions-list");
  #acts = h("div", { class: "acts" });
  #data = null;
  #shown = "";

  connectedCallback() {
    this.replaceChildren(
      this.#trail,
      h("div", { class: "title" }, this.#name, this.#flags, this.#copy, this.#copyPanel, may("WRITE") && this.#add, this.#picker),
      this.#versions,
      this.#acts,
    );
  }

  /** `{ file, version, versions }`, as file_data.js finds them. */
  show(data) {
    this.#data = data;
    this.#versions.show(data);
    const shown = JSON.stringify([data.file, data.version]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#name.replaceChildren(data.file.name);
    this.#flags.replaceChildren(...flagChips(data.version));
    redraw(this.#trail, trailOf(data.file));
    redraw(this.#acts, this.#actions());
    redraw(this.#addresses, this.#copies());
  }

  /** Opens the list of versions. */
  openVersions() {
    this.#versions.open();
  }

  /** Asks to restore the version shown; false when that is current or not allowed. */
  restore() {
    const { version } = this.#data;
    if (version.isCurrent || !may("WRITE")) return false;
    this.#restore(version);
    return true;
  }

  /** Asks to delete the version shown; false when that is current or not allowed. */
  delete() {
    const { version } = this.#data;
    if (version.isCurrent || !may("DELETE")) return false;
    this.#delete(version);
    return true;
  }

  #actions() {
    const { file, version } = this.#data;
    if (version.isCurrent) return current(file, version, () => this.dispatchEvent(new Event("tags")));
    return [
      may("WRITE") &&
        button(words.restore, {
          picture: "restore",
          class: "primary",
          "data-key": "restore",
          onclick: () => this.#restore(version),
        }),
      may("DELETE") &&
        button(words.deleteVersion, {
          picture: "bin",
          class: "dangerous",
          "data-key": "delete",
          onclick: () => this.#delete(version),
        }),
    ];
  }

  async #restore(version) {
    // The file is looked at then, not this version of it, so that Undo shows as well.
    if (await restoreVersions([version])) this.dispatchEvent(new Event("left"));
  }

  async #delete(version) {
    const gone = await deleteVersions([version]);
    if (gone.length) this.dispatchEvent(new Event("left"));
  }

  #copies() {
    const { file, version } = this.#data;
    const secret = (is) => (is ? ` ${words.signed}` : "");
    const copy = (text, note) => {
      this.#copyPanel.hidePopover();
      return copyText(text, note);
    };
    const latest = () => copy(latestAddress(file), words.copiedLatest + secret(file.isPrivate));
    const exact = () => copy(permanentAddress(version), words.copiedExact(version.number) + secret(version.isPrivate));
    return [
      button(words.copyLatest, { picture: "link", "data-key": "latest", onclick: latest }),
      h("p", { class: "hint" }, words.latestHint),
      button(words.copyExact, { picture: "versions", "data-key": "exact", onclick: exact }),
      h("p", { class: "hint" }, words.exactHint(version.number)),
    ];
  }

  #pick() {
    const [file] = this.#picker.files;
    this.#picker.value = "";
    if (file) uploadVersion(this.#data.file, file);
  }
}

function current(file, version, editTags) {
  return [
    may("WRITE") && button(words.tags, { picture: "tag", "data-key": "tags", onclick: editTags }),
    may("WRITE") &&
      version.kind === "IMAGE" &&
      version.width &&
      version.isPublished &&
      button(words.focus, { picture: "focus", "data-key": "focus", onclick: () => editFocus(file) }),
    version.isPublished
      ? h(
          "a",
          { class: "button", href: downloadAddress(version), download: file.name, "data-key": "download" },
          icon("download"),
          h("span", {}, words.download),
        )
      : button(words.download, { picture: "download", disabled: true, title: words.noDownload }),
  ];
}

/** The folders from the library down to the file's, as links, and the file itself. */
function trailOf(file) {
  const folder = folderOf(file);
  const names = folder.split("/").filter(Boolean);
  const to = (depth) => address("library", `/${names.slice(0, depth).join("/")}`);
  const back = words.back(names.at(-1) ?? words.home);
  return [
    h("a", { class: "button bare", href: address("library", folder), "aria-label": back, title: back }, icon("back")),
    h(
      "ol",
      {},
      h("li", {}, h("a", { href: address("library") }, words.home)),
      names.map((name, at) => h("li", {}, h("a", { href: to(at + 1) }, name))),
      h("li", {}, h("span", { "aria-current": "page" }, file.name)),
    ),
  ];
}

customElements.define("file-header", FileHeader);
