// Publishing: whether files are delivered. Taking one back is asked about, for its URL opens nothing from then on.

import { ask } from "../base/api.js";
import { openDialog } from "../base/dialogs.js";
import { button, h } from "../base/dom.js";
import { carryOut } from "./partial.js";
import { texts } from "../base/texts.js";
import { toast, toastWithUndo } from "../base/toasts.js";

const CHANGE = `mutation Publish($input: UpdateFileInput!) { updateFile(input: $input) { file { id isPublished } } }`;

/** Publishes those of the files that are drafts; asks about their old versions, where they have some. */
export function publish(files) {
  return become(files.filter(({ isPublished }) => !isPublished), true);
}

/** Asks, and makes drafts of those of the files that are none. */
export function unpublish(files) {
  return become(files.filter(({ isPublished }) => isPublished), false);
}

async function become(files, isPublished) {
  const words = texts.publishing[isPublished ? "publish" : "unpublish"];
  const old = files.reduce((sum, { versionCount }) => sum + versionCount - 1, 0);
  const isAsked = !isPublished || old > 0;
  const chosen = isAsked ? await agree(files, old, words) : { includeVersions: false };
  if (!chosen) return;
  const { done } = await carryOut(files, worker({ isPublished, ...chosen }), words);
  if (!done.length) return;
  const changed = done.map(({ item }) => item);
  const text = words.told(changed[0].name, changed.length);
  // Which of the old versions were drafts before is not known any more.
  if (chosen.includeVersions) toast(text);
  else toastWithUndo(text, () => takeBack(changed, !isPublished));
}

/** What changes one file, unless another version has become current than the one that was looked at. */
function worker(change) {
  return ({ id, currentVersion }, signal) =>
    ask(CHANGE, { input: { file: { id }, ifCurrentVersionId: currentVersion.id, ...change } }, { signal });
}

async function takeBack(files, isPublished) {
  const words = texts.publishing[isPublished ? "publish" : "unpublish"];
  const { done } = await carryOut(files, worker({ isPublished }), words);
  if (done.length) toast(words.told(done[0].item.name, done.length));
}

function agree(files, old, words) {
  return openDialog(words.question(files[0].name, files.length), (close) => {
    const versions = h("input", { type: "checkbox" });
    return [
      h(
        "div",
        { class: "body" },
        h("p", {}, words.meaning(files.length)),
        words.copies && h("p", {}, words.copies),
        old > 0 && h("label", {}, versions, words.versions(old)),
        old > 0 && h("p", { class: "hint" }, words.versionsHint(old)),
      ),
      h(
        "footer",
        {},
        button(texts.dialogs.cancel, { autofocus: true, onclick: () => close() }),
        button(words.submit, { class: "primary", onclick: () => close({ includeVersions: versions.checked }) }),
      ),
    ];
  });
}
