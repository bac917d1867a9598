// Placement: what copying or moving assets into a folder comes to, found out before it is done.

import { ask } from "../base/api.js";
import { isFolder, parentOf } from "../assets/assets.js";
import { joined } from "./destinations.js";
import { takenAt } from "./taken.js";
import { texts } from "../base/texts.js";

const FOLDER = `query FolderAt($path: String!) { folder(path: $path) { id } }`;

/** What lies where the assets would go: a Map from paths to numbers of versions, 0 for a folder. */
export async function lookAt(assets, folder, signal) {
  const files = assets.filter((asset) => !isFolder(asset)).map(({ name }) => joined(folder, name));
  const there = new Map();
  for (const [path, file] of await takenAt([...new Set(files)], { signal })) there.set(path, file.versionCount);
  for (const { name } of assets.filter(isFolder)) {
    const path = joined(folder, name);
    if ((await ask(FOLDER, { path }, { signal })).folder) there.set(path, 0);
  }
  signal.throwIfAborted();
  return there;
}

/** Why a folder cannot go to this one, in words; null when it can, as every file can. */
export function impossible(asset, folder) {
  if (!isFolder(asset)) return null;
  return folder === asset.path || folder.startsWith(`${asset.path}/`) ? texts.placing.intoItself(asset.name) : null;
}

/**
 * For each asset `{ asset, blocked, warning }`, in words or null: why it stays out, or what it goes on top of.
 * `there` is from lookAt; two of one name that come from different folders meet each other, too.
 */
export function plan(assets, folder, there, { includeVersions, limit }) {
  const have = new Map(there);
  return assets.map((asset) => {
    const path = joined(folder, asset.name);
    const no = parentOf(asset.path) === folder ? texts.placing.isHere(asset.name) : impossible(asset, folder);
    if (no) return { asset, blocked: no, warning: null };
    const before = have.get(path);
    const coming = isFolder(asset) ? 0 : includeVersions ? asset.versionCount : 1;
    const total = (before ?? 0) + coming;
    if (before && total > limit) {
      return { asset, blocked: texts.placing.tooMany(asset.name, before, coming, limit), warning: null };
    }
    have.set(path, total);
    return { asset, blocked: null, warning: before === undefined ? null : warningOf(asset, before, coming) };
  });
}

function warningOf(asset, before, coming) {
  return isFolder(asset) ? texts.placing.merged(asset.name) : texts.placing.onTop(asset.name, before, coming);
}
