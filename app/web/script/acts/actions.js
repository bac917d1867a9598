// Actions: what can be done with assets. Menus, the selection bar and the details are made from this one table.

import { addressOf, isFolder, isVersion, nameOf } from "../assets/assets.js";
import { copyUrls, download } from "./downloads.js";
import { deleteAssets } from "./deletion.js";
import { remover, runExtension, tagger } from "./extensions.js";
import { editFocus } from "./focus_area.js";
import { rename } from "./naming.js";
import { copyAssets, moveAssets } from "./placing.js";
import { publish, unpublish } from "./publishing.js";
import { restoreVersions } from "./restore.js";
import { go } from "../base/router.js";
import { limits, may } from "../base/session.js";
import { editTags } from "./tagging.js";
import { texts } from "../base/texts.js";
import { toast } from "../base/toasts.js";
import { deleteVersions } from "./version_deletion.js";

const isPicture = (asset) => asset.kind === "IMAGE" && asset.width;

// In menu order. `on`: the kinds that have it; `needs`: the permission without which it is not there;
// `fits`: which assets have it at all, and `misfit`: what to say of the others, which else are left as they are;
// `if`: whether this server has it; `one`: not for several;
// `main`: in the selection bar itself; `refuse`: why not for these, in words, or null.
const TABLE = [
  { id: "restore", on: ["version"], needs: "WRITE", picture: "restore", main: true, refuse: sameFile,
    run: restoreVersions },
  { id: "open", on: ["folder"], picture: "folder", one: true, run: open },
  { id: "rename", on: ["file", "folder"], needs: "WRITE", picture: "pencil", one: true, run: rename },
  { id: "download", on: ["file"], picture: "download", main: true, refuse: drafts, run: download },
  { id: "tags", on: ["file"], needs: "WRITE", picture: "tag", main: true, run: editTags },
  { id: "autoTags", on: ["file"], needs: "WRITE", picture: "tagAdd", fits: isPicture,
    misfit: texts.actions.picturesOnly, if: () => extension(tagger),
    run: (files) => runExtension(files, extension(tagger), texts.extensions.autoTags) },
  { id: "removeBackground", on: ["file"], needs: "WRITE", picture: "cut", fits: isPicture,
    misfit: texts.actions.picturesOnly, if: () => extension(remover),
    run: (files) => runExtension(files, extension(remover), texts.extensions.removeBackground) },
  { id: "focus", on: ["file"], needs: "WRITE", picture: "focus", one: true, fits: isPicture,
    misfit: texts.actions.picturesOnly, refuse: drafts, run: ([file]) => editFocus(file) },
  { id: "copy", on: ["file", "folder"], needs: "WRITE", picture: "copy", main: true, run: copyAssets },
  { id: "move", on: ["file", "folder"], needs: "WRITE", picture: "move", main: true, run: moveAssets },
  // Users know the others by their order, which these two do not change.
  { id: "publish", on: ["file"], needs: "WRITE", picture: "eye", fits: ({ isPublished }) => !isPublished,
    run: publish },
  { id: "unpublish", on: ["file"], needs: "WRITE", picture: "eyeOff", fits: ({ isPublished }) => isPublished,
    run: unpublish },
  { id: "copyUrl", on: ["file", "version"], picture: "link", run: copyUrls },
  { id: "details", on: ["file", "version"], picture: "info", one: true, run: open },
  { id: "delete", on: ["file", "folder"], needs: "DELETE", picture: "bin", main: true, danger: true,
    run: deleteAssets },
  { id: "deleteVersion", on: ["version"], needs: "DELETE", picture: "bin", main: true, danger: true,
    run: deleteVersions },
];

/** `version` is one that is not current; the current one counts as its file. */
function kindOf(asset) {
  if (isFolder(asset)) return "folder";
  return isVersion(asset) && !asset.isCurrent ? "version" : "file";
}

/**
 * What can be done with these, in menu order: `{ id, label, picture, danger, main, reason, run() }`.
 * What only some of them allow has a `reason` in words and does nothing; what none allows is not there.
 */
export function actionsFor(assets) {
  return TABLE.filter((row) => isThere(row, assets)).map((row) => {
    const { id, picture, danger = false, main = false } = row;
    const reason = reasonAgainst(row, assets);
    const run = () => (reason ? toast(reason) : row.run(assets));
    return { id, label: texts.actions[id], picture, danger, main, reason, run };
  });
}

/** Runs one, or says why it cannot be; false when it is not there. Delete on old versions deletes versions. */
export function runAction(id, assets) {
  const wanted = id === "delete" && assets.every((asset) => kindOf(asset) === "version") ? "deleteVersion" : id;
  const action = actionsFor(assets).find((each) => each.id === wanted);
  action?.run();
  return Boolean(action);
}

function isThere(row, assets) {
  if ((row.needs && !may(row.needs)) || (row.if && !row.if())) return false;
  return assets.some((asset) => row.on.includes(kindOf(asset)) && (!row.fits || row.fits(asset)));
}

function reasonAgainst(row, assets) {
  const misfits = row.misfit ? assets.filter((asset) => kindOf(asset) === "file" && !row.fits(asset)).length : 0;
  if (misfits) return row.misfit(misfits);
  const against = ["version", "folder", "file"]
    .filter((kind) => !row.on.includes(kind))
    .map((kind) => [kind, assets.filter((asset) => kindOf(asset) === kind).length])
    .filter(([, total]) => total);
  if (against.length) return against.map(([kind, total]) => texts.actions.notFor[kind](total)).join(" ");
  if (row.one && assets.length > 1) return texts.actions.oneOnly(assets.length);
  return row.refuse?.(assets) ?? null;
}

function sameFile(versions) {
  const seen = new Set();
  const twice = versions.find(({ file }) => seen.size === seen.add(file.id).size);
  return twice ? texts.actions.sameFile(nameOf(twice)) : null;
}

function drafts(files) {
  const total = files.filter((file) => !file.isPublished).length;
  return total ? texts.actions.drafts(total) : null;
}

function open([asset]) {
  go(addressOf(asset));
}

function extension(find) {
  return find(limits().extensions ?? []);
}
