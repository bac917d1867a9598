// What the details page knows: a file, the cards of all its versions, and one version in full.

import { attachment, exact, latest } from "./addresses.js";
import { ask } from "../base/api.js";
import { FILE_TILE } from "./assets.js";

const PICTURES = [640, 1280, 2560]; // sides of the box that a preview fits in

const CARD = `fragment VersionCard on FileVersion {
  __typename id versionId number isCurrent size mimeType kind width height tags
  createdAt updatedAt isPrivate isPublished
  thumbnail: url(tr: "w-400,h-300,c-at_max", signed: true)
}`;
const WHOLE = `fragment WholeVersion on FileVersion {
  ...VersionCard sha256 hasAlpha embeddedMetadata description
  focus { x y width height }
  customMetadata { field { name } value }
  aiTags { name confidence source }
  file { id }
  permanent: url
  signedPermanent: url(signed: true)
  original: url(tr: "orig-true", signed: true)
  plainOriginal: url(tr: "orig-true")
  ${PICTURES.map((side) => `p${side}: url(tr: "w-${side},h-${side},c-at_max", signed: true)`).join("\n  ")}
}`;
const FIELDS = `customMetadataFields {
  id name label description type options isRequired defaultValue minimum maximum
}`;
const LOOK = `query FileDetails($id: ID!, $version: ID, $past: Boolean!) {
  file(id: $id) {
    ...FileTile
    description
    latest: url
    signedLatest: url(signed: true)
    currentVersion { ...WholeVersion @skip(if: $past) }
    versions(first: 100) { nodes { ...VersionCard } pageInfo { hasNextPage endCursor } }
  }
  fileVersion(id: $version) @include(if: $past) { ...WholeVersion }
  ${FIELDS}
} ${FILE_TILE} ${CARD} ${WHOLE}`;
const MORE = `query MoreVersions($id: ID!, $after: String) {
  file(id: $id) { versions(first: 100, after: $after) { nodes { ...VersionCard } pageInfo { hasNextPage endCursor } } }
} ${CARD}`;
const ONE = `query OneVersion($id: ID!) { fileVersion(id: $id) { ...WholeVersion } } ${CARD} ${WHOLE}`;

/**
 * `{ file, version, versions, fields }`: `file` is null when there is none, `version` when that is
 * gone. Without an id the version is the current one.
 */
export async function lookAtFile(id, versionId, { signal }) {
  const variables = { id, version: versionId, past: Boolean(versionId) };
  const data = await ask(LOOK, variables, { signal });
  const { file, customMetadataFields: fields } = data;
  const version = versionId ? data.fileVersion : (file?.currentVersion ?? null);
  if (!file) return { file, version, versions: [], fields };
  const versions = (await allVersions(file, signal)).map((each) => ({ ...each, file }));
  const isOurs = version?.file.id === file.id;
  return { file, versions, fields, version: isOurs ? { ...version, file } : version };
}

async function allVersions(file, signal) {
  let { nodes, pageInfo } = file.versions;
  while (pageInfo.hasNextPage) {
    const more = await ask(MORE, { id: file.id, after: pageInfo.endCursor }, { signal });
    if (!more.file) break;
    ({ pageInfo } = more.file.versions);
    nodes = [...nodes, ...more.file.versions.nodes];
  }
  return nodes;
}

/** A version in full, as a preview of it needs; null when it is gone. */
export async function lookAtVersion(id, { signal } = {}) {
  return (await ask(ONE, { id }, { signal })).fileVersion;
}

/** `248565`: what sets a version apart at a glance. */
export function shortId(version) {
  return version.versionId.slice(-6);
}

/** Pictures of it by falling size: `{ address, width }`, the width being that of the picture made. */
export function picturesOf(version) {
  return PICTURES.map((side) => {
    const scale = version.width ? Math.min(1, side / version.width, side / version.height) : 1;
    return { address: version[`p${side}`], width: Math.round((version.width ?? side) * scale) };
  });
}

/** The version beside one in age: `step` is -1 for the older, 1 for the newer; undefined at the end. */
export function neighbour(versions, version, step) {
  const order = [...versions].sort((a, b) => a.number - b.number);
  return order[order.findIndex(({ id }) => id === version.id) + step];
}

/**
 * The version nearest to one that is gone. An id begins with the time when it was made, so the
 * neighbours in the order of ids are the neighbours in time.
 */
export function nearest(versions, goneId) {
  const gone = goneId.split("_").at(-1);
  const made = (id) => Number.parseInt(id.slice(0, 8), 16);
  const distance = ({ versionId }) => Math.abs(made(versionId) - made(gone));
  return [...versions].sort((a, b) => distance(a) - distance(b) || b.number - a.number)[0];
}

/** Whether a text can be the id of a version, there or not. */
export function isVersionId(text) {
  return /^version_[0-9a-f]{24}$/.test(text);
}

/** The address that always opens the current version. */
export function latestAddress({ isPrivate, latest: plain, signedLatest: signed }) {
  return latest({ isPrivate, plain, signed });
}

/** The address of exactly this version. */
export function permanentAddress({ isPrivate, permanent: plain, signedPermanent: signed }) {
  return exact({ isPrivate, plain, signed });
}

/** The address that saves a version as it was uploaded. */
export function downloadAddress({ isPrivate, plainOriginal: plain, original: signed }) {
  return attachment({ isPrivate, plain, signed });
}
