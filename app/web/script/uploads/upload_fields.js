// Fields of upload settings: one table makes the form for all files and the form for a single one.

import { h, newId } from "../base/dom.js";
import { texts } from "../base/texts.js";

const words = texts.uploadSettings;

// The empty choice is the library's default for all files, and what holds for all for a single one.
const FIELDS = [
  { name: "tags", label: words.tags, hint: words.tagsHint },
  { name: "description", label: words.description },
  { name: "privacy", label: words.privacy, unset: words.unset, choices: words.privacies },
  { name: "publication", label: words.publication, unset: words.unset, choices: words.publications },
  { name: "keepTags", label: words.keepTags, unset: words.unset, choices: words.keeping },
  { name: "keepMetadata", label: words.keepMetadata, unset: words.unset, choices: words.keeping },
];

/** Controls for settings; `forOne` when those for all files hold where it says nothing. */
export function settingsFields({ forOne = false, extra = [] } = {}) {
  const controls = [...extra, ...FIELDS].map((field) => [field, control(field, forOne)]);
  return {
    element: h("div", { class: "settings" }, controls.map(([field, input]) => labelled(field, input))),
    /** Only what was said. */
    read: () => {
      const said = controls.map(([field, input]) => [field.name, value(field, input)]);
      return Object.fromEntries(said.filter(([, each]) => each));
    },
  };
}

/** A question that has an answer for each case; the first choice is what holds when nothing is said. */
export function choice(label, choices) {
  const input = h("select", {}, choices.map(([word, text]) => h("option", { value: word }, text)));
  return { element: h("label", { class: "field" }, h("span", {}, label), input), input };
}

function control({ unset, choices, value: given }, forOne) {
  if (!choices) return h("input", { value: given, placeholder: forOne ? words.asAll : null, autocomplete: "off" });
  const first = [["", forOne ? words.asAll : unset], ...Object.entries(choices)];
  return choice("", first).input;
}

function labelled({ label, hint }, input) {
  const field = h("label", { class: "field" }, h("span", {}, label), input);
  if (!hint) return field;
  const id = newId("hint");
  input.setAttribute("aria-describedby", id);
  return h("div", {}, field, h("small", { id, class: "hint" }, hint));
}

function value({ name }, input) {
  const text = input.value.trim();
  if (name !== "tags") return text || null;
  const tags = text.split(",").map((tag) => tag.trim()).filter(Boolean);
  return tags.length ? tags : null;
}
