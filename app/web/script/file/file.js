// <file-view>: a file with its versions: what one looks like, what is known of it, what can be done.

import { isAbort } from "../base/api.js";
import { runAction } from "../acts/actions.js";
import { folderOf } from "../assets/assets.js";
import { changes } from "../base/changes.js";
import { h, icon } from "../base/dom.js";
import { isVersionId, lookAtFile, nearest, neighbour } from "../assets/file_data.js";
import { onKey } from "../base/keys.js";
import { say } from "../base/live.js";
import { address, go, replace } from "../base/router.js";
import { may } from "../base/session.js";
import { failed, loading } from "../base/states.js";
import { texts } from "../base/texts.js";
import { complain } from "../base/toasts.js";
import { addressOfVersion, labelOf } from "./versions_list.js";
import "./custom_fields.js";
import "./facts.js";
import "./file_header.js";
import "../acts/focus_area.js";
import "./panes.js";
import "./preview.js";

const words = texts.file;

class FileView extends HTMLElement {
  #route = null;
  #data = null;
  #look = null;
  #aborts = new AbortController();
  #header = h("file-header");
  #banner = h("div", { class: "banner", role: "status", hidden: true });
  #preview = h("file-preview");
  #focus = null;
  #middle = h("section", { class: "middle", "aria-label": words.preview }, this.#preview);
  #facts = h("file-facts");
  #fields = h("custom-fields");
  #panes = h("file-panes");

  connectedCallback() {
    const { signal } = this.#aborts;
    this.#panes.put(this.#middle, [
      { name: words.information, short: words.informationShort, element: this.#facts, side: "left" },
      { name: words.custom, short: words.custom, element: this.#fields, side: "right" },
    ]);
    this.#header.addEventListener("tags", () => this.#editTags());
    this.#header.addEventListener("left", () => this.#toCurrent());
    changes.addEventListener("change", () => this.#load(), { signal });
    onKey("file", "older", () => this.#step(-1), { signal });
    onKey("file", "newer", () => this.#step(1), { signal });
    onKey("file", "restore", () => this.#isShown && this.#header.restore(), { signal });
    onKey("file", "rename", () => this.#isShown && this.#act("rename"), { signal });
    onKey("file", "delete", () => this.#isShown && this.#act("delete"), { signal });
  }

  disconnectedCallback() {
    this.#aborts.abort();
    this.#look?.abort();
  }

  /** `{ id, version, query }`: the file, one version of it or the current one, and what to open there. */
  show(route) {
    const before = this.#route;
    this.#route = route;
    const isSame = before?.id === route.id && before.version === route.version;
    if (isSame && this.#data?.version) return this.#draw();
    return this.#load(before?.id !== route.id);
  }

  /** The folder that the file is in; null while that is not known. */
  get folder() {
    return this.#data?.file ? folderOf(this.#data.file) : null;
  }

  get #isShown() {
    return Boolean(this.#data?.version);
  }

  async #load(isOther = false) {
    this.#look?.abort();
    this.#look = new AbortController();
    const { signal } = this.#look;
    if (isOther) {
      this.#data = null;
      this.replaceChildren(loading());
    }
    try {
      const data = await lookAtFile(this.#route.id, this.#route.version, { signal });
      if (signal.aborted) return undefined;
      const before = this.#data;
      // Deleted from this page: what is left to see is its folder.
      if (before?.file && !data.file) return replace(address("library", folderOf(before.file)));
      this.#data = data;
      this.#draw();
      if (before?.version && data.version && before.version.id !== data.version.id) say(labelOf(data.version));
    } catch (error) {
      if (!isAbort(error)) this.#fail(error);
    }
    return undefined;
  }

  // What is shown already stays when it cannot be looked at again; that we are offline is said elsewhere.
  #fail(error) {
    if (!error.code && !error.requestId) throw error;
    if (this.#data) return error.code === "OFFLINE" ? undefined : complain(error);
    document.title = `${words.failed} · ${texts.shell.brand}`;
    this.replaceChildren(failed(error, () => this.#load(true), { what: words.failed, heading: "h1" }));
    return undefined;
  }

  #draw() {
    const { file, version } = this.#data;
    if (!file) return this.#drawMissing();
    document.title = `${file.name} · ${texts.shell.brand}`;
    if (!version) return this.#drawRemoved();
    // It went to another file when that one was moved or copied on top of its history.
    if (version.file.id !== file.id) return replace(address("file", version.file.id, "v", version.id));
    const hadFocus = this.contains(document.activeElement);
    if (!this.#header.isConnected) this.replaceChildren(this.#header, this.#banner, this.#panes);
    this.#header.show(this.#data);
    this.#drawBanner(version);
    this.#drawMiddle();
    this.#facts.show(this.#data);
    this.#fields.show(this.#data);
    if (hadFocus && !this.contains(document.activeElement)) this.querySelector("versions-list").focus();
    return this.#openVersions();
  }

  #drawMiddle() {
    const { version } = this.#data;
    const isPicture = version.isCurrent && version.kind === "IMAGE" && version.width && version.isPublished && may("WRITE");
    if (this.#route.query.get("edit") === "focus" && isPicture) {
      this.#focus ??= h("focus-area");
      if (!this.#focus.isConnected) this.#middle.replaceChildren(this.#focus);
      return this.#focus.show(this.#data);
    }
    this.#focus = null;
    if (!this.#preview.isConnected) this.#middle.replaceChildren(this.#preview);
    return this.#preview.show(this.#data);
  }

  #drawBanner(version) {
    this.#banner.hidden = version.isCurrent;
    if (version.isCurrent) return this.#banner.replaceChildren();
    return this.#banner.replaceChildren(
      icon("clock"),
      h("p", {}, words.viewing(version.number)),
      h("a", { class: "button", href: address("file", this.#data.file.id) }, words.toCurrent),
    );
  }

  #drawMissing() {
    document.title = `${words.missing} · ${texts.shell.brand}`;
    const home = h("a", { class: "button", href: address("library") }, texts.shell.home);
    this.replaceChildren(
      h("section", { class: "state" }, icon("file"), h("h1", {}, words.missing), h("p", {}, words.missingWhy), home),
    );
  }

  #drawRemoved() {
    const { file, versions } = this.#data;
    const id = this.#route.version;
    const isPossible = isVersionId(id);
    const near = isPossible && nearest(versions.filter(({ isCurrent }) => !isCurrent), id);
    this.replaceChildren(
      h(
        "section",
        { class: "state" },
        icon("versions"),
        h("h1", {}, isPossible ? words.removed : words.malformed),
        h("p", {}, isPossible ? words.removedWhy(file.name) : words.malformedWhy(id, file.name)),
        h(
          "div",
          { class: "row" },
          h("a", { class: "button", href: address("file", file.id) }, words.openCurrent),
          near && h("a", { class: "button", href: addressOfVersion(file, near) }, words.openNearest(near.number)),
        ),
      ),
    );
  }

  // Once: the address says it no longer, or coming back to the page would open it again.
  #openVersions() {
    if (!this.#route.query.has("versions")) return;
    const { id, version } = this.#route;
    replace(version ? address("file", id, "v", version) : address("file", id));
    this.#header.openVersions();
  }

  #step(step) {
    const next = this.#isShown && neighbour(this.#data.versions, this.#data.version, step);
    if (next) go(addressOfVersion(this.#data.file, next));
    else if (this.#isShown) say(step < 0 ? words.oldest : words.newest);
    return this.#isShown;
  }

  #act(id) {
    const { file, version } = this.#data;
    if (version.isCurrent) return runAction(id, [file]);
    return id === "delete" && this.#header.delete();
  }

  #editTags() {
    this.#panes.open(this.#facts);
    this.#facts.editTags();
  }

  #toCurrent() {
    if (this.isConnected) replace(address("file", this.#data.file.id));
  }
}

customElements.define("file-view", FileView);
