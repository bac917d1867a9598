// <file-facts>: what is known of the version shown, and what else can be done with its file.

import { actionsFor } from "../acts/actions.js";
import "./ai_tags.js";
import { button, h } from "../base/dom.js";
import { counted, size } from "../base/formats.js";
import { redraw } from "../base/redraw.js";
import "./tagging_panel.js";
import { texts } from "../base/texts.js";
import { since } from "../acts/version_card.js";

const words = texts.facts;
const OTHERS = ["rename", "copy", "move", "publish", "unpublish", "delete"];

class FileFacts extends HTMLElement {
  #facts = h("dl", { class: "facts" });
  #embedded = h("div", {});
  #tags = h("tagging-panel");
  #found = h("ai-tags");
  #foundPart = part(words.aiTags, true, this.#found);
  #others = h("div", { class: "operations" });
  #tagsPart = part(words.tags, true, this.#tags);
  #shown = "";

  connectedCallback() {
    this.replaceChildren(
      h("h2", { class: "unseen" }, words.heading),
      part(words.info, true, this.#facts),
      part(words.embedded, false, this.#embedded),
      this.#tagsPart,
      this.#foundPart,
      part(words.others, true, this.#others),
    );
  }

  /** `{ file, version, versions }`, as file_data.js finds them. */
  show(data) {
    this.#tags.show(data);
    const { file, version } = data;
    const shown = JSON.stringify([file.name, file.path, file.versionCount, version]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    redraw(this.#facts, facts(data).map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))));
    redraw(this.#embedded, embedded(version.embeddedMetadata));
    this.#foundPart.hidden = !version.aiTags.length;
    this.#found.show(data);
    redraw(this.#others, operations(file, version));
  }

  /** Opens the tags and brings the focus there. */
  editTags() {
    this.#tagsPart.open = true;
    this.#tags.focus();
  }
}

function part(title, open, ...content) {
  return h("details", { open }, h("summary", {}, h("h3", {}, title)), h("div", { class: "content" }, content));
}

function facts({ file, version }) {
  return [
    [words.path, file.path],
    [words.version, version.isCurrent ? words.current(version.number) : texts.versions.named(version.number)],
    [words.versions, counted(file.versionCount, "version", "versions")],
    [words.size, size(version.size)],
    [words.type, version.mimeType],
    version.width && [words.dimensions, words.pixels(version.width, version.height)],
    version.description && [words.description, version.description],
    [words.uploaded, since(version.createdAt)],
    [words.updated, since(version.updatedAt)],
    [words.created, since(file.createdAt)],
    [words.access, version.isPrivate ? words.private : words.public],
    [words.delivery, version.isPublished ? words.published : words.draft],
    [words.sha256, h("code", {}, version.sha256)],
    [words.fileId, h("code", {}, file.fileId)],
    [words.versionId, h("code", {}, version.versionId)],
  ].filter(Boolean);
}

/** What is in the bytes, one line for each value however deep it lies. */
function embedded(metadata) {
  const lines = metadata ? flattened(metadata) : [];
  if (!lines.length) return h("p", { class: "hint" }, words.noEmbedded);
  return h("dl", { class: "facts" }, lines.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function flattened(value, name = "") {
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) return [[name, value.join(", ")]];
  if (value === null || typeof value !== "object") return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, each]) => flattened(each, name ? `${name} ${key}` : key));
}

function operations(file, version) {
  if (!version.isCurrent) return h("p", { class: "hint" }, words.notForOld);
  const actions = actionsFor([file]).filter(({ id }) => OTHERS.includes(id));
  if (!actions.length) return h("p", { class: "hint" }, words.notAllowed);
  return actions.map(({ id, label, picture, danger, run }) =>
    button(label, { picture, class: danger ? "dangerous" : null, "data-key": id, onclick: run }));
}

customElements.define("file-facts", FileFacts);
