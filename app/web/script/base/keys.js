// Keys: one table of all that this page knows. What runs and what the `?` sheet lists both come from it.

import { openDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { prefer } from "./preferences.js";
import { texts } from "./texts.js";
import { undoLast } from "./toasts.js";

/**
 * `where` is a part of the sheet; the words for it and for each `id` are in texts.keys. `Mod` is Ctrl
 * or, on a Mac, Cmd. Keys of one character are shortcuts that can be switched off (WCAG 2.1.4).
 */
const KEYS = Object.freeze([
  { where: "anywhere", id: "search", keys: ["/"] },
  { where: "anywhere", id: "upload", keys: ["u"] },
  { where: "anywhere", id: "newFolder", keys: ["n"] },
  { where: "anywhere", id: "undo", keys: ["Mod+z"] },
  { where: "anywhere", id: "sheet", keys: ["?"] },
  { where: "grid", id: "move", keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] },
  { where: "grid", id: "ends", keys: ["Home", "End"] },
  { where: "grid", id: "pages", keys: ["PageUp", "PageDown"] },
  { where: "grid", id: "open", keys: ["Enter"] },
  { where: "grid", id: "toggle", keys: ["Space"] },
  { where: "grid", id: "range", keys: ["Shift+ArrowLeft", "Shift+ArrowRight", "Shift+ArrowUp", "Shift+ArrowDown"] },
  { where: "grid", id: "all", keys: ["Mod+a"] },
  { where: "grid", id: "clear", keys: ["Escape"] },
  { where: "grid", id: "menu", keys: ["Shift+F10", "ContextMenu"] },
  { where: "grid", id: "rename", keys: ["F2"] },
  { where: "grid", id: "delete", keys: ["Delete"] },
  { where: "file", id: "older", keys: ["["] },
  { where: "file", id: "newer", keys: ["]"] },
  { where: "file", id: "restore", keys: ["r"] },
  { where: "file", id: "rename", keys: ["F2"] },
  { where: "file", id: "delete", keys: ["Delete"] },
]);

const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]";
const OPEN = "dialog:modal, [popover]:not([popover=manual]):popover-open";
const PRESSABLE = "a[href], button, summary, input, label";
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

const handlers = new Map(KEYS.map((row) => [row, []]));

/**
 * Runs `run(event)` when one of the row's keys is pressed inside `within`; it answers false when it
 * did nothing, and the key goes on. The newest handler of a row is the one asked. Returns what
 * takes the handler off again; an aborted `signal` does as well.
 */
export function onKey(where, id, run, { within = document, signal } = {}) {
  const row = KEYS.find((each) => each.where === where && each.id === id);
  const handler = { run, within };
  handlers.get(row).push(handler);
  const off = () => {
    const left = handlers.get(row).filter((each) => each !== handler);
    handlers.set(row, left);
  };
  signal?.addEventListener("abort", off, { once: true });
  return off;
}

/** Starts to listen, until `signal` is aborted. */
export function startKeys(signal) {
  document.addEventListener("keydown", pressed, { signal });
  onKey("anywhere", "sheet", () => void showKeys(), { signal });
  onKey("anywhere", "undo", undoLast, { signal });
}

/** The sheet of all keys that do something here and now. */
export function showKeys() {
  const rows = KEYS.filter((row) => handlers.get(row).length && isOn(row));
  const parts = Map.groupBy(rows, (row) => row.where);
  return openDialog(
    texts.keys.title,
    () =>
      h(
        "div",
        { class: "body keys", tabindex: "0", role: "region", "aria-label": texts.keys.title, autofocus: true },
        [...parts].map(([where, each]) => [h("h3", {}, texts.keys.where[where]), h("dl", {}, each.map(line))]),
        !prefer("letters") && h("p", { class: "hint" }, texts.keys.lettersOff),
      ),
    { kind: "sheet" },
  );
}

function line({ where, id, keys }) {
  const combinations = keys.map((key) => h("span", {}, key.split("+").map((part) => h("kbd", {}, named(part)))));
  return h("div", {}, h("dt", {}, texts.keys[where][id]), h("dd", {}, combinations));
}

function named(part) {
  if (part === "Mod") return IS_MAC ? "Cmd" : "Ctrl";
  return texts.keys.names[part] ?? (part.length === 1 && /[a-z]/.test(part) ? part.toUpperCase() : part);
}

function isOn({ keys }) {
  return prefer("letters") || keys.some((key) => key.length > 1);
}

function pressed(event) {
  const { target } = event;
  if (event.defaultPrevented || event.isComposing || target.closest(TYPING) || document.querySelector(OPEN)) return;
  // On a button these keys press it, wherever the button is.
  if (["Enter", " "].includes(event.key) && target.closest(PRESSABLE)) return;
  for (const row of KEYS) {
    if (!isOn(row) || !row.keys.some((key) => fits(key, event))) continue;
    const handler = handlers.get(row).findLast(({ within }) => within.contains(target));
    if (handler && handler.run(event) !== false) return void event.preventDefault();
  }
}

function fits(combination, event) {
  const parts = combination.split("+");
  const key = parts.pop();
  const isKey = key === "Space" ? event.key === " " : event.key.toLowerCase() === key.toLowerCase();
  if (!isKey) return false;
  const isMod = event.ctrlKey || event.metaKey;
  // Some keyboards need Shift or AltGr to write `/`, `?` and brackets at all.
  if (!parts.length && /^[^a-z]$/.test(key)) return !isMod || event.getModifierState("AltGraph");
  return isMod === parts.includes("Mod") && event.shiftKey === parts.includes("Shift") && !event.altKey;
}
