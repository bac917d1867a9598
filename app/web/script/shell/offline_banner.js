// <offline-banner>: says that the server cannot be reached, and looks whether it is back.

import { ask, connection } from "../base/api.js";
import { lookAgain } from "../base/changes.js";
import { button, h, icon } from "../base/dom.js";
import { say, sayNow } from "../base/live.js";
import { texts } from "../base/texts.js";

const FIRST_PAUSE = 2000; // ms between looks: twice as long each time
const LONGEST_PAUSE = 60_000;

class OfflineBanner extends HTMLElement {
  #pause = FIRST_PAUSE;
  #timer = 0;
  #aborts = new AbortController();

  connectedCallback() {
    const { signal } = this.#aborts;
    this.hidden = true;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", texts.offline.label);
    this.replaceChildren(
      icon("warning"),
      h("p", {}, texts.offline.banner),
      button(texts.offline.look, { picture: "reload", onclick: () => this.#look() }),
    );
    connection.addEventListener("offline", () => this.#lost(), { signal });
    connection.addEventListener("online", () => this.#found(), { signal });
    // What the browser says of its network is a hint; whether the server answers is what counts.
    addEventListener("offline", () => this.#lost(), { signal });
    addEventListener("online", () => this.#look(), { signal });
    if (!navigator.onLine) this.#lost();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#aborts.abort();
  }

  #lost() {
    if (!this.hidden) return;
    this.hidden = false;
    this.#pause = FIRST_PAUSE;
    this.#soon();
    sayNow(texts.offline.banner);
  }

  #found() {
    if (this.hidden) return;
    clearTimeout(this.#timer);
    const hadFocus = this.contains(document.activeElement);
    this.hidden = true;
    if (hadFocus) document.querySelector("main").focus();
    say(texts.offline.back);
    lookAgain();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }

  // Any answer fires `online`, a refusal too.
  async #look() {
    try {
      await ask("{ viewer { name } }");
    } catch (error) {
      if (error.code === "OFFLINE") this.#soon();
    }
  }
}

customElements.define("offline-banner", OfflineBanner);
