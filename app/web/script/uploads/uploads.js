// Uploads: from files that somebody chose or dropped to the queue, with all questions in between.

import { Failure } from "../base/api.js";
import { resolveClashes } from "./clashes.js";
import { folderShown, isLegalName, joined, legalFolder, legalName } from "../acts/destinations.js";
import { openDialog } from "../base/dialogs.js";
import { button, h } from "../base/dom.js";
import { counted, size } from "../base/formats.js";
import { isSame } from "../base/hashing.js";
import { say } from "../base/live.js";
import { limits, may } from "../base/session.js";
import { takenAt } from "../acts/taken.js";
import { texts } from "../base/texts.js";
import { attempt, toast } from "../base/toasts.js";
import { Upload } from "./upload.js";
import { needsAnswer, queue } from "./upload_queue.js";
import { askSettings } from "./upload_settings.js";

/**
 * Uploads files into a folder, or the one that is shown. Each is a File, or `{ file, below }` when
 * it comes from a folder `below` the one dropped on. Nothing is sent before all questions are answered.
 */
export async function uploadFiles(files, { folder = folderShown() } = {}) {
  if (!may("WRITE")) return;
  const [chosen, refused] = sifted(Array.from(files, (each) => (each instanceof File ? { file: each } : each)));
  if (!chosen.length && !refused.length) return;
  if (!chosen.length) return refuseAll(refused);
  const planned = await askSettings({ chosen, refused, folder, check: (plans) => checked(plans) });
  if (!planned) return;
  const uploads = await settled(planned);
  if (!uploads) return say(texts.uploads.nothingSent);
  if (!uploads.length) return toast(texts.uploads.allSkipped);
  say(texts.uploads.saidStart(uploads.length, folderOf(uploads)));
  queue.add(uploads);
}

/** Uploads a new version of a file, whatever the new one is called on this device. */
export async function uploadVersion(asset, file) {
  if (!may("WRITE")) return;
  const [, refused] = sifted([{ file }], asset.name);
  if (refused.length) return refuseAll(refused);
  const most = limits().maxVersionsPerFile;
  if (asset.versionCount >= most) return refuseAll([{ reason: texts.clashes.full(asset.name, most) }]);
  say(texts.uploads.saidVersion(asset.name));
  queue.add([new Upload({ file, name: asset.name, folder: null, onto: asset }, queue.changed)]);
}

/** Tries one again; asks first what to do when something else is in its place by now. */
export async function retryUpload(upload) {
  if (upload.state === "cancelled" || !needsAnswer(upload.failure)) return queue.retry(upload);
  const taken = await attempt(() => takenAt([upload.path]));
  if (!taken) return;
  const there = taken.get(upload.path);
  if (!there) return queue.retry(upload, { onto: null });
  const [answer] = (await resolve([{ file: upload.file, name: there.name, there }])) ?? [];
  if (answer === "replace") queue.retry(upload, { onto: there });
  if (answer === "both") queue.retry(upload, { onto: null, ifTaken: "RENAME" });
  if (answer === "skip") queue.remove(upload);
}

function resolve(clashes) {
  return resolveClashes(clashes, { limit: limits().maxVersionsPerFile });
}

// Those that may be sent, and the others with the reason in words.
function sifted(entries, name) {
  const { maxUploadBytes } = limits();
  const reasonOf = ({ file }) => {
    if (file.size > maxUploadBytes) return texts.uploads.tooLarge(file.name, size(file.size), size(maxUploadBytes));
    return isLegalName(legalName(name ?? file.name)) ? null : texts.uploads.badName(file.name);
  };
  const judged = entries.map((entry) => ({ ...entry, reason: reasonOf(entry) }));
  return [judged.filter(({ reason }) => !reason), judged.filter(({ reason }) => reason)];
}

async function refuseAll(refused) {
  await openDialog(texts.uploads.noneFits(refused.length), (close) => [
    h("ul", { class: "body problems" }, refused.map(({ reason }) => h("li", {}, reason))),
    h("footer", {}, button(texts.uploads.understood, { class: "primary", autofocus: true, onclick: () => close() })),
  ]);
}

/**
 * Asks the library which of the places are taken. Each plan gets `there`, the file at its place or
 * null; `isSame`, when that has its bytes; and `isTwin` or `hasTwin`, when two of these go there.
 */
async function checked(plans) {
  const seen = new Map();
  for (const plan of plans) {
    if (/(^|\/)\.\.?(\/|$)/.test(plan.folder)) throw new Failure(texts.uploads.badFolder, { code: "INVALID" });
    plan.path = joined((plan.folder = legalFolder(plan.folder)), (plan.name = legalName(plan.name)));
    const twin = seen.get(plan.path);
    plan.isTwin = twin !== undefined;
    if (twin) twin.hasTwin = true;
    else seen.set(plan.path, plan);
  }
  const asked = plans.filter(({ isTwin, settings }) => !isTwin && settings.ifTaken !== "suffix");
  const taken = await takenAt(asked.map(({ path }) => path));
  for (const plan of asked) {
    plan.there = taken.get(plan.path) ?? null;
    plan.isSame = plan.there !== null && (await isSame(plan.file, plan.there));
  }
  return plans;
}

// The uploads that the plans become once people have said what to do with clashes; null when they left.
async function settled(plans) {
  const clashing = plans.filter((plan) => plan.there && !plan.isSame);
  const answers = clashing.length ? await resolve(clashing) : [];
  if (!answers) return null;
  clashing.forEach((plan, at) => (plan.answer = answers[at]));
  return plans.filter(({ answer }) => answer !== "skip").map(upload);
}

// With unique names on, or where one of these goes already, no question is left: it gets a suffix.
function upload(plan) {
  const { file, folder, name, settings, there, answer } = plan;
  const isFree = plan.isTwin || plan.hasTwin || answer === "both" || settings.ifTaken === "suffix";
  const onto = answer === "replace" ? there : null;
  const made = new Upload({ file, folder, name, settings, onto, ifTaken: isFree ? "RENAME" : "REFUSE" }, queue.changed);
  if (plan.isSame) made.skip(there);
  return made;
}

function folderOf(uploads) {
  const folders = new Set(uploads.map(({ folder }) => folder));
  return folders.size === 1 ? folders.values().next().value : counted(folders.size, "folder", "folders");
}
