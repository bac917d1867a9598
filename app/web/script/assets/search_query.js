// Writes a search in the language of `Query.search`. Pure.

import { FORMATS, hasWords, isAlone, listed, SYMBOLS } from "./search_fields.js";

const LONGEST = 200; // characters that `HAS` takes
const CONDITION = /^[\s(]*("[^"]+"|'[^']+'|[A-Za-z_]\w*)\s*([=:<>]|(NOT|IN|HAS|EXISTS)\b)/i;

/**
 * `{ query, includeVersions, start }` of a state (search_state.js); `start` is how many characters
 * stand before the person's own text when that is in the language, to count positions from there.
 */
export function searchOf(state, definitions) {
  const { text, isQuery, versions, within, isAny, conditions } = state;
  const asked = conditions.map((each) => written(each, definitions));
  const rest = [
    // A text in the language says itself which types it wants.
    !isQuery && `type IN ${list(versions ? ["file", "file-version", "folder"] : ["file", "folder"])}`,
    within !== "all" && `format IN ${list(FORMATS[within])}`,
    isAny && asked.length > 1 ? `(${asked.join(" OR ")})` : asked.join(" AND "),
  ].filter(Boolean);
  const own = text && (isQuery ? text : named(text));
  // Brackets that do not match are left for the server to name.
  const isWrapped = isQuery && own && rest.length > 0 && isClosed(text);
  const terms = [isWrapped ? `(${own})` : own, ...rest];
  return { query: terms.filter(Boolean).join(" AND "), includeVersions: versions, start: isWrapped ? 1 : 0 };
}

/** Whether the text reads like one in the language rather than like a name. */
export function looksLikeQuery(text) {
  return CONDITION.test(text);
}

/** A text as the language writes it. */
export function quoted(text) {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

// HAS finds words wherever they stand in a name, and takes none without a letter or a digit.
function named(text) {
  return hasWords(text) && [...text].length <= LONGEST ? `name HAS ${quoted(text)}` : `name : ${quoted(text)}`;
}

function written({ field, comparison, value }, definitions) {
  const definition = definitions.find(({ id }) => id === field);
  const name = definition.field.includes(".") ? quoted(definition.field) : definition.field;
  if (isAlone(comparison)) return `${name} ${SYMBOLS[comparison]}`;
  if (definition.kind === "time" && comparison !== "last") return onDays(name, comparison, value);
  return `${name} ${SYMBOLS[comparison]} ${literal(definition, comparison, value)}`;
}

function literal({ kind, options }, comparison, value) {
  if (kind === "flag") return String(value === "yes");
  if (kind === "number") return value;
  if (kind === "tags") return list(listed(value));
  if (kind !== "choice" && kind !== "choices") return quoted(value);
  const option = options.find((each) => String(each) === value);
  const one = typeof option === "string" ? quoted(option) : String(option);
  return kind === "choices" ? `[${one}]` : one;
}

// Days are those of where the person is, and the server counts in UTC.
function onDays(name, comparison, day) {
  const [year, month, date] = day.split("-").map(Number);
  const start = `"${new Date(year, month - 1, date).toISOString()}"`;
  if (comparison !== "on") return `${name} ${SYMBOLS[comparison]} ${start}`;
  return `(${name} >= ${start} AND ${name} < "${new Date(year, month - 1, date + 1).toISOString()}")`;
}

function list(values) {
  return `[${values.map(quoted).join(", ")}]`;
}

function isClosed(text) {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, "");
  let depth = 0;
  for (const mark of bare.replace(/[^()]/g, "")) {
    depth += mark === "(" ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
