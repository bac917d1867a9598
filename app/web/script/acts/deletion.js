// Deleting files and folders, for good: there is no way back, so it is asked about with names and numbers.

import { ask } from "../base/api.js";
import { isFolder } from "../assets/assets.js";
import { openDialog } from "../base/dialogs.js";
import { button, h, newId } from "../base/dom.js";
import { carryOut, inBatches } from "./partial.js";
import { texts } from "../base/texts.js";
import { attempt, toast } from "../base/toasts.js";

const MANY = 20; // above this, the number is to be typed
const NAMED = 8; // names that are listed

const AT_ONCE = 20; // folders that one request asks about
const DELETE_FILES = `mutation DeleteFiles($input: DeleteFilesInput!) {
  deleteFiles(input: $input) { deletedFileIds }
}`;
const DELETE_FOLDER = `mutation DeleteFolder($input: DeleteFolderInput!) {
  deleteFolder(input: $input) { deletedFolderId }
}`;

/** Asks, and deletes files and folders with all that belongs to them; true when something was deleted. */
export async function deleteAssets(chosen) {
  const assets = outermost(chosen);
  const lines = await attempt(() => describe(assets));
  if (!lines || !(await agree(assets, lines))) return false;
  const folders = assets.filter(isFolder);
  const files = assets.filter((asset) => !isFolder(asset));
  const { done } = await carryOut([...folders, ...files], worker(files), texts.deletion);
  if (done.length === assets.length) toast(texts.deletion.deleted(assets[0].name, assets.length));
  return done.length > 0;
}

// What lies in a folder that is among them goes along with it.
function outermost(assets) {
  const folders = assets.filter(isFolder).map(({ path }) => `${path}/`);
  return assets.filter(({ path }) => !folders.some((folder) => path.startsWith(folder)));
}

/** What goes, as `{ text, files }` each. */
async function describe(assets) {
  const inside = await countInside(assets.filter(isFolder));
  return assets.map((asset) => {
    if (!isFolder(asset)) return { text: texts.deletion.file(asset.name, asset.versionCount), files: 1 };
    const files = inside.get(asset);
    return { text: texts.deletion.folder(asset.name, files), files };
  });
}

/** How many files are in each folder and those below it. */
async function countInside(folders) {
  const counts = new Map();
  for (let at = 0; at < folders.length; at += AT_ONCE) {
    const some = folders.slice(at, at + AT_ONCE);
    const data = await ask(inside(some.length), Object.fromEntries(some.map(({ id }, place) => [`id${place}`, id])));
    some.forEach((folder, place) => counts.set(folder, data[`folder${place}`]?.files.totalCount ?? 0));
  }
  return counts;
}

function inside(total) {
  const places = Array.from({ length: total }, (_, place) => place);
  const one = (place) => `folder${place}: folder(id: $id${place}) { files(first: 0, recursive: true) { totalCount } }`;
  return `query Inside(${places.map((place) => `$id${place}: ID!`).join(", ")}) { ${places.map(one).join(" ")} }`;
}

async function agree(assets, lines) {
  const total = Math.max(assets.length, lines.reduce((sum, { files }) => sum + files, 0));
  const answer = await openDialog(texts.deletion.question(assets[0].name, assets.length), (close) => {
    const check = total > MANY ? typing(total) : null;
    const onsubmit = (event) => {
      event.preventDefault();
      if (!check || check.isRight()) close(true);
    };
    return h(
      "form",
      { onsubmit },
      h(
        "div",
        { class: "body" },
        h("ul", { class: "doomed" }, lines.slice(0, NAMED).map(({ text }) => h("li", {}, text))),
        lines.length > NAMED && h("p", {}, texts.deletion.more(lines.length - NAMED)),
        h("p", {}, texts.deletion.forGood),
        check?.content,
      ),
      h(
        "footer",
        {},
        button(texts.dialogs.cancel, { autofocus: true, onclick: () => close() }),
        h("button", { class: "danger" }, texts.deletion.submit),
      ),
    );
  });
  return answer === true;
}

function typing(total) {
  const id = newId("problem");
  const input = h("input", { inputmode: "numeric", autocomplete: "off", "aria-describedby": id });
  const problem = h("p", { id, class: "problem", role: "alert" });
  const isRight = () => {
    if (input.value.replace(/\D/g, "") === String(total)) return true;
    problem.textContent = texts.deletion.wrongCount(total);
    input.setAttribute("aria-invalid", "true");
    input.focus();
    return false;
  };
  const content = [h("label", { class: "field" }, h("span", {}, texts.deletion.typeCount(total)), input), problem];
  return { content, isRight };
}

/** What deletes one of them. A hundred files are deleted all or none; one that is refused is found by itself. */
function worker(files) {
  const deleteFile = inBatches(files, deleteFiles);
  return (asset, signal) => (isFolder(asset) ? deleteFolder(asset, signal) : deleteFile(asset, signal));
}

async function deleteFiles(files, signal) {
  await ask(DELETE_FILES, { input: { ids: files.map(({ id }) => id) } }, { signal });
  return new Map();
}

function deleteFolder({ id }, signal) {
  return ask(DELETE_FOLDER, { input: { folder: { id } } }, { signal });
}
