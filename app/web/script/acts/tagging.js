// Tags of one file or many: which all of them have, which only some, and what is to be added and removed.

import { ask, Failure } from "../base/api.js";
import { announce } from "../base/changes.js";
import { openDialog } from "../base/dialogs.js";
import { button, h } from "../base/dom.js";
import { carryOut, inBatches } from "./partial.js";
import { texts } from "../base/texts.js";
import { attempt, toast, toastWithUndo } from "../base/toasts.js";

const PAGE = 100; // ids that `nodes` takes
const LOOK = `query TagsOf($ids: [ID!]!) { nodes(ids: $ids) { id ... on File { name tags } } }`;
const CHANGE = `mutation UpdateTags($input: UpdateTagsInput!) {
  updateTags(input: $input) { files { id tags } errors { fileId message code } }
}`;

/** Shows the tags of files and changes them as the person says. */
export async function editTags(files) {
  const fresh = await attempt(() => look(files));
  if (!fresh?.length) return;
  const title = texts.tagging.title(fresh[0].name, fresh.length);
  const change = await openDialog(title, (close) => new TagsDialog(fresh, close).content);
  if (change) await changeTags(fresh, change);
}

async function look(files) {
  const found = [];
  for (let at = 0; at < files.length; at += PAGE) {
    found.push(...(await ask(LOOK, { ids: files.slice(at, at + PAGE).map(({ id }) => id) })).nodes);
  }
  return found.filter((node) => node?.tags);
}

/** Adds and removes tags of files, which are `{ id, name, tags }`, and offers to undo it. */
async function changeTags(files, { add = [], remove = [] }) {
  if (!add.length && !remove.length) return;
  const send = (some, signal) => update(some, { add, remove }, signal);
  const { done } = await carryOut(files, inBatches(files, send), texts.tagging);
  if (done.length < files.length) return;
  toastWithUndo(texts.tagging.changed(files[0].name, files.length), () => undo(files, add, remove));
}

/** The files that were left out, each with its Failure. */
async function update(files, change, signal) {
  const input = { ids: files.map(({ id }) => id), ...change };
  const { errors } = (await ask(CHANGE, { input }, { signal })).updateTags;
  return new Map(errors.map(({ fileId, message, code }) => [fileId, new Failure(message, { code })]));
}

// Each file gets back what it had, and loses only what it got.
async function undo(files, add, remove) {
  const groups = new Map();
  for (const file of files) {
    const had = new Set(file.tags);
    const change = { add: remove.filter((tag) => had.has(tag)), remove: add.filter((tag) => !had.has(tag)) };
    const key = JSON.stringify(change);
    groups.set(key, { change, files: [...(groups.get(key)?.files ?? []), file] });
  }
  let failures = 0;
  for (const { change, files: some } of groups.values()) {
    if (!change.add.length && !change.remove.length) continue;
    const send = (batch, signal) => update(batch, change, signal);
    failures += some.length - (await carryOut(some, inBatches(some, send), texts.tagging)).done.length;
  }
  announce();
  if (!failures) toast(texts.tagging.undone);
}

class TagsDialog {
  #files;
  #close;
  #had = new Map(); // tag → how many files have it
  #add = new Set();
  #remove = new Set();
  #list = h("ul", { class: "tag-chips", "aria-label": texts.tagging.list });
  #none = h("p", { class: "hint" }, texts.tagging.none);
  #some = h("p", { class: "hint" }, texts.tagging.some);
  #input = h("input", {
    autofocus: true,
    autocomplete: "off",
    enterkeyhint: "done",
    onkeydown: (event) => this.#press(event),
  });

  constructor(files, close) {
    this.#files = files;
    this.#close = close;
    for (const tag of files.flatMap(({ tags }) => tags)) this.#had.set(tag, (this.#had.get(tag) ?? 0) + 1);
    this.#draw();
  }

  get content() {
    return h(
      "form",
      { onsubmit: (event) => this.#submit(event) },
      h(
        "div",
        { class: "body" },
        h("label", { class: "field" }, h("span", {}, texts.tagging.add), this.#input),
        h("p", { class: "hint" }, texts.tagging.how),
        this.#list,
        this.#none,
        this.#some,
      ),
      h(
        "footer",
        {},
        button(texts.dialogs.cancel, { onclick: () => this.#close() }),
        h("button", { class: "primary" }, texts.tagging.save),
      ),
    );
  }

  // Enter adds what is typed; with nothing typed, it saves. The button saves what is typed as well.
  #press(event) {
    if (event.isComposing || !["Enter", ","].includes(event.key) || !this.#input.value.trim()) return;
    event.preventDefault();
    this.#take();
  }

  #submit(event) {
    event.preventDefault();
    this.#take();
    const add = [...this.#add].filter((tag) => this.#had.get(tag) !== this.#files.length);
    this.#close({ add, remove: [...this.#remove] });
  }

  #take() {
    const tags = this.#input.value.split(",").map((tag) => tag.trim()).filter(Boolean);
    this.#input.value = "";
    for (const tag of tags) this.#giveAll(tag);
  }

  #giveAll(tag) {
    this.#remove.delete(tag);
    this.#add.add(tag);
    this.#draw();
  }

  #drop(tag) {
    this.#add.delete(tag);
    if (this.#had.has(tag)) this.#remove.add(tag);
    this.#draw();
    this.#input.focus();
  }

  #draw() {
    const tags = [...new Set([...this.#had.keys(), ...this.#add])].filter((tag) => !this.#remove.has(tag));
    this.#list.replaceChildren(...tags.map((tag) => this.#chip(tag)));
    this.#none.hidden = tags.length > 0;
    this.#some.hidden = tags.every((tag) => this.#isOnAll(tag));
  }

  #isOnAll(tag) {
    return this.#add.has(tag) || this.#had.get(tag) === this.#files.length;
  }

  #chip(tag) {
    const total = this.#files.length;
    const isAll = this.#isOnAll(tag);
    const giveAll = () => {
      this.#giveAll(tag);
      this.#input.focus();
    };
    return h(
      "li",
      { class: isAll ? "chip" : "chip some" },
      h("span", {}, tag),
      !isAll && h("small", {}, texts.tagging.share(this.#had.get(tag), total)),
      !isAll && button(texts.tagging.addToAll(tag), { picture: "add", bare: true, onclick: giveAll }),
      button(texts.tagging.remove(tag), { picture: "close", bare: true, onclick: () => this.#drop(tag) }),
    );
  }
}
