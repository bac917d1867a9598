// Naming: another name for a file or folder, and new folders.

import { ask, Failure } from "../base/api.js";
import { isFolder } from "../assets/assets.js";
import { announce } from "../base/changes.js";
import { prompt } from "../base/dialogs.js";
import { texts } from "../base/texts.js";
import { toast, toastWithUndo } from "../base/toasts.js";

const RENAME_FILE = `mutation RenameFile($input: RenameFileInput!) {
  renameFile(input: $input) { file { id name } }
}`;
const RENAME_FOLDER = `mutation RenameFolder($input: RenameFolderInput!) {
  renameFolder(input: $input) { folder { id name } }
}`;
const CREATE_FOLDER = `mutation CreateFolder($input: CreateFolderInput!) {
  createFolder(input: $input) { created folder { __typename id name path createdAt updatedAt } }
}`;

/** Asks for another name of the first of these and gives it. */
export async function rename([asset]) {
  const before = asset.name;
  const now = await prompt(texts.naming.rename(before), {
    label: texts.naming.name,
    value: before,
    action: texts.naming.submit,
    select: isFolder(asset) ? before.length : stemOf(before).length,
    submit: (name) => (name === before ? null : giveName(asset, name)),
  });
  if (!now) return;
  announce();
  toastWithUndo(texts.naming.renamed(before, now), async () => {
    await giveName(asset, before);
    announce();
    toast(texts.naming.renamed(now, before));
  });
}

// What people change is seldom the extension.
function stemOf(name) {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}

/** The name that it has got: the server replaces characters that no name can have. */
async function giveName(asset, name) {
  const ref = { id: asset.id };
  const named = await explained(name, async () => {
    if (!isFolder(asset)) return (await ask(RENAME_FILE, { input: { file: ref, name } })).renameFile.file;
    return (await ask(RENAME_FOLDER, { input: { folder: ref, name } })).renameFolder.folder;
  });
  return named?.name ?? name;
}

async function explained(name, run) {
  try {
    return await run();
  } catch (error) {
    if (error.code !== "ALREADY_EXISTS") throw error;
    throw new Failure(texts.naming.taken(name), { ...error });
  }
}

/** Asks for a name and makes a folder of it in the one at `path`; the new folder, or null. */
export async function createFolderIn(path) {
  const folder = await prompt(texts.naming.newFolder, {
    label: texts.naming.folderName,
    action: texts.naming.create,
    submit: (name) => makeFolder(path, name),
  });
  if (!folder) return null;
  announce();
  toast(texts.naming.created(folder.name));
  return folder;
}

async function makeFolder(path, name) {
  if (name.includes("/")) throw new Failure(texts.naming.slash);
  const input = { path: `${path === "/" ? "" : path}/${name}` };
  const { created, folder } = (await ask(CREATE_FOLDER, { input })).createFolder;
  if (!created) throw new Failure(texts.naming.taken(folder.name));
  return folder;
}
