// <settings-view>: what this person prefers on this device, who they are, and what the server is.

import { button, h, newId } from "../base/dom.js";
import { count, counted, size } from "../base/formats.js";
import { showKeys } from "../base/keys.js";
import { prefer, setPreference } from "../base/preferences.js";
import { limits, may, viewerName } from "../base/session.js";
import { texts } from "../base/texts.js";

const CHOICES = {
  theme: ["system", "light", "dark"],
  view: ["grid", "list"],
  backdrop: ["checks", "light", "dark"],
};

class SettingsView extends HTMLElement {
  /** Shows the settings as they are. */
  show() {
    document.title = `${texts.settings.title} · ${texts.shell.brand}`;
    this.replaceChildren(
      h("h1", {}, texts.settings.title),
      part(texts.settings.looks, Object.keys(CHOICES).map(choice), h("p", { class: "hint" }, texts.settings.kept)),
      part(texts.settings.keys, letters(), button(texts.settings.showKeys, { onclick: () => showKeys() })),
      part(texts.settings.who, facts(who())),
      part(texts.settings.server, facts(server())),
    );
  }
}

function part(title, ...content) {
  const id = newId("part");
  return h("section", { "aria-labelledby": id }, h("h2", { id }, title), content);
}

function choice(name) {
  const options = CHOICES[name].map((value) =>
    h(
      "label",
      { class: "choice" },
      h("input", {
        type: "radio",
        name,
        value,
        checked: prefer(name) === value,
        onchange: () => setPreference(name, value),
      }),
      texts.settings[name][value],
    ),
  );
  return h("fieldset", {}, h("legend", {}, texts.settings[name].title), h("div", { class: "choices" }, options));
}

function letters() {
  const id = newId("hint");
  const onchange = ({ target }) => setPreference("letters", target.checked);
  const box = h("input", { type: "checkbox", checked: prefer("letters"), onchange, "aria-describedby": id });
  return [h("label", {}, box, texts.settings.letters), h("p", { class: "hint", id }, texts.settings.lettersHint)];
}

function who() {
  const permissions = ["READ", "WRITE", "DELETE"].filter(may).map((each) => texts.settings.permissions[each]);
  return [
    [texts.settings.key, viewerName()],
    [texts.settings.may, permissions.join(", ")],
  ];
}

function server() {
  const { version, maxUploadBytes, maxPixels, maxVersionsPerFile } = limits();
  return [
    [texts.settings.version, version],
    [texts.settings.maxUpload, size(Number(maxUploadBytes))],
    [texts.settings.maxPixels, texts.settings.pixels(count(Number(maxPixels)))],
    [texts.settings.maxVersions, counted(maxVersionsPerFile, "version", "versions")],
  ];
}

function facts(rows) {
  return h("dl", {}, rows.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))));
}

customElements.define("settings-view", SettingsView);
