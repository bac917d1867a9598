// Restoring: makes old versions current again, after showing what becomes of which; with Undo.

import { ask } from "../base/api.js";
import { nameOf, VERSION_TILE } from "../assets/assets.js";
import { announce, lookAgain } from "../base/changes.js";
import { openDialog } from "../base/dialogs.js";
import { button, h, icon } from "../base/dom.js";
import { counted } from "../base/formats.js";
import { texts } from "../base/texts.js";
import { attempt, toast, toastWithUndo } from "../base/toasts.js";
import { eachVersion, failureList, versionCard, versionLine } from "./version_card.js";

const words = texts.restore;
const AT_ONCE = 100; // what `nodes` takes

const LOOK = `query Restoring($ids: [ID!]!) {
  nodes(ids: $ids) { ...VersionTile ... on FileVersion { file { currentVersion { ...VersionTile } } } }
} ${VERSION_TILE}`;
const RESTORE = `mutation Restore($input: RestoreVersionInput!) {
  restoreVersion(input: $input) {
    file { id name } version { id number } previousVersion { id number }
  }
}`;

/**
 * Asks, restores, and offers to undo. `versions` are of different files, each as VersionTile or
 * with at least an id. True when any was restored.
 */
export async function restoreVersions(versions) {
  const found = await attempt(() => look(versions.map(({ id }) => id)));
  if (!found) return false;
  const past = found.filter((version) => version && !version.isCurrent);
  if (!past.length) {
    toast(found.some(Boolean) ? words.alreadyCurrent : words.gone);
    return false;
  }
  if (new Set(past.map(({ file }) => file.id)).size < past.length) {
    toast(words.oneEach);
    return false;
  }
  let dialog;
  await openDialog(words.title(past.length), (close) => {
    dialog = new RestoreDialog(past, close);
    return dialog.content;
  }, { kind: "wide" });
  await dialog.settled;
  if (dialog.done.length) tellOf(dialog.done);
  return dialog.done.length > 0;
}

/** The versions as they are now, with the current versions of their files. */
async function look(ids) {
  const found = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { nodes } = await ask(LOOK, { ids: ids.slice(at, at + AT_ONCE) });
    found.push(...nodes);
  }
  return found.map((node) => (node?.number ? node : null));
}

async function restore(versionId, ifCurrentVersionId) {
  const { restoreVersion } = await ask(RESTORE, { input: { versionId, ifCurrentVersionId } });
  return restoreVersion;
}

function tellOf(done) {
  const [{ file, version, previousVersion }] = done;
  const text = done.length === 1
    ? words.done(file.name, version.number, previousVersion.number)
    : words.doneMany(counted(done.length, "version", "versions"));
  toastWithUndo(text, () => undo(done));
}

async function undo(done) {
  try {
    // Only where nobody has put another one on top since.
    for (const { version, previousVersion } of done) await restore(previousVersion.id, version.id);
    const [{ file, previousVersion }] = done;
    toast(done.length === 1 ? words.undone(file.name, previousVersion.number) : words.undoneMany);
  } finally {
    announce();
  }
}

class RestoreDialog {
  /** What the server answered for those that are restored. */
  done = [];
  /** Settles when nothing is under way: the dialog can be left before. */
  settled = null;
  #versions;
  #close;
  #body = h("div", { class: "body" });
  #problem = h("div", { class: "problem", role: "alert" });
  #submit = button("", { class: "primary", autofocus: true, onclick: () => (this.settled = this.#next()) });
  #next = () => this.#restore();

  constructor(versions, close) {
    this.#versions = versions;
    this.#close = close;
    this.#draw();
  }

  get content() {
    return [
      this.#body,
      h("footer", {}, button(texts.dialogs.cancel, { onclick: () => this.#close() }), this.#submit),
    ];
  }

  #draw() {
    const [first] = this.#versions;
    const isOne = this.#versions.length === 1;
    this.#body.replaceChildren(
      ...(isOne ? one(first) : [h("ul", { class: "version-lines" }, this.#versions.map(line))]),
      h("p", { class: "hint" }, words.comesAlong),
      this.#problem,
    );
    this.#offer(words.action(this.#versions.length), () => this.#restore());
  }

  #offer(label, next) {
    this.#submit.replaceChildren(label);
    this.#submit.disabled = false;
    this.#next = next;
  }

  async #restore() {
    this.#submit.disabled = true;
    this.#problem.replaceChildren();
    const work = (version) => restore(version.id, version.file.currentVersion.id);
    const tell = (at, total) => total > 1 && this.#submit.replaceChildren(words.working(at + 1, total));
    const outcome = await attempt(() => eachVersion(this.#versions, work, tell));
    this.done.push(...(outcome?.done ?? []));
    if (outcome?.done.length) announce();
    if (outcome && !outcome.failed.length) return this.#close();
    return this.#complain(outcome?.failed ?? []);
  }

  // What failed stays in the dialog: it is tried again only after the person saw how it is now.
  async #complain(failed) {
    this.#offer(words.action(this.#versions.length), () => this.#restore());
    if (!failed.length) return;
    this.#versions = failed.map(({ version }) => version);
    const isAway = failed.some(({ error }) => error.code === "OFFLINE");
    const now = isAway ? null : await attempt(() => look(this.#versions.map(({ id }) => id)));
    const reason = ({ version, error }) => {
      const fresh = now?.find((each) => each?.id === version.id);
      return error.code === "STALE" && fresh ? staleness(version, fresh) : error.message;
    };
    const total = failed.length + this.done.length;
    this.#problem.replaceChildren(
      this.done.length ? h("p", {}, words.partly(this.done.length, total)) : "",
      failed.length === 1 && total === 1 ? h("p", {}, reason(failed[0])) : failureList(failed, reason),
    );
    const left = (now ?? this.#versions).filter((version) => version && !version.isCurrent);
    if (!now) this.#offer(texts.errors.retry, () => this.#restore());
    else if (!left.length) this.#offer(texts.dialogs.close, () => this.#close());
    else this.#offer(words.reload, () => this.#reload(left));
    this.#submit.focus();
  }

  #reload(versions) {
    this.#versions = versions;
    this.#problem.replaceChildren();
    lookAgain();
    this.#draw();
  }
}

function staleness(version, fresh) {
  const { number, createdAt } = fresh.file.currentVersion;
  const isNew = number > version.file.currentVersion.number && Date.parse(createdAt) > Date.parse(version.createdAt);
  return isNew ? words.uploadedSince(nameOf(version), number) : words.changedSince(nameOf(version), number);
}

function one(version) {
  const { currentVersion } = version.file;
  return [
    h("p", {}, h("strong", {}, nameOf(version))),
    h(
      "div",
      { class: "exchange" },
      versionCard({ ...currentVersion, file: version.file }, words.currentNow),
      icon("forward"),
      versionCard(version, words.becomesCurrent),
    ),
    h("p", {}, words.promise(version.number, currentVersion.number)),
    ...flagNotes(version).map((note) => h("p", { class: "note" }, icon("info"), note)),
  ];
}

function line(version) {
  return versionLine(version, words.promise(version.number, version.file.currentVersion.number), ...flagNotes(version));
}

/** What changes for those who fetch the file: flags belong to a version and come along. */
function flagNotes(version) {
  const { number, file: { currentVersion } } = version;
  return [
    version.isPrivate && !currentVersion.isPrivate && words.becomesPrivate(number),
    !version.isPrivate && currentVersion.isPrivate && words.becomesPublic(number),
    !version.isPublished && words.becomesDraft(number),
    version.isPublished && !currentVersion.isPublished && words.becomesPublished(number),
  ].filter(Boolean);
}
