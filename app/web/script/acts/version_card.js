// A version as a card: its picture, number, facts and flags; and work on several, one by one.

import { isAbort } from "../base/api.js";
import { factsOf, formatOf, nameOf, thumbnailOf } from "../assets/assets.js";
import { h } from "../base/dom.js";
import { ago, moment } from "../base/formats.js";
import { refusals } from "./refusals.js";
import { texts } from "../base/texts.js";

/** Its small picture, or its format where there is none that can be shown. */
export function versionPicture(version) {
  const chip = h("span", { class: "format" }, formatOf(version));
  const address = thumbnailOf(version);
  const frame = h("span", { class: "version-picture", "aria-hidden": "true" }, chip);
  if (!address) return frame;
  const image = h("img", { src: address, alt: "", loading: "lazy", decoding: "async" });
  image.addEventListener("load", () => chip.remove(), { once: true });
  image.addEventListener("error", () => image.remove(), { once: true });
  frame.prepend(image);
  return frame;
}

/** `Private` and `Draft`, in words. */
export function flagChips(version) {
  return [
    version.isPrivate && h("span", { class: "chip" }, texts.versions.private),
    !version.isPublished && h("span", { class: "chip" }, texts.versions.draft),
  ].filter(Boolean);
}

/** How long ago, with the exact time behind it. */
export function since(time) {
  return h("time", { datetime: time, title: moment(time) }, ago(time));
}

/** A card under a heading that says what becomes of the version. */
export function versionCard(version, heading) {
  return h(
    "figure",
    { class: "version-card" },
    versionPicture(version),
    h(
      "figcaption",
      {},
      h("strong", {}, texts.versions.named(version.number)),
      heading && h("span", {}, heading),
      h("span", { class: "hint" }, factsOf(version)),
      h("span", { class: "hint" }, since(version.createdAt)),
      flagChips(version),
    ),
  );
}

/** A line of a list of several: picture, file, version, and what becomes of it. */
export function versionLine(version, ...words) {
  return h(
    "li",
    { class: "version-line" },
    versionPicture(version),
    h("div", {}, h("strong", {}, nameOf(version)), words.map((each) => h("p", {}, each)), flagChips(version)),
  );
}

/**
 * Runs `work` for one version after the other: `{ done, failed }`, which are what was answered
 * and `{ version, error }`. `tell` gets how many are behind us. What is no Failure is thrown.
 */
export async function eachVersion(versions, work, tell) {
  const [done, failed] = [[], []];
  for (const version of versions) {
    tell(done.length + failed.length, versions.length);
    try {
      done.push(await work(version));
    } catch (error) {
      if (isAbort(error) || !(error.code || error.requestId)) throw error;
      failed.push({ version, error });
    }
  }
  return { done, failed };
}

/** What was not done, and why, as a list. */
export function failureList(failed, reason = ({ error }) => error.message) {
  const what = ({ version }) => texts.versions.of(version.number, nameOf(version));
  return refusals(failed.map((each) => ({ name: what(each), reason: reason(each) })));
}
