// Copying and moving: the drawer that asks where to, and what comes of it.

import { ask, Failure, isAbort } from "../base/api.js";
import { folderOf, isFolder } from "../assets/assets.js";
import { announce } from "../base/changes.js";
import { openDialog } from "../base/dialogs.js";
import { button, h, icon } from "../base/dom.js";
import { FolderPicker } from "./folder_picker.js";
import { carryOut } from "./partial.js";
import { impossible, lookAt, plan } from "./placement.js";
import { refusals } from "./refusals.js";
import { limits } from "../base/session.js";
import { texts } from "../base/texts.js";
import { toast, toastWithUndo } from "../base/toasts.js";

const SHOWN = 4; // warnings that are written out

const FILE = "file { id path }";
const FOLDER = "job { failed errors { path message code } } folder { id path }";
const MUTATIONS = {
  copyFile: `mutation CopyFile($input: CopyFileInput!) { copyFile(input: $input) { ${FILE} } }`,
  moveFile: `mutation MoveFile($input: MoveFileInput!) { moveFile(input: $input) { ${FILE} } }`,
  copyFolder: `mutation CopyFolder($input: CopyFolderInput!) { copyFolder(input: $input) { ${FOLDER} } }`,
  moveFolder: `mutation MoveFolder($input: MoveFolderInput!) { moveFolder(input: $input) { ${FOLDER} } }`,
};

/** Asks where to copy files and folders, and copies them. */
export function copyAssets(assets) {
  return place(assets, "copy");
}

/** Asks where to move files and folders, and moves them with all their versions. */
export function moveAssets(assets) {
  return place(assets, "move");
}

async function place(assets, verb) {
  const words = texts.placing[verb];
  const title = words.drawer(assets[0].name, assets.length);
  const drawer = new PlacingDrawer(assets, verb);
  const chosen = await openDialog(title, (close) => drawer.build(close), { kind: "drawer" });
  drawer.leave();
  if (!chosen) return;
  const work = (asset, signal) => send(asset, verb, chosen, signal);
  const { done } = await carryOut(chosen.going, work, words);
  if (done.length) tell(done, chosen.folder, verb);
}

/** The file or folder as it is now; a folder's has `left`, what was left out of it. */
async function send(asset, verb, { folder, includeVersions = false, known = new Set() }, signal) {
  const kind = isFolder(asset) ? "Folder" : "File";
  const name = `${verb}${kind}`;
  const input = { [kind.toLowerCase()]: { id: asset.id }, toFolderPath: folder };
  if (verb === "copy" && includeVersions) input.includeVersions = true;
  // Nothing goes on top of what nobody was warned about.
  if (kind === "File" && !known.has(asset)) input.ifExists = "REFUSE";
  try {
    const payload = (await ask(MUTATIONS[name], { input }, { signal }))[name];
    return payload.file ?? { ...payload.folder, left: payload.job };
  } catch (error) {
    throw error.code === "ALREADY_EXISTS" ? new Failure(texts.placing.cameThere, { ...error }) : error;
  }
}

function tell(done, folder, verb) {
  const words = texts.placing[verb];
  const [{ item }] = done;
  const left = done.reduce((sum, { value }) => sum + (value.left?.failed ?? 0), 0);
  if (left) showLeft(done.flatMap(({ value }) => value.left?.errors ?? []), left, words);
  const text = words.told(item.name, done.length, folder);
  // Histories that have grown together are not taken apart again.
  const isSeparable = verb === "move" && !left && done.every(({ item: asset, value }) => value.id === asset.id);
  if (isSeparable) toastWithUndo(text, () => moveBack(done));
  else toast(text);
}

function showLeft(errors, total, words) {
  return openDialog(words.left(total), (close) => [
    h(
      "div",
      { class: "body" },
      refusals(errors.map(({ path, message }) => ({ name: path, reason: message }))),
      total > errors.length && h("p", {}, texts.deletion.more(total - errors.length)),
    ),
    h("footer", {}, button(texts.dialogs.close, { autofocus: true, onclick: () => close() })),
  ]);
}

async function moveBack(moved) {
  const assets = moved.map(({ item }) => item);
  const work = (asset, signal) => send(asset, "move", { folder: folderOf(asset) }, signal);
  const { done } = await carryOut(assets, work, texts.placing.move);
  announce();
  if (done.length === assets.length) toast(texts.placing.back(assets[0].name, assets.length));
}

class PlacingDrawer {
  #assets;
  #verb;
  #close;
  #picker;
  #there = null; // a Map, or null while it is being found out
  #aborts = new AbortController();
  #notes = h("div", { class: "notes", role: "status" });
  #versions = h("input", { type: "checkbox", onchange: () => this.#draw() });
  #submit;

  constructor(assets, verb) {
    this.#assets = assets;
    this.#verb = verb;
    this.#submit = button(texts.placing[verb].here, { class: "primary", onclick: () => this.#choose() });
    this.#picker = new FolderPicker(folderOf(assets[0]), (path) => this.#against(path));
    this.#picker.addEventListener("place", () => this.#look());
  }

  build(close) {
    this.#close = close;
    this.#look();
    const isCopy = this.#verb === "copy";
    return [
      h("div", { class: "body" }, this.#picker),
      h(
        "footer",
        { class: "placing" },
        this.#notes,
        isCopy
          ? h("label", {}, this.#versions, texts.placing.includeVersions)
          : h("p", { class: "hint" }, texts.placing.allMove),
        button(texts.dialogs.cancel, { onclick: () => this.#close() }),
        this.#submit,
      ),
    ];
  }

  /** Gives up what is under way. */
  leave() {
    this.#aborts.abort();
  }

  #against(path) {
    return this.#assets.map((asset) => impossible(asset, path)).find(Boolean) ?? null;
  }

  async #look() {
    this.#aborts.abort();
    this.#aborts = new AbortController();
    this.#there = null;
    this.#draw();
    try {
      this.#there = await lookAt(this.#assets, this.#picker.path, this.#aborts.signal);
      this.#draw();
    } catch (error) {
      if (!isAbort(error)) this.#fail(error);
    }
  }

  #fail(error) {
    const retry = button(texts.errors.retry, { onclick: () => this.#look() });
    this.#notes.replaceChildren(warning(error.message, "problem"), retry);
  }

  #plan() {
    const options = { includeVersions: this.#brings(), limit: limits().maxVersionsPerFile };
    return plan(this.#assets, this.#picker.path, this.#there ?? new Map(), options);
  }

  #brings() {
    return this.#verb === "move" || this.#versions.checked;
  }

  #draw() {
    const entries = this.#plan();
    const isHere = entries.every(({ asset }) => folderOf(asset) === this.#picker.path);
    const blocked = entries.filter((entry) => entry.blocked).map((entry) => warning(entry.blocked, "problem"));
    const warnings = entries.filter((entry) => entry.warning).map((entry) => warning(entry.warning));
    const lines = isHere ? [hint(texts.placing.allHere)] : [...blocked, ...warnings];
    const rest = lines.length - SHOWN;
    this.#notes.replaceChildren(...lines.slice(0, SHOWN), ...(rest > 0 ? [hint(texts.deletion.more(rest))] : []));
    this.#submit.disabled = !this.#there || blocked.length === entries.length;
  }

  #choose() {
    const going = this.#plan().filter((entry) => !entry.blocked);
    this.#close({
      going: going.map(({ asset }) => asset),
      known: new Set(going.filter((entry) => entry.warning).map(({ asset }) => asset)),
      folder: this.#picker.path,
      includeVersions: this.#brings(),
    });
  }
}

function hint(text) {
  return h("p", { class: "hint" }, text);
}

function warning(text, kind = null) {
  return h("p", { class: kind }, icon("warning"), h("span", {}, text));
}
