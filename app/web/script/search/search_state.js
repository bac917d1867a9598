// What is searched for, as an address has it: `q` is the text, `versions=1` includes old versions,
// `sort=name` or `sort=-name` is the order, and `f` is the rest.
//
// `f` is a list of words with `*` between them, in this order, each left out where it says nothing:
//
//     images | videos | code | others     search within these only
//     query                               the text is in the search language
//     or                                  one of the conditions is enough
//     FIELD-COMPARISON-VALUE              a condition: size-more-10kb, tags-any-sale,summer, created-last-7d
//     FIELD-set, FIELD-unset              one without a value
//
// FIELD is one of search_fields.js, or `meta.` and the name of a custom field. In names and values
// `%`, `*` and, in names, `-` are written as URLs write them. Pure.

import { FORMATS, isAlone, isSound, SYMBOLS } from "../assets/search_fields.js";

const MOST = 20; // conditions

/** What results are sorted by, as addresses name it, and what the schema calls that. */
export const ORDERS = Object.freeze({
  relevance: "RELEVANCE",
  name: "NAME",
  created: "CREATED_AT",
  updated: "UPDATED_AT",
});

/** The search for everything. */
export const EVERYTHING = Object.freeze({
  text: "",
  isQuery: false,
  versions: false,
  within: "all",
  isAny: false,
  conditions: Object.freeze([]),
  sort: null,
});

/**
 * The state that an address's parameters, a Map, describe; `ignored` are the parts of them that
 * say nothing. Conditions are checked against `definitions`.
 */
export function readState(query, definitions) {
  const ignored = [];
  const state = { ...EVERYTHING, text: (query.get("q") ?? "").trim(), conditions: [] };
  if (query.get("versions") === "1") state.versions = true;
  else if (query.get("versions")) ignored.push(`versions=${query.get("versions")}`);
  const sort = query.get("sort") ?? "";
  if (Object.hasOwn(ORDERS, sort.replace(/^-/, ""))) state.sort = sort;
  else if (sort) ignored.push(`sort=${sort}`);
  for (const word of (query.get("f") ?? "").split("*").filter(Boolean)) {
    if (!takeWord(word, state, definitions)) ignored.push(word);
  }
  return { state, ignored };
}

/** The parameters of the state, a Map. */
export function writeState(state) {
  const words = [
    state.within !== "all" && state.within,
    state.isQuery && "query",
    state.isAny && state.conditions.length > 1 && "or",
    ...state.conditions.map(written),
  ];
  return new Map([
    ["q", state.text],
    ["versions", state.versions ? "1" : ""],
    ["f", words.filter(Boolean).join("*")],
    ["sort", state.sort],
  ]);
}

/** `{ field, isFalling }` of the state: the best first when there are words to fit, else the newest. */
export function sortingOf({ sort, text, isQuery }) {
  const chosen = sort ?? (text && !isQuery ? "-relevance" : "-created");
  return { field: chosen.replace(/^-/, ""), isFalling: chosen.startsWith("-") };
}

function takeWord(word, state, definitions) {
  if (Object.hasOwn(FORMATS, word)) {
    if (state.within !== "all") return false;
    state.within = word;
  } else if (word === "query") state.isQuery = true;
  else if (word === "or") state.isAny = true;
  else return takeCondition(word, state, definitions);
  return true;
}

function takeCondition(word, state, definitions) {
  const match = /^([^-]+)-([a-z]+)(?:-(.+))?$/s.exec(word);
  if (!match || !Object.hasOwn(SYMBOLS, match[2]) || state.conditions.length >= MOST) return false;
  const condition = { field: plain(match[1]), comparison: match[2], value: plain(match[3] ?? "") };
  const definition = definitions.find(({ id }) => id === condition.field);
  if (!isSound(condition, definition)) return false;
  state.conditions.push(condition);
  return true;
}

function written({ field, comparison, value }) {
  const name = field.replace(/[%*-]/g, escaped);
  return isAlone(comparison) ? `${name}-${comparison}` : `${name}-${comparison}-${value.replace(/[%*]/g, escaped)}`;
}

function escaped(character) {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function plain(text) {
  return text.replace(/%(25|2A|2D)/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}
