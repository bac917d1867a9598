// <custom-fields>: the values that a version has for the custom metadata fields, and a form for the current one's.

import { ask } from "../base/api.js";
import { announce } from "../base/changes.js";
import { button, h } from "../base/dom.js";
import { controlFor, spelled } from "./field_controls.js";
import { redraw } from "../base/redraw.js";
import { may } from "../base/session.js";
import { texts } from "../base/texts.js";
import { complain, toast } from "../base/toasts.js";

const words = texts.customFields;

const UPDATE = `mutation SetCustomMetadata($input: UpdateFileInput!) {
  updateFile(input: $input) { file { id } }
}`;

class CustomFields extends HTMLElement {
  #content = h("div", {});
  #controls = [];
  #data = null;
  #shown = "";
  #save = null;
  #discard = null;

  connectedCallback() {
    this.replaceChildren(h("h2", {}, words.heading), this.#content);
  }

  /** `{ file, version, fields }`; what somebody is typing is not drawn over. */
  show(data) {
    const { version, fields } = data;
    const shown = JSON.stringify([version.id, version.isCurrent, version.customMetadata, fields]);
    const before = this.#data?.version;
    const isSame = version.id === before?.id && version.isCurrent === before.isCurrent;
    this.#data = data;
    if (shown === this.#shown || (isSame && this.#changed().length)) return;
    this.#shown = shown;
    this.#draw();
  }

  #draw() {
    const { version, fields } = this.#data;
    const values = new Map(version.customMetadata.map(({ field, value }) => [field.name, value]));
    this.#controls = [];
    if (!fields.length) return redraw(this.#content, h("p", { class: "hint" }, words.none));
    if (!version.isCurrent || !may("WRITE")) return redraw(this.#content, this.#reading(fields, values));
    this.#controls = fields.map((field) => controlFor(field, values.get(field.name)));
    return redraw(this.#content, this.#form());
  }

  #reading(fields, values) {
    const { version } = this.#data;
    const value = (field) => (values.has(field.name) ? spelled(field, values.get(field.name)) : words.unset);
    const line = (field) => h("div", {}, h("dt", {}, field.label), h("dd", {}, value(field)));
    return [
      h("p", { class: "hint" }, version.isCurrent ? words.readOnly : words.old(version.number)),
      h("dl", { class: "facts" }, fields.map(line)),
    ];
  }

  #form() {
    this.#save = h("button", { class: "primary", "data-key": "save" }, words.save);
    this.#discard = button(words.discard, { "data-key": "discard", onclick: () => this.#draw() });
    const onsubmit = (event) => {
      event.preventDefault();
      this.#send();
    };
    const form = h(
      "form",
      { novalidate: true, onsubmit, oninput: () => this.#offer() },
      this.#controls.map(({ element }) => element),
      h("div", { class: "row" }, this.#save, this.#discard),
    );
    this.#offer();
    return form;
  }

  #changed() {
    return this.#controls.filter((control) => JSON.stringify(control.value()) !== control.before);
  }

  #offer() {
    this.#discard.hidden = !this.#changed().length;
  }

  async #send() {
    const changed = this.#changed();
    for (const control of this.#controls) control.complain("");
    if (!changed.length) return toast(words.nothing);
    const { file, version } = this.#data;
    const customMetadata = changed.map((control) => ({ name: control.field.name, value: control.value() }));
    this.#save.disabled = true;
    try {
      await ask(UPDATE, { input: { file: { id: file.id }, ifCurrentVersionId: version.id, customMetadata } });
      for (const control of changed) control.before = JSON.stringify(control.value());
      this.#offer();
      toast(words.saved);
      announce();
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#save.disabled = false;
    }
    return undefined;
  }

  // The server's word stands at each field that it is about; the focus goes to the first.
  #refused(error) {
    const wrong = this.#controls.filter(({ field }) => error.errors?.[field.name]);
    for (const control of wrong) control.complain(words.wrong(control.field.label, error.errors[control.field.name]));
    if (wrong.length) wrong[0].focus();
    else complain(error);
  }
}

customElements.define("custom-fields", CustomFields);
