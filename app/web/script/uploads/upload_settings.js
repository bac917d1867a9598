// Upload settings: the short dialog before an upload. What is said of one file goes before what is
// said of all, and that before what the library does by itself.

import { joined } from "../acts/destinations.js";
import { openDialog } from "../base/dialogs.js";
import { button, h, newId } from "../base/dom.js";
import { counted, size } from "../base/formats.js";
import { texts } from "../base/texts.js";
import { choice, settingsFields } from "./upload_fields.js";

const words = texts.uploadSettings;

/**
 * Asks how to upload the `chosen`. Resolves to plans, `{ file, name, folder, settings }` each, after
 * `check(plans)` has found out about their places; to undefined when the person left.
 */
export function askSettings({ chosen, refused, folder, check }) {
  const form = new SettingsForm({ chosen, refused, folder, check });
  return openDialog(texts.uploads.title(chosen.length, folder), (close) => form.build(close), { kind: "uploading" });
}

class SettingsForm {
  #entries;
  #refused;
  #check;
  #folder;
  #ifTaken = choice(words.ifTaken, Object.entries(words.ifTakenChoices));
  #common = settingsFields();
  #problem;
  #submit = h("button", { class: "primary", autofocus: true }, words.submit);
  #summary = h("summary", {});

  constructor({ chosen, refused, folder, check }) {
    this.#entries = chosen;
    this.#refused = refused;
    this.#check = check;
    this.#problem = h("p", { id: newId("problem"), class: "problem", role: "alert" });
    const described = { "aria-describedby": this.#problem.id };
    this.#folder = h("input", { value: folder, autocomplete: "off", spellcheck: "false", ...described });
    this.#count();
  }

  build(close) {
    return h(
      "form",
      { onsubmit: (event) => this.#send(event, close) },
      h(
        "div",
        { class: "body" },
        this.#refused.length > 0 && leftOut(this.#refused),
        h("label", { class: "field" }, h("span", {}, words.folder), this.#folder),
        this.#ifTaken.element,
        h(
          "details",
          {},
          h("summary", {}, words.forAll),
          this.#common.element,
          h("p", { class: "hint" }, words.default),
        ),
        this.#files(),
        this.#problem,
      ),
      h("footer", {}, button(texts.dialogs.cancel, { onclick: () => close() }), this.#submit),
    );
  }

  async #send(event, close) {
    event.preventDefault();
    this.#busy(true);
    this.#problem.replaceChildren();
    try {
      const plans = await this.#check(this.#plans());
      // The person may have left while the library was asked.
      if (this.#submit.isConnected) close(plans);
    } catch (error) {
      this.#problem.replaceChildren(error.message);
      if (!error.code) throw error;
    } finally {
      this.#busy(false);
    }
  }

  #busy(is) {
    this.#submit.disabled = is;
    this.#submit.replaceChildren(is ? words.checking : words.submit);
  }

  #plans() {
    const common = this.#common.read();
    const ifTaken = this.#ifTaken.input.value;
    return this.#entries.map(({ file, below = "", fields }) => {
      const { folder, ...own } = fields?.read() ?? {};
      const place = folder ?? joined(this.#folder.value.trim(), below);
      return { file, name: file.name, folder: place, settings: { ifTaken, ...common, ...own } };
    });
  }

  // Rows are made when somebody wants to see them: there may be thousands.
  #files() {
    const list = h("ul", { class: "files" });
    const draw = () => list.childElementCount || list.append(...this.#entries.map((entry) => this.#row(entry)));
    return h("details", { ontoggle: draw }, this.#summary, list);
  }

  #row(entry) {
    const { file, below = "" } = entry;
    const panel = h("div", { id: newId("settings"), hidden: true });
    const toggle = () => {
      entry.fields ??= ownFields();
      if (!panel.firstChild) panel.append(entry.fields.element);
      panel.hidden = !panel.hidden;
      settings.setAttribute("aria-expanded", String(!panel.hidden));
    };
    const settings = button(words.settingsOf(file.name), {
      picture: "settings",
      bare: true,
      "aria-expanded": "false",
      "aria-controls": panel.id,
      onclick: toggle,
    });
    const name = h("span", { class: "name" }, below ? `${below}/${file.name}` : file.name);
    const leave = () => this.#leaveOut(entry, row);
    const drop = button(words.leaveOut(file.name), { picture: "close", bare: true, onclick: leave });
    const row = h("li", {}, name, h("span", { class: "hint" }, size(file.size)), settings, drop, panel);
    return row;
  }

  #leaveOut(entry, row) {
    this.#entries = this.#entries.filter((each) => each !== entry);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("button:last-of-type") ?? this.#summary).focus();
    this.#count();
  }

  #count() {
    const bytes = this.#entries.reduce((sum, { file }) => sum + file.size, 0);
    this.#summary.replaceChildren(words.files(counted(this.#entries.length, "file", "files"), size(bytes)));
    this.#submit.disabled = !this.#entries.length;
  }
}

function ownFields() {
  return settingsFields({
    forOne: true,
    extra: [
      { name: "folder", label: words.folder },
      { name: "ifTaken", label: words.ifTaken, choices: words.ifTakenChoices },
    ],
  });
}

function leftOut(refused) {
  return h(
    "section",
    { class: "problems" },
    h("h3", {}, words.leftOut(counted(refused.length, "file is", "files are"))),
    h("ul", {}, refused.map(({ reason }) => h("li", {}, reason))),
  );
}
