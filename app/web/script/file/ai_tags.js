// <ai-tags>: labels that extensions found in the picture, how sure they are, and a way to take one off.

import { ask } from "../base/api.js";
import { announce } from "../base/changes.js";
import { button, h } from "../base/dom.js";
import { say } from "../base/live.js";
import { redraw } from "../base/redraw.js";
import { may } from "../base/session.js";
import { texts } from "../base/texts.js";
import { attempt } from "../base/toasts.js";

const words = texts.aiTags;

const REMOVE = `mutation RemoveAiTag($input: UpdateFileInput!) { updateFile(input: $input) { file { id } } }`;

class AiTags extends HTMLElement {
  #list = h("ul", { class: "tags", "aria-label": words.label });

  connectedCallback() {
    this.replaceChildren(this.#list);
  }

  /** `{ file, version }`; those of the current version can be taken off. */
  show({ file, version }) {
    const remove = version.isCurrent && may("WRITE") ? (name) => this.#remove(file, version, name) : null;
    redraw(this.#list, version.aiTags.map((tag, at) => chip(tag, at, remove)));
  }

  async #remove(file, version, name) {
    const input = { file: { id: file.id }, ifCurrentVersionId: version.id, removeAiTags: [name] };
    if (!(await attempt(() => ask(REMOVE, { input })))) return;
    say(texts.taggingPanel.removed(name));
    announce();
  }
}

function chip({ name, confidence, source }, at, remove) {
  return h(
    "li",
    { class: "chip", title: words.from(source) },
    h("span", {}, name),
    h("span", { class: "hint" }, words.sure(confidence)),
    // Its place is the key: when it goes, the focus is on the one that comes to stand there.
    remove &&
      button(texts.taggingPanel.remove(name), { picture: "close", bare: true, "data-key": at, onclick: () => remove(name) }),
  );
}

customElements.define("ai-tags", AiTags);
