// The menu of actions: at the pointer or under a button, and from below on narrow windows.

import { actionsFor } from "./actions.js";
import { nameOf } from "../assets/assets.js";
import { h, icon, newId } from "../base/dom.js";
import { texts } from "../base/texts.js";

const PAUSE = 700; // ms without a key, after which typing looks for another word
const EDGE = 8; // px kept free around it

let shown = null;

/**
 * Opens the menu of what can be done with `assets` at a point, or under the button `from` when there is
 * none. Focus goes back to `from`. `without` is a set of ids of actions that are to be had elsewhere.
 */
export function openMenu(assets, { x, y, from, without = new Set() }) {
  shown?.close();
  const actions = actionsFor(assets).filter(({ id }) => !without.has(id));
  if (actions.length) shown = new Menu(assets, actions, from).open(x, y);
}

class Menu {
  #aborts = new AbortController();
  #element;
  #from;
  #items = [];
  #typed = "";
  #typedAt = -PAUSE;

  constructor(assets, actions, from) {
    this.#from = from;
    const label = texts.menu.label(assets.length === 1 ? nameOf(assets[0]) : null, assets.length);
    // Manual: releasing the button that opened it at the pointer would close an automatic one.
    this.#element = h(
      "div",
      { role: "menu", class: "menu", popover: "manual", "aria-label": label, onkeydown: (event) => this.#press(event) },
      actions.map((action) => this.#item(action)),
    );
  }

  open(x, y) {
    const { signal } = this.#aborts;
    (this.#from?.closest("dialog") ?? document.querySelector("main")).append(this.#element);
    this.#element.showPopover();
    this.#place(x, y);
    this.#expand("true");
    this.#items[0].focus();
    document.addEventListener("pointerdown", (event) => this.#outside(event), { capture: true, signal });
    addEventListener("resize", () => this.close(), { signal });
    addEventListener("popstate", () => this.close(), { signal });
    return this;
  }

  close({ back = true } = {}) {
    this.#aborts.abort();
    this.#element.remove();
    this.#expand("false");
    if (back && this.#from?.isConnected) this.#from.focus();
    if (shown === this) shown = null;
  }

  // A tile that was clicked is not what opens: only a button says of itself that it does.
  #expand(is) {
    if (this.#from?.hasAttribute("aria-expanded")) this.#from.setAttribute("aria-expanded", is);
  }

  // The reason stands beside the entry, whose name stays its own.
  #item({ label, picture, danger, reason, run }) {
    const id = newId("reason");
    const choose = () => {
      if (reason) return;
      this.close();
      run();
    };
    const item = h(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: "-1",
        class: danger ? "dangerous" : null,
        "aria-disabled": reason ? "true" : null,
        "aria-describedby": reason ? id : null,
        onclick: choose,
      },
      icon(picture),
      h("span", {}, label),
    );
    this.#items.push(item);
    const enter = () => item.focus({ preventScroll: true });
    return h("div", { role: "none", onpointermove: enter }, item, reason && h("small", { id }, reason));
  }

  // On narrow windows the stylesheet has it come from below, whatever is set here.
  #place(x, y) {
    const under = this.#from?.getBoundingClientRect() ?? { left: EDGE, bottom: EDGE };
    const box = this.#element.getBoundingClientRect();
    const left = Math.min(x ?? under.left, innerWidth - box.width - EDGE);
    const top = Math.min(y ?? under.bottom, innerHeight - box.height - EDGE);
    this.#element.style.left = `${Math.max(EDGE, left)}px`;
    this.#element.style.top = `${Math.max(EDGE, top)}px`;
  }

  #outside(event) {
    if (!this.#element.contains(event.target)) this.close({ back: false });
  }

  #press(event) {
    const at = this.#items.indexOf(document.activeElement);
    const last = this.#items.length - 1;
    const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
    const isLetter = event.key.length === 1 && (event.key !== " " || this.#isWithin(event));
    if (to !== undefined) this.#items[to].focus();
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else if (isLetter && !event.ctrlKey && !event.metaKey && !event.altKey) this.#seek(event, at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // A space chooses, unless it is typed within words.
  #isWithin({ timeStamp }) {
    return timeStamp - this.#typedAt < PAUSE && this.#items.some((item) => begins(item, `${this.#typed} `));
  }

  // One letter again and again goes through the entries that begin with it.
  #seek({ key, timeStamp }, at) {
    const letter = key.toLowerCase();
    const isMore = timeStamp - this.#typedAt < PAUSE && this.#typed !== letter;
    this.#typed = isMore ? this.#typed + letter : letter;
    this.#typedAt = timeStamp;
    const order = [...this.#items.slice(at + (isMore ? 0 : 1)), ...this.#items.slice(0, at + 1)];
    order.find((item) => begins(item, this.#typed))?.focus();
  }
}

function begins(item, text) {
  return item.textContent.toLowerCase().startsWith(text);
}
