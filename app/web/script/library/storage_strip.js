// <storage-strip>: how much the library holds, at the foot of the page.

import { ask, Failure, isAbort } from "../base/api.js";
import { changes } from "../base/changes.js";
import { h } from "../base/dom.js";
import { count, size } from "../base/formats.js";
import { texts } from "../base/texts.js";

const PAUSE = 500; // ms after the last of several changes
const USAGE = "query Usage { storageUsage { fileCount currentBytes pastBytes storedBytes } }";

class StorageStrip extends HTMLElement {
  #aborts = new AbortController();
  #timer = 0;

  connectedCallback() {
    this.setAttribute("role", "contentinfo");
    this.setAttribute("aria-label", texts.shell.strip);
    changes.addEventListener("change", () => this.#soon(), { signal: this.#aborts.signal });
    void this.#look();
  }

  disconnectedCallback() {
    this.#aborts.abort();
    clearTimeout(this.#timer);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), PAUSE);
  }

  async #look() {
    try {
      const { storageUsage } = await ask(USAGE, {}, { signal: this.#aborts.signal });
      this.#draw(storageUsage);
    } catch (error) {
      // What was known stays. Whoever cannot reach the server is told so elsewhere, and once.
      if (!(error instanceof Failure) && !isAbort(error)) throw error;
    }
  }

  #draw({ fileCount, currentBytes, pastBytes, storedBytes }) {
    const { used, files, onDisk, pastVersions } = texts.shell;
    const parts = [
      used(size(currentBytes + pastBytes)),
      files(count(fileCount)),
      onDisk(size(storedBytes)),
      pastVersions(size(pastBytes)),
    ];
    this.replaceChildren(...parts.map((part) => h("span", {}, part)));
  }
}

customElements.define("storage-strip", StorageStrip);
