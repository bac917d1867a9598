// Downloads, and addresses to be pasted elsewhere.

import { ask } from "./api.js";
import { isVersion, nameOf } from "./assets.js";
import { openDialog } from "./dialogs.js";
import { button, h } from "./dom.js";
import { texts } from "./texts.js";
import { attempt, toast } from "./toasts.js";

const PAGE = 100; // ids that `nodes` takes
const PAUSE = 300; // ms between downloads; browsers drop those that come all at once
const ADDRESSES = `query Addresses($ids: [ID!]!) {
  nodes(ids: $ids) { id ... on Content { isPrivate plain: url signed: url(signed: true) } }
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
    for (const [at, found] of (await lookUp(ORIGINALS, files)).entries()) {
      if (at) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const name = nameOf(files.find(({ id }) => id === found.id));
      const link = h("a", { href: attachment(found), download: name });
      document.body.append(link);
      link.click();
      link.remove();
    }
    toast(texts.downloads.started(files.length));
  });
}

// Another host that delivers ignores `download`, so it is asked to say it is an attachment.
// A signature covers the whole address, to which nothing can be added then.
function attachment({ isPrivate, plain, signed }) {
  return isPrivate ? signed : `${plain}&ik-attachment=true`;
}

/** Puts the addresses on the clipboard, one a line: a file's serves the latest version, a version's only that one. */
export function copyUrls(assets) {
  return attempt(async () => {
    const found = await lookUp(ADDRESSES, assets);
    const text = found.map(({ isPrivate, plain, signed }) => (isPrivate ? signed : plain)).join("\n");
    if (await toClipboard(text)) toast(notes(assets, found).join(" "));
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

// Browsers lend the clipboard only to pages that come by https or from this machine.
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    await offer(text);
    return false;
  }
}

function offer(text) {
  return openDialog(texts.downloads.byHand, (close) => {
    const label = texts.downloads.addresses;
    const field = h("textarea", { rows: 6, readonly: true, autofocus: true, "aria-label": label }, text);
    queueMicrotask(() => field.select());
    return [
      h("div", { class: "body" }, field),
      h("footer", {}, button(texts.dialogs.close, { onclick: () => close() })),
    ];
  });
}
