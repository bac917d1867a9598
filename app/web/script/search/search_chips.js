// The chips over search results: each says what narrows the search, and takes that away.

import { h, icon } from "../base/dom.js";
import { isAlone } from "../assets/search_fields.js";
import { texts } from "../base/texts.js";

/** The list of chips; `change(state)` is told the state without one of them. Null when there are none. */
export function chips(state, definitions, change) {
  const found = [
    state.isQuery && state.text && [texts.search.queryChip, { isQuery: false }],
    state.versions && [texts.search.versionsChip, { versions: false }],
    state.within !== "all" && [texts.search.withinChip(texts.search.within[state.within]), { within: "all" }],
    ...state.conditions.map((condition) => [
      told(condition, definitions),
      { conditions: state.conditions.filter((each) => each !== condition) },
    ]),
  ].filter(Boolean);
  if (!found.length) return null;
  const first = found.length - state.conditions.length;
  const items = found.map(([words, without], index) => [
    state.isAny && index > first && h("li", { class: "hint" }, texts.search.or),
    h("li", {}, chip(words, () => change({ ...state, ...without }))),
  ]);
  return h("ul", { class: "search-chips", "aria-label": texts.search.chips }, items);
}

function chip(words, onclick) {
  const label = texts.search.removeChip(words);
  const properties = { type: "button", class: "chip", "aria-label": label, title: label, onclick };
  return h("button", properties, words, icon("close"));
}

function told({ field, comparison, value }, definitions) {
  const { label, kind } = definitions.find(({ id }) => id === field);
  const { fields, comparisons, flags, spans } = texts.search;
  const words = kind === "flag" ? flags : comparison === "last" ? spans : {};
  const shown = Object.hasOwn(words, value) ? words[value] : value;
  return [label ?? fields[field], comparisons[comparison], !isAlone(comparison) && shown].filter(Boolean).join(" ");
}
