// A control for each type of custom metadata: how its value is shown, written and read.

import { h, newId } from "../base/dom.js";
import { texts } from "../base/texts.js";

const words = texts.customFields;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A value in words. */
export function spelled({ type }, value) {
  if (type === "BOOLEAN") return value ? words.yes : words.no;
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/**
 * `{ field, element, before, value(), complain(text), focus() }`. `value()` is null when there is none;
 * what cannot be meant goes to the server as it was written, which then says what is wrong with it.
 */
export function controlFor(field, current) {
  const problem = h("p", { id: newId("problem"), class: "problem", role: "alert" });
  const hint = hintOf(field);
  const note = h("p", { id: newId("hint"), class: "hint" }, hint);
  const described = { "aria-describedby": hint ? `${note.id} ${problem.id}` : problem.id };
  const make = { BOOLEAN: choice, SINGLE_SELECT: choice, MULTI_SELECT: several }[field.type] ?? line;
  const { element, value, inputs } = make(field, current, described);
  element.append(...(hint ? [note] : []), problem);
  return {
    field,
    element,
    value,
    before: JSON.stringify(value()),
    focus: () => inputs[0].focus(),
    complain(text) {
      problem.replaceChildren(text);
      for (const input of inputs) input.toggleAttribute("aria-invalid", Boolean(text));
      if (text) for (const input of inputs) input.setAttribute("aria-invalid", "true");
    },
  };
}

function hintOf({ description, isRequired, minimum, maximum, type }) {
  const isText = type === "TEXT" || type === "TEXTAREA";
  return [
    description,
    minimum != null && (isText ? words.atLeast : words.from)(minimum),
    maximum != null && (isText ? words.atMost : words.upTo)(maximum),
    isRequired && words.required,
  ].filter(Boolean).join(" ");
}

function line(field, current, described) {
  const isLong = field.type === "TEXTAREA";
  const input = h(isLong ? "textarea" : "input", { ...described, ...kindOf(field, current), "data-key": field.name });
  input.value = current ?? "";
  const value = () => (input.value === "" ? null : meant(field, input.value));
  return { element: labelled(field, input), value, inputs: [input] };
}

// A number is a text here: a browser's number field hides what it cannot read, and nobody could say why it is wrong.
function kindOf({ type }, current) {
  if (type === "TEXTAREA") return { rows: 4 };
  if (type === "NUMBER") return { inputmode: "decimal" };
  return type === "DATE" && (current == null || DATE.test(current)) ? { type: "date" } : {};
}

function meant({ type }, written) {
  if (type !== "NUMBER") return written;
  const number = Number(written.replace(",", "."));
  return Number.isFinite(number) ? number : written;
}

function choice(field, current, described) {
  const options = field.type === "BOOLEAN" ? [true, false] : field.options;
  const entry = (option, at) => h("option", { value: `${at}`, selected: option === current }, spelled(field, option));
  const select = h(
    "select",
    { ...described, "data-key": field.name },
    h("option", { value: "" }, words.unset),
    options.map(entry),
  );
  const value = () => (select.value === "" ? null : options[Number(select.value)]);
  return { element: labelled(field, select), value, inputs: [select] };
}

function several(field, current, described) {
  const boxes = field.options.map((option) => h("input", { type: "checkbox", checked: current?.includes(option) }));
  const element = h(
    "fieldset",
    { ...described, "data-key": field.name },
    h("legend", {}, field.label),
    boxes.map((box, at) => h("label", {}, box, String(field.options[at]))),
  );
  const value = () => {
    const chosen = field.options.filter((_, at) => boxes[at].checked);
    return chosen.length ? chosen : null;
  };
  return { element, value, inputs: boxes };
}

function labelled(field, input) {
  input.id = newId("field");
  return h("div", { class: "field" }, h("label", { for: input.id }, field.label), input);
}
