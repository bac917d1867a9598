// <tagging-panel>: the tags of the version shown; those of the current one can be added and removed.

import { ask } from "../base/api.js";
import { announce } from "../base/changes.js";
import { button, h, newId } from "../base/dom.js";
import { say } from "../base/live.js";
import { redraw } from "../base/redraw.js";
import { may } from "../base/session.js";
import { texts } from "../base/texts.js";
import { attempt } from "../base/toasts.js";

const words = texts.taggingPanel;

const UPDATE = `mutation Tag($input: UpdateFileInput!) {
  updateFile(input: $input) { file { id tags } }
}`;

class TaggingPanel extends HTMLElement {
  #list = h("ul", { class: "tags", "aria-label": words.label });
  #input = h("input", { id: newId("tags"), autocomplete: "off", "data-key": "tag" });
  #form = h(
    "form",
    { class: "add-tags", onsubmit: (event) => this.#add(event) },
    h("label", { class: "unseen", for: this.#input.id }, words.add),
    this.#input,
    button(words.addShort, { type: "submit", picture: "add" }),
  );
  #none = h("p", { class: "hint" }, words.none);
  #data = null;
  #saved = []; // as the server has them
  #pending = []; // changes that are on their way there
  #drawn = "";

  connectedCallback() {
    this.#input.placeholder = words.placeholder;
    this.replaceChildren(this.#list, this.#none, this.#form);
  }

  /** `{ file, version }`; what is being saved shows as well. */
  show(data) {
    const isOther = data.version.id !== this.#data?.version.id;
    this.#data = data;
    this.#form.hidden = !this.#canEdit;
    this.#saved = data.version.tags;
    if (isOther) this.#pending = [];
    this.#draw();
  }

  /** Brings the focus to the field. */
  focus() {
    this.#input.focus();
  }

  get #canEdit() {
    return this.#data.version.isCurrent && may("WRITE");
  }

  get #tags() {
    return this.#pending.reduce(changed, this.#saved);
  }

  #draw() {
    const tags = this.#tags;
    const drawn = JSON.stringify([tags, this.#canEdit]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#none.hidden = tags.length > 0;
    this.#list.hidden = !tags.length;
    redraw(this.#list, tags.map((tag) => this.#chip(tag)));
  }

  #chip(tag) {
    const remove = () => {
      const at = this.#tags.indexOf(tag);
      this.#save({ removeTags: [tag] }, words.removed(tag));
      const next = this.#list.children[Math.min(at, this.#tags.length - 1)]?.querySelector("button");
      (next ?? this.#input).focus();
    };
    return h(
      "li",
      { class: "chip" },
      h("span", {}, tag),
      this.#canEdit && button(words.remove(tag), { picture: "close", bare: true, "data-key": tag, onclick: remove }),
    );
  }

  #add(event) {
    event.preventDefault();
    const written = this.#input.value.split(",").map((tag) => tag.trim()).filter(Boolean);
    const fresh = [...new Set(written)].filter((tag) => !this.#tags.includes(tag));
    this.#input.value = "";
    this.#input.focus();
    if (fresh.length) this.#save({ addTags: fresh }, words.added(fresh.join(", ")));
  }

  // Shown at once; when the server says no, it goes again by itself and the reason is told.
  async #save(change, done) {
    const { file, version } = this.#data;
    this.#pending.push(change);
    this.#draw();
    const input = { file: { id: file.id }, ifCurrentVersionId: version.id, ...change };
    const answer = await attempt(() => ask(UPDATE, { input }));
    if (version.id === this.#data.version.id) {
      this.#pending = this.#pending.filter((each) => each !== change);
      if (answer) this.#saved = changed(this.#saved, change);
      this.#draw();
    }
    if (!answer) return;
    say(done);
    announce();
  }
}

/** The tags after a change, also when that has happened already. */
function changed(tags, { addTags = [], removeTags = [] }) {
  return [...new Set([...tags.filter((tag) => !removeTags.includes(tag)), ...addTags])];
}

customElements.define("tagging-panel", TaggingPanel);
