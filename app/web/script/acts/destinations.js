// Destinations: where an upload will lie. Names are made legal as the server does it, so that the
// question whether one is taken is asked about the very name that the file will get.

import { routeOf } from "../base/router.js";

const MAX_NAME_BYTES = 255;

/** The folder shown, or that of the file shown, where uploads go; the root when there is none. */
export function folderShown() {
  const route = routeOf();
  if (route.name === "file") return document.querySelector("file-view")?.folder ?? "/";
  return route.name === "library" ? route.path : "/";
}

/** The name that the server makes of this one. */
export function legalName(name) {
  return name.normalize("NFC").replace(/[^\p{L}\p{M}\p{N}._-]/gu, "_");
}

/** The folder that the server makes of this one: `a//b c/` is `/a/b_c`. */
export function legalFolder(path) {
  const names = path.split("/").filter(Boolean).map((name) => name.normalize("NFC"));
  return `/${names.map((name) => name.replace(/[^\p{L}\p{M}\p{N}_-]/gu, "_")).join("/")}`;
}

/** Whether a name can be one, made legal: not empty, not dots alone, not too long. */
export function isLegalName(name) {
  return !["", ".", ".."].includes(name) && new TextEncoder().encode(name).length <= MAX_NAME_BYTES;
}

/** `/a` and `b` are `/a/b`; both may be empty, and `b` may be a path. */
export function joined(folder, rest) {
  return `${folder}/${rest}`.replace(/\/+/g, "/").replace(/(.)\/$/, "$1");
}
