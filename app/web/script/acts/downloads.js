// Downloads, and addresses to be pasted elsewhere.

import { attachment, exact, latest } from "../assets/addresses.js";
import { ask } from "../base/api.js";
import { isVersion, nameOf } from "../assets/assets.js";
import { toClipboard } from "../base/clipboard.js";
import { h } from "../base/dom.js";
import { texts } from "../base/texts.js";
import { attempt, toast } from "../base/toasts.js";

const PAGE = 100; // ids that `nodes` takes
const PAUSE = 300; // ms between downloads; browsers drop those that come all at once
const ADDRESSES = `query Addresses($ids: [ID!]!) {
  nodes(ids: $ids) { __typename id ... on Content { isPrivate plain: url signed: url(signed: true) } }
}`;
// `orig-true`: a plain address of a picture delivers one made smaller.
const ORIGINALS = `query Originals($ids: [ID!]!) {
  nodes(ids: $ids) { id ... on Content {
    isPrivate plain: url(tr: "orig-true") signed: url(tr: "orig-true", signed: true)
  } }
}`;

async function lookUp(query, assets) {
  const found = [];
  for (let at = 0; at < assets.length; at += PAGE) {
    const ids = assets.slice(at, at + PAGE).map(({ id }) => id);
    found.push(...(await ask(query, { ids })).nodes);
  }
  return found.filter(Boolean);
}

/** Saves the files as they were uploaded. */
export function download(files) {
  return attempt(async () => {
    const there = await lookUp(ORIGINALS, files);
    for (const [at, found] of there.entries()) {
      if (at) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const name = nameOf(files.find(({ id }) => id === found.id));
      const link = h("a", { href: attachment(found), download: name });
      document.body.append(link);
      link.click();
      link.remove();
    }
    toast(there.length ? texts.downloads.started(there.length) : texts.downloads.gone);
  });
}

/** Puts the addresses on the clipboard, one a line: a file's serves the latest version, a version's only that one. */
export function copyUrls(assets) {
  return attempt(async () => {
    const found = await lookUp(ADDRESSES, assets);
    if (!found.length) return toast(texts.downloads.gone);
    const text = found.map((each) => (isVersion(each) ? exact(each) : latest(each))).join("\n");
    if (await toClipboard(text)) toast(notes(assets, found).join(" "));
    return undefined;
  });
}

/** Puts a text on the clipboard and says so by `note`; shows it to be copied by hand where that is not allowed. */
export async function copyText(text, note) {
  if (await toClipboard(text)) toast(note);
}

function notes(assets, found) {
  const privates = found.filter(({ isPrivate }) => isPrivate).length;
  return [copied(assets), privates && texts.downloads.signed(privates, found.length)].filter(Boolean);
}

function copied(assets) {
  const [first] = assets;
  if (assets.length > 1) return texts.downloads.copiedMany(assets.length, assets.filter(isVersion).length);
  if (isVersion(first)) return texts.downloads.copiedVersion(nameOf(first), first.number);
  return texts.downloads.copiedFile(nameOf(first));
}
