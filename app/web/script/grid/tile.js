// Tiles: how one asset looks in a grid or a list. A tile stays where it is; what it shows may change.

import { addressOf, factsOf, folderOf, formatOf, isFile, isFolder, isVersion } from "../assets/assets.js";
import { nameOf, spokenName, thumbnailOf } from "../assets/assets.js";
import { button, h, icon } from "../base/dom.js";
import { ago, moment, size } from "../base/formats.js";
import { address } from "../base/router.js";
import { texts } from "../base/texts.js";
import { giveUp, showThumbnail } from "./thumbnails.js";

const KINDS = { IMAGE: "image", VIDEO: "film", AUDIO: "sound" };

export class Tile {
  // The cell is called after the group in it: a name of its own would have to repeat every figure.
  #asset = h("div", { role: "group", class: "asset" });
  element = h("div", { role: "gridcell", class: "tile skeleton", tabindex: "-1" }, this.#asset);
  index;
  asset;
  #box = h("input", { type: "checkbox", tabindex: "-1" });
  #frame = h("div", { class: "thumb plain" });
  #isLocated;

  /** `column` is the place in the row; `isLocated`: it says which folder the asset is in. */
  constructor(column, isLocated) {
    this.#isLocated = isLocated;
    this.element.setAttribute("aria-colindex", column + 1);
  }

  /** `index` is the place in the list. */
  moveTo(index) {
    this.index = index;
    this.element.dataset.index = index;
  }

  /** Shows the asset, or that it is still to come. */
  show(asset, view) {
    if (asset === this.asset && this.#asset.firstChild) return;
    this.asset = asset;
    this.element.className = `tile ${asset ? (this.#isLow(asset, view) ? "folder" : "file") : "skeleton"}`;
    this.#asset.setAttribute("aria-label", asset ? this.#spoken(asset, view) : texts.grid.loading);
    if (!asset || isFolder(asset)) this.close();
    if (!asset) {
      this.#asset.replaceChildren(h("div", { class: "thumb" }), h("div", { class: "words" }));
      return;
    }
    this.#box.setAttribute("aria-label", texts.grid.select(nameOf(asset)));
    this.#asset.replaceChildren(...(isFolder(asset) ? this.#folder(asset, view) : this.#file(asset, view)));
  }

  /** Whether it is chosen, and whether it is the one that Tab leads to. */
  mark(isChosen, isActive) {
    this.element.setAttribute("aria-selected", String(isChosen));
    this.element.tabIndex = isActive ? 0 : -1;
    this.#box.checked = isChosen;
  }

  /** Gives up what is under way for it. */
  close() {
    giveUp(this.#frame);
  }

  // Folders are low where they are among themselves; among files they are as high as those.
  #isLow(asset, view) {
    return isFolder(asset) && (view === "list" || !this.#isLocated);
  }

  #folder(asset, view) {
    if (!this.#isLow(asset, view)) {
      const frame = h("div", { class: "thumb plain" }, icon("folder"));
      return [frame, this.#check(), this.#words(asset, texts.grid.folder)];
    }
    const updated = view === "list" && [h("span", { class: "bytes" }), h("span", { class: "pixels" }), changed(asset)];
    const titles = this.#titles(asset, name(asset));
    return [icon("folder"), titles, updated, this.#check(), more(asset)].flat().filter(Boolean);
  }

  #file(asset, view) {
    this.#draw(asset);
    const isOld = isVersion(asset) && !asset.isCurrent;
    const badge = isOld && h("span", { class: "badge" }, texts.grid.badge(asset.number));
    const format = h("span", { class: "chip format" }, formatOf(asset));
    const chips = h("div", { class: "chips" }, format, states(asset));
    if (view === "list") {
      const titles = this.#titles(asset, name(asset, badge, chips, versions(asset)));
      return [this.#check(), this.#frame, titles, ...facts(asset), more(asset)];
    }
    this.#frame.querySelector(".badge")?.remove();
    if (badge) this.#frame.append(badge);
    const words = this.#words(asset, factsOf(asset));
    return [this.#frame, chips, versions(asset), this.#check(), words].filter(Boolean);
  }

  #titles(asset, naming) {
    return this.#isLocated ? h("div", { class: "titles" }, naming, place(asset)) : naming;
  }

  #words(asset, known) {
    const where = this.#isLocated && place(asset);
    return h("div", { class: "words" }, name(asset), h("p", { class: "facts" }, known), where, more(asset));
  }

  #draw(asset) {
    this.#frame.querySelector(".icon")?.remove();
    this.#frame.prepend(icon(KINDS[asset.kind] ?? "file"));
    showThumbnail(this.#frame, thumbnailOf(asset));
  }

  // Where results are told apart by their folders only, readers are to hear those, too.
  #spoken(asset, view) {
    const spoken = this.#isLocated ? texts.grid.inFolder(spokenName(asset), folderOf(asset)) : spokenName(asset);
    return view === "list" ? texts.grid.updatedAt(spoken, ago(asset.updatedAt)) : spoken;
  }

  #check() {
    return h("label", { class: "check" }, this.#box);
  }
}

function name(asset, ...beside) {
  const text = nameOf(asset);
  const link = h("a", { class: "name", href: addressOf(asset), title: text, tabindex: "-1", draggable: "false" }, text);
  return beside.length ? h("div", { class: "naming" }, link, ...beside) : link;
}

// Leads to the folder. Where there is no room for the whole path, its end tells the most.
function place(asset) {
  const folder = folderOf(asset);
  const at = folder.lastIndexOf("/");
  return h(
    "a",
    {
      class: "place",
      href: address("library", folder),
      title: folder,
      "aria-label": texts.grid.openFolder(folder),
      tabindex: "-1",
      draggable: "false",
    },
    icon("folder"),
    at > 0 && h("span", { class: "above" }, folder.slice(0, at)),
    h("span", {}, folder === "/" ? texts.library.home : folder.slice(at)),
  );
}

function states(asset) {
  return [
    asset.isPrivate && h("span", { class: "chip" }, icon("lock"), texts.grid.private),
    !asset.isPublished && h("span", { class: "chip" }, texts.grid.draft),
  ];
}

// Leads to the details with the list of versions open.
function versions(asset) {
  if (!isFile(asset) || !(asset.versionCount > 1)) return null;
  return h(
    "a",
    {
      class: "chip count",
      href: address("file", asset.id, new Map([["versions", "1"]])),
      title: texts.assets.versionCount(asset.versionCount),
      "aria-label": texts.grid.versionsOf(asset.versionCount, asset.name),
      tabindex: "-1",
      draggable: "false",
    },
    `v${asset.versionCount}`,
  );
}

function facts(asset) {
  return [
    h("span", { class: "bytes" }, size(asset.size)),
    h("span", { class: "pixels" }, asset.width ? `${asset.width}x${asset.height}` : ""),
    changed(asset),
  ];
}

function changed({ updatedAt }) {
  return h("time", { datetime: updatedAt, title: moment(updatedAt) }, ago(updatedAt));
}

function more(asset) {
  return button(texts.grid.more(nameOf(asset)), {
    picture: "more",
    bare: true,
    class: "bare more",
    tabindex: "-1",
    "aria-haspopup": "menu",
  });
}
