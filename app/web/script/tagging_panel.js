// <tagging-panel>: the tags of the version shown; those of the current one can be added and removed.

import { ask } from "./api.js";
import { announce } from "./changes.js";
import { button, h, newId } from "./dom.js";
import { say } from "./live.js";
import { may } from "./session.js";
import { texts } from "./texts.js";
import { attempt } from "./toasts.js";

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
  #none = h("p", { class: "hint" });
  #data = null;
  #tags = [];
  #pending = 0;

  connectedCallback() {
    this.#input.placeholder = words.placeholder;
    this.replaceChildren(this.#list, this.#none, this.#form);
  }

  /** `{ file, version }`; what is being saved is not drawn over. */
  show(data) {
    const isOther = data.version.id !== this.#data?.version.id;
    this.#data = data;
    this.#form.hidden = !this.#canEdit;
    if (this.#pending && !isOther) return;
    this.#tags = data.version.tags;
    this.#draw();
  }

  /** Brings the focus to the field. */
  focus() {
    this.#input.focus();
  }

  get #canEdit() {
    return this.#data.version.isCurrent && may("WRITE");
  }

  #draw() {
    this.#none.hidden = this.#tags.length > 0;
    this.#none.replaceChildren(words.none);
    this.#list.hidden = !this.#tags.length;
    this.#list.replaceChildren(...this.#tags.map((tag) => this.#chip(tag)));
  }

  #chip(tag) {
    const remove = () => {
      const at = this.#tags.indexOf(tag);
      this.#save({ removeTags: [tag] }, this.#tags.filter((each) => each !== tag), words.removed(tag));
      const next = this.#list.children[Math.min(at, this.#tags.length - 1)]?.querySelector("button");
      (next ?? this.#input).focus();
    };
    return h(
      "li",
      { class: "chip" },
      h("span", {}, tag),
      this.#canEdit && button(words.remove(tag), { picture: "close", bare: true, onclick: remove }),
    );
  }

  #add(event) {
    event.preventDefault();
    const written = this.#input.value.split(",").map((tag) => tag.trim()).filter(Boolean);
    const fresh = [...new Set(written)].filter((tag) => !this.#tags.includes(tag));
    this.#input.value = "";
    this.#input.focus();
    if (fresh.length) this.#save({ addTags: fresh }, [...this.#tags, ...fresh], words.added(fresh.join(", ")));
  }

  // Shown at once; when the server says no, it is as before and the reason is told.
  async #save(change, tags, done) {
    const { file, version } = this.#data;
    const before = this.#tags;
    this.#tags = tags;
    this.#draw();
    this.#pending += 1;
    const answer = await attempt(() => ask(UPDATE, { input: { file: { id: file.id }, ...change } }));
    this.#pending -= 1;
    if (version.id === this.#data.version.id && !answer) {
      this.#tags = before;
      this.#draw();
    }
    if (!answer) return;
    say(done);
    announce();
  }
}

customElements.define("tagging-panel", TaggingPanel);
