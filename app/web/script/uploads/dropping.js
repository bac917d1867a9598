// Dropping: files and folders dragged from this device onto any part of the page are uploaded.

import { Failure } from "../base/api.js";
import { folderShown } from "../acts/destinations.js";
import { h, icon } from "../base/dom.js";
import { texts } from "../base/texts.js";
import { complain } from "../base/toasts.js";
import { uploadFiles } from "./uploads.js";

/** Starts to take files, until `signal` is aborted. */
export function startDropping(signal) {
  const area = new DropArea();
  const on = (type, run) => document.addEventListener(type, run, { signal });
  on("dragstart", () => area.begin());
  on("dragend", () => area.end());
  on("dragenter", (event) => area.enter(event));
  on("dragleave", (event) => area.leave(event));
  on("dragover", (event) => area.over(event));
  on("drop", (event) => area.drop(event));
  signal.addEventListener("abort", () => area.end());
}

class DropArea {
  #label = h("p", {});
  #overlay = h("div", { class: "drop", role: "status" }, h("div", {}, icon("upload"), this.#label));
  // What the pointer is in. Leaving an element comes after entering the next, and not at all when
  // an element goes away, so numbers of either would drift apart.
  #inside = new Set();
  #isOurs = false;

  /** Something of the page itself is dragged: browsers call a picture a file. */
  begin() {
    this.#isOurs = true;
  }

  end() {
    this.#isOurs = false;
    this.#hide();
  }

  enter(event) {
    if (!this.#takes(event)) return;
    this.#inside.add(event.target);
    if (isBarred() || this.#overlay.isConnected) return;
    this.#label.textContent = texts.dropping.into(folderShown());
    document.body.append(this.#overlay);
  }

  leave(event) {
    this.#inside.delete(event.target);
    if (![...this.#inside].some((each) => each.isConnected)) this.#hide();
  }

  // Else the browser would leave the page to show the file.
  over(event) {
    if (!this.#takes(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = isBarred() ? "none" : "copy";
  }

  async drop(event) {
    if (!this.#takes(event)) return;
    event.preventDefault();
    this.end();
    if (isBarred()) return;
    const folder = folderShown();
    const { files, unreadable } = await filesOf(event.dataTransfer);
    if (unreadable.length) refuse(unreadable);
    await uploadFiles(files, { folder });
  }

  #takes({ dataTransfer }) {
    return !this.#isOurs && dataTransfer?.types.includes("Files");
  }

  #hide() {
    this.#inside.clear();
    this.#overlay.remove();
  }
}

// Something else is to be answered first, or the folder shown is not there.
function isBarred() {
  return document.querySelector("dialog[open], new-menu[hidden]") !== null;
}

function refuse(names) {
  complain(new Failure(texts.dropping.unreadable(names.join(", ")), { code: "UNREADABLE" }));
}

/** What was dropped, as `uploadFiles` takes it; folders keep what is in them where it is. */
async function filesOf(dataTransfer) {
  // All of it at once: after the first wait the browser has forgotten what was dropped.
  const items = [...dataTransfer.items].filter(({ kind }) => kind === "file");
  const dropped = items.map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()]);
  const found = { files: [], unreadable: [] };
  for (const [entry, file] of dropped) {
    if (entry?.isDirectory) await walk(entry, entry.name, found);
    else if (file) found.files.push({ file });
  }
  return found;
}

async function walk(folder, below, found) {
  for (const entry of await entriesOf(folder, found)) {
    if (entry.isDirectory) await walk(entry, `${below}/${entry.name}`, found);
    else await take(entry, below, found);
  }
}

async function take(entry, below, found) {
  try {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.files.push({ file, below });
  } catch {
    found.unreadable.push(entry.name);
  }
}

// The browser gives a part at a time, and nothing when there is no more.
async function entriesOf(folder, found) {
  const reader = folder.createReader();
  const entries = [];
  try {
    for (;;) {
      const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!part.length) return entries;
      entries.push(...part);
    }
  } catch {
    found.unreadable.push(folder.name);
    return entries;
  }
}
