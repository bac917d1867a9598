// Refusals: what was left out of a bulk of things and why, where many have one reason in common.

import { h } from "../base/dom.js";
import { texts } from "../base/texts.js";

const FEW = 3; // of one reason, which are written out with it
const NAMED = 1000; // names that are listed

/** A list of `{ name, reason }`: more than a few of one reason are one entry, which unfolds to their names. */
export function refusals(failed) {
  const groups = Map.groupBy(failed, ({ reason }) => reason);
  const list = [...groups].map(([reason, group]) => entries(reason, group.map(({ name }) => name)));
  return h("ul", { class: "refusals" }, list);
}

function entries(reason, names) {
  if (names.length <= FEW) return names.map((name) => h("li", {}, h("strong", {}, name), h("span", {}, reason)));
  const inside = h("ul", {});
  const details = h(
    "details",
    {},
    h("summary", {}, h("strong", {}, texts.partial.together(names.length)), h("span", {}, reason)),
    inside,
  );
  // Thousands of names are made only for who wants to read them.
  details.addEventListener("toggle", () => inside.replaceChildren(...lines(names)), { once: true });
  return h("li", {}, details);
}

function lines(names) {
  const rest = names.length - NAMED;
  const more = rest > 0 ? [h("li", { class: "hint" }, texts.deletion.more(rest))] : [];
  return [...names.slice(0, NAMED).map((name) => h("li", {}, name)), ...more];
}
