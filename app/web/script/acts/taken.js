// Taken names: what the library has at the paths where uploads will go.

import { ask } from "../base/api.js";

const AT_ONCE = 20; // fields at the root of a document, at most
const ABREAST = 4;
const TAKEN = `fragment Taken on File {
  __typename id name path size sha256 mimeType kind width height
  description updatedAt isPrivate isPublished versionCount
  currentVersion { id number url(tr: "w-400,h-300,c-at_max", signed: true) }
}`;

/** A Map from those of the paths that are taken to the files there. */
export async function takenAt(paths, { signal } = {}) {
  const batches = [];
  for (let at = 0; at < paths.length; at += AT_ONCE) batches.push(paths.slice(at, at + AT_ONCE));
  const found = new Map();
  const work = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      for (const file of await filesAt(batch, signal)) found.set(file.path, file);
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, work));
  return found;
}

/** The file as it is now, or null. */
export async function fileNow(id) {
  const { file } = await ask(`query Taken($id: ID!) { file(id: $id) { ...Taken } } ${TAKEN}`, { id });
  return file;
}

async function filesAt(paths, signal) {
  const declared = paths.map((_, at) => `$p${at}: String!`).join(", ");
  const fields = paths.map((_, at) => `f${at}: file(path: $p${at}) { ...Taken }`).join(" ");
  const variables = Object.fromEntries(paths.map((path, at) => [`p${at}`, path]));
  const data = await ask(`query Taken(${declared}) { ${fields} } ${TAKEN}`, variables, { signal });
  return Object.values(data).filter(Boolean);
}
