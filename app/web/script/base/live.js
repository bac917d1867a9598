// Says aloud what changed, to those who do not see it.

import { h } from "./dom.js";
import { keepInFront } from "./stage.js";

const polite = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
const urgent = h("div", { class: "unseen", role: "alert" });

/** Puts the regions on the page; they must be there before they speak. */
export function startSpeaking() {
  keepInFront(polite, urgent);
}

/** When the reader has time. */
export function say(text) {
  speak(polite, text);
}

/** At once: for errors. */
export function sayNow(text) {
  speak(urgent, text);
}

/** Takes the last error away: where the region comes to lie elsewhere, it would be said again. */
export function hush() {
  urgent.replaceChildren();
}

function speak(region, text) {
  // A new element each time, for the same sentence twice is two events.
  region.replaceChildren(h("p", {}, text));
}
