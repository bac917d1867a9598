// Search fields: what a search can be narrowed by, how each is asked, and which values it takes. Pure.

/** How the search language (see `Query.search` in the schema) writes each comparison. */
export const SYMBOLS = Object.freeze({
  has: "HAS",
  is: "=",
  not: "NOT =",
  starts: ":",
  any: "IN",
  none: "NOT IN",
  set: "EXISTS",
  unset: "NOT EXISTS",
  more: ">",
  least: ">=",
  less: "<",
  most: "<=",
  since: ">=",
  before: "<",
  on: "=",
  last: ">",
  below: ":",
  in: "=",
});

// By what the values are; the first comparison is the one to begin with.
const COMPARISONS = {
  text: ["has", "starts", "is", "not"],
  tags: ["any", "none", "set", "unset"],
  size: ["more", "less"],
  time: ["last", "since", "before", "on"],
  format: ["is"],
  number: ["least", "most", "is"],
  folder: ["below", "in"],
  flag: ["is"],
};
// Custom fields can be missing as well.
const CUSTOM_COMPARISONS = {
  text: [...COMPARISONS.text, "set", "unset"],
  number: ["is", "not", "more", "least", "less", "most", "set", "unset"],
  date: ["since", "before", "on", "set", "unset"],
  flag: ["is", "set", "unset"],
  choice: ["is", "not", "set", "unset"],
  choices: ["any", "none", "set", "unset"],
};
const CUSTOM_KINDS = {
  TEXT: "text",
  TEXTAREA: "text",
  NUMBER: "number",
  DATE: "date",
  BOOLEAN: "flag",
  SINGLE_SELECT: "choice",
  MULTI_SELECT: "choices",
};

/** What "Search within" means. The language cannot say "none of these", so `others` are named too. */
export const FORMATS = Object.freeze({
  images: ["jpg", "png", "webp", "gif", "svg", "avif", "heic", "tiff", "bmp", "jxl", "psd", "ico"],
  videos: ["mp4", "webm", "mov", "ts", "m3u8", "swf"],
  code: ["css", "js"],
  others: "pdf txt html csv json xml zip mp3 wav woff2 woff ttf otf eot".split(" "),
});

/** What can be asked of files: `field` is its name in the language. */
export const FIELDS = Object.freeze([
  field("name", "text", "name"),
  field("tags", "tags", "tags"),
  field("size", "size", "size"),
  field("created", "time", "createdAt"),
  field("updated", "time", "updatedAt"),
  { ...field("format", "format", "format"), options: Object.values(FORMATS).flat() },
  field("width", "number", "width"),
  field("height", "number", "height"),
  field("folder", "folder", "path"),
  field("private", "flag", "private"),
  field("published", "flag", "published"),
  field("transparency", "flag", "transparency"),
]);

function field(id, kind, name) {
  return { id, kind, field: name, comparisons: COMPARISONS[kind] };
}

/** The search field of a custom metadata field: `{ name, label, type, options }`. */
export function customField({ name, label, type, options }) {
  const kind = CUSTOM_KINDS[type];
  const comparisons = CUSTOM_COMPARISONS[kind];
  return { id: `meta.${name}`, kind, field: `customMetadata.${name}`, comparisons, label, options: options ?? [] };
}

/** Whether the comparison needs no value. */
export function isAlone(comparison) {
  return comparison === "set" || comparison === "unset";
}

const SIZE = /^\d{1,15}(\.\d{1,9})?\s*([kmgt]?b)?$/i;
const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const SPAN = /^[1-9]\d{0,4}[hdwmy]$/;
const LONGEST = 200; // characters: `HAS` takes no more

const ACCEPTED = {
  text: hasWords,
  tags: (value) => listed(value).length > 0,
  size: (value) => SIZE.test(value),
  time: (value, { comparison }) => (comparison === "last" ? SPAN.test(value) : isDate(value)),
  date: isDate,
  format: (value, { definition }) => definition.options.includes(value),
  number: (value) => NUMBER.test(value),
  folder: (value) => value.startsWith("/"),
  flag: (value) => value === "yes" || value === "no",
  choice: (value, { definition }) => definition.options.some((option) => String(option) === value),
};
ACCEPTED.choices = ACCEPTED.choice;

/** Whether a condition, `{ field, comparison, value }`, can be asked, with its definition. */
export function isSound({ comparison, value }, definition) {
  if (!definition?.comparisons.includes(comparison)) return false;
  if (isAlone(comparison)) return value === "";
  if (value === "" || value.length > LONGEST) return false;
  return ACCEPTED[definition.kind](value, { comparison, definition });
}

/** Whether there is anything in it that can be a word. */
export function hasWords(text) {
  return /[\p{L}\p{N}]/u.test(text);
}

/** `a, b` as ["a", "b"]. */
export function listed(value) {
  return value.split(",").map((part) => part.trim()).filter(Boolean);
}

function isDate(value) {
  return DATE.test(value) && new Date(value).toJSON()?.startsWith(value) === true;
}
