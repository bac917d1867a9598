// Assets: what lists hold, each a file, an old version of one, or a folder, and how they are named.

import { size, spokenSize } from "../base/formats.js";
import { address } from "../base/router.js";
import { texts } from "../base/texts.js";

// Signed, for the page shows private pictures too; the same address each time, so that it is cached.
const SMALL = 'thumbnail: url(tr: "w-400,h-300,c-at_max", signed: true)';

/** Fragments; a list of files asks for `...FileTile`, a search for all three. */
export const FILE_TILE = `fragment FileTile on File {
  __typename id fileId name path size mimeType kind width height tags
  createdAt updatedAt isPrivate isPublished versionCount
  currentVersion { id number ${SMALL} }
}`;
export const VERSION_TILE = `fragment VersionTile on FileVersion {
  __typename id versionId number isCurrent size mimeType kind width height tags
  createdAt updatedAt isPrivate isPublished ${SMALL}
  file { id name path currentVersion { id number } versionCount }
}`;
export const FOLDER_TILE = `fragment FolderTile on Folder {
  __typename id name path createdAt updatedAt
}`;

export const isFolder = (asset) => asset.__typename === "Folder";
export const isVersion = (asset) => asset.__typename === "FileVersion";
export const isFile = (asset) => asset.__typename === "File";

/** What people call it. */
export function nameOf(asset) {
  return isVersion(asset) ? asset.file.name : asset.name;
}

/** Absolute path. */
function pathOf(asset) {
  return isVersion(asset) ? asset.file.path : asset.path;
}

/** The folder that it is in. */
export function folderOf(asset) {
  return parentOf(pathOf(asset));
}

/** The folder that a path is in. */
export function parentOf(path) {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** Where a click on it leads. */
export function addressOf(asset) {
  if (isFolder(asset)) return address("library", asset.path);
  return isVersion(asset) ? address("file", asset.file.id, "v", asset.id) : address("file", asset.id);
}

/** The address of its small picture; null when there is none to be shown. */
export function thumbnailOf(asset) {
  if (isFolder(asset) || asset.kind !== "IMAGE" || !asset.isPublished) return null;
  return isVersion(asset) ? asset.thumbnail : asset.currentVersion.thumbnail;
}

/** `JPG`: the extension, or the media type where there is none; `FILE` when nothing is known. */
export function formatOf(asset) {
  const name = nameOf(asset);
  const dot = name.lastIndexOf(".");
  const type = asset.mimeType === "application/octet-stream" ? "file" : asset.mimeType.split("/").at(-1);
  return (dot > 0 ? name.slice(dot + 1) : type).slice(0, 5).toUpperCase();
}

/** `543.42 KB . 1920x2560`. */
export function factsOf(asset) {
  return asset.width ? `${size(asset.size)} . ${asset.width}x${asset.height}` : size(asset.size);
}

/** What a reader says of it: name, format, dimensions, size, and what sets it apart. */
export function spokenName(asset) {
  if (isFolder(asset)) return texts.assets.folder(asset.name);
  return [
    nameOf(asset),
    formatOf(asset),
    asset.width && texts.assets.dimensions(asset.width, asset.height),
    spokenSize(asset.size),
    isVersion(asset) && !asset.isCurrent && texts.assets.spokenVersion(asset.number),
    asset.versionCount > 1 && texts.assets.versionCount(asset.versionCount),
    asset.isPrivate && texts.assets.private,
    !asset.isPublished && texts.assets.draft,
  ].filter(Boolean).join(", ");
}
