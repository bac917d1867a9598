// Clashes: names that are taken where files are to go. Asked before any byte is sent.

import { openDialog } from "../base/dialogs.js";
import { button, h } from "../base/dom.js";
import { ago, counted, moment, size } from "../base/formats.js";
import { texts } from "../base/texts.js";

const words = texts.clashes;

/**
 * Asks what to do with each of the clashes, `{ file, name, there }`, where `there` is the file in
 * the way as taken.js reads it. Resolves to `replace`, `both` or `skip` for each, or to undefined
 * when the person left. `limit` is how many versions of a file are kept.
 */
export async function resolveClashes(clashes, { limit }) {
  const question = new ClashQuestion(clashes, limit);
  const answers = await openDialog(words.title(clashes.length), (close) => question.build(close), { kind: "clash" });
  question.release();
  return answers;
}

class ClashQuestion {
  #clashes;
  #limit;
  #answers = [];
  #close;
  #body = h("div", { class: "body" });
  #all = h("input", { type: "checkbox" });
  #footer = h("footer", {});
  #urls = [];

  constructor(clashes, limit) {
    this.#clashes = clashes;
    this.#limit = limit;
  }

  build(close) {
    this.#close = close;
    this.#ask();
    return [this.#body, this.#footer];
  }

  /** Lets go of the pictures of this device. */
  release() {
    for (const url of this.#urls.splice(0)) URL.revokeObjectURL(url);
  }

  get #at() {
    return this.#clashes.findIndex((_, at) => !this.#answers[at]);
  }

  #ask() {
    this.release();
    const at = this.#at;
    if (at < 0) return this.#close(this.#answers);
    const clash = this.#clashes[at];
    const left = this.#clashes.length - this.#answers.filter(Boolean).length;
    this.#body.replaceChildren(
      h("h3", { tabindex: "-1", autofocus: true }, words.question(clash.there.path, at + 1, this.#clashes.length)),
      h("div", { class: "pair" }, this.#old(clash.there), this.#new(clash)),
      ...this.#notes(clash),
    );
    this.#all.checked = false;
    this.#footer.replaceChildren(
      ...(left > 1 ? [h("label", { class: "all" }, this.#all, words.applyToAll(left))] : []),
      ...this.#choices(clash),
    );
    this.#body.querySelector("h3").focus();
  }

  #choices({ there }) {
    const choose = (answer) => () => this.#answer(answer);
    return [
      button(words.skip, { onclick: choose("skip") }),
      button(words.both, { onclick: choose("both") }),
      button(words.replace, { class: "primary", disabled: this.#isFull(there), onclick: choose("replace") }),
    ];
  }

  // For all means all that it can be done to; the rest is asked one by one.
  #answer(answer) {
    const first = this.#at;
    const isForAll = this.#all.isConnected && this.#all.checked;
    this.#clashes.forEach(({ there }, at) => {
      const isMeant = at === first || (isForAll && !this.#answers[at]);
      if (isMeant && !(answer === "replace" && this.#isFull(there))) this.#answers[at] = answer;
    });
    this.#ask();
  }

  #isFull(there) {
    return there.versionCount >= this.#limit;
  }

  #notes({ there }) {
    const text = this.#isFull(there) ? words.full(there.name, this.#limit) : words.kept(there.currentVersion.number);
    return [h("p", { class: this.#isFull(there) ? "problem" : "hint" }, text)];
  }

  #old(there) {
    const isShown = there.kind === "IMAGE" && there.isPublished;
    return side(words.there, picture(isShown ? there.currentVersion.url : null, there.name), [
      there.width ? `${size(there.size)} . ${there.width}x${there.height}` : size(there.size),
      counted(there.versionCount, "version", "versions"),
      h("time", { datetime: there.updatedAt, title: moment(there.updatedAt) }, ago(there.updatedAt)),
    ]);
  }

  #new({ file, name }) {
    const url = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
    if (url) this.#urls.push(url);
    const dimensions = h("span", {});
    const image = picture(url, name);
    image.addEventListener("load", () => dimensions.replaceChildren(` . ${image.naturalWidth}x${image.naturalHeight}`));
    const changedAt = new Date(file.lastModified).toISOString();
    return side(words.yours, image, [
      h("span", {}, size(file.size), dimensions),
      h("time", { datetime: changedAt, title: moment(changedAt) }, words.changed(ago(changedAt))),
    ]);
  }
}

function side(label, image, facts) {
  return h("figure", {}, image, h("figcaption", {}, h("strong", {}, label), facts.map((fact) => h("span", {}, fact))));
}

// What cannot be shown is named by its format.
function picture(url, name) {
  const format = name.includes(".") ? name.split(".").at(-1).slice(0, 5).toUpperCase() : words.noFormat;
  const chip = h("span", { class: "chip" }, format);
  if (!url) return chip;
  const image = h("img", { src: url, alt: "" });
  image.addEventListener("error", () => image.replaceWith(chip));
  return image;
}
