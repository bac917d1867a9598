// Deleting versions for good: says which, how large, and afterwards what that freed.

import { ask } from "../base/api.js";
import { factsOf, nameOf } from "../assets/assets.js";
import { announce } from "../base/changes.js";
import { openDialog } from "../base/dialogs.js";
import { button, h, icon } from "../base/dom.js";
import { size } from "../base/formats.js";
import { texts } from "../base/texts.js";
import { attempt, toast } from "../base/toasts.js";
import { eachVersion, failureList, versionCard, versionLine } from "./version_card.js";

const words = texts.versionDeletion;

const DELETE = `mutation DeleteVersion($input: DeleteVersionInput!) {
  deleteVersion(input: $input) { deletedVersionId freedBytes }
}`;

/** Asks, deletes, and tells. `versions` are as VersionTile. The ids of those that are gone. */
export async function deleteVersions(versions) {
  let dialog;
  await openDialog(words.title(versions.length), (close) => {
    dialog = new DeletionDialog(versions, close);
    return dialog.content;
  });
  await dialog.settled;
  const { done } = dialog;
  if (done.length) toast(summary(versions, done));
  return done.map(({ deletedVersionId }) => deletedVersionId);
}

async function remove(version) {
  const { deleteVersion } = await ask(DELETE, { input: { versionId: version.id } });
  return deleteVersion;
}

function summary(versions, done) {
  const freed = done.reduce((total, { freedBytes }) => total + freedBytes, 0);
  const first = versions.find(({ id }) => id === done[0].deletedVersionId) ?? versions[0];
  const what = done.length === 1 ? words.done(nameOf(first), first.number) : words.doneMany(done.length);
  return `${what} ${freed ? words.freed(size(freed)) : words.shared}`;
}

class DeletionDialog {
  /** What the server answered for those that are gone. */
  done = [];
  /** Settles when nothing is under way: the dialog can be left before. */
  settled = null;
  #left;
  #close;
  #body = h("div", { class: "body" });
  #problem = h("div", { class: "problem", role: "alert" });
  #submit = button("", { class: "danger", onclick: () => (this.settled = this.#delete()) });

  constructor(versions, close) {
    this.#left = versions;
    this.#close = close;
    this.#draw();
  }

  get content() {
    const cancel = button(texts.dialogs.cancel, { autofocus: true, onclick: () => this.#close() });
    return [this.#body, h("footer", {}, cancel, this.#submit)];
  }

  #draw() {
    const [first] = this.#left;
    const total = this.#left.reduce((sum, version) => sum + version.size, 0);
    const isOne = this.#left.length === 1;
    this.#body.replaceChildren(
      isOne ? h("p", {}, h("strong", {}, nameOf(first))) : h("p", {}, words.several(this.#left.length, size(total))),
      isOne ? versionCard(first) : h("ul", { class: "version-lines" }, this.#left.map(line)),
      h("p", { class: "note" }, icon("warning"), words.forGood),
      this.#problem,
    );
    this.#submit.disabled = false;
    this.#submit.replaceChildren(words.action(this.#left.length));
  }

  async #delete() {
    this.#submit.disabled = true;
    this.#problem.replaceChildren();
    const tell = (at, total) => total > 1 && this.#submit.replaceChildren(words.working(at + 1, total));
    const outcome = await attempt(() => eachVersion(this.#left, remove, tell));
    this.done.push(...(outcome?.done ?? []));
    if (outcome?.done.length) announce();
    if (outcome && !outcome.failed.length) return this.#close();
    return this.#complain(outcome?.failed ?? []);
  }

  #complain(failed) {
    const total = this.done.length + failed.length;
    if (failed.length) this.#left = failed.map(({ version }) => version);
    this.#draw();
    if (!failed.length) return;
    this.#problem.replaceChildren(h("p", {}, words.partly(this.done.length, total)), failureList(failed));
    this.#submit.replaceChildren(words.retry);
    this.#submit.focus();
  }
}

function line(version) {
  return versionLine(version, `${texts.versions.named(version.number)} . ${factsOf(version)}`);
}
