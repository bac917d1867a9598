// Thumbnails: few at a time, in the order in which they came into view; those scrolled away are given up.

import { h } from "../base/dom.js";

const AT_ONCE = 16;

const waiting = new Set();
const loading = new Map(); // frame → the picture that is under way
const seen = new Set(); // addresses that came; the browser still has them, for they never change
const wanted = new WeakMap(); // frame → address

/** Shows the picture in the frame, which has the class `plain` as long as there is none. */
export function showThumbnail(frame, address) {
  if (wanted.get(frame) === address) return;
  giveUp(frame);
  frame.querySelector("img")?.remove();
  frame.classList.add("plain");
  if (!address) return;
  wanted.set(frame, address);
  if (seen.has(address)) begin(frame);
  else waiting.add(frame);
  proceed();
}

/** The frame goes away: its picture need not come any more. */
export function giveUp(frame) {
  wanted.delete(frame);
  waiting.delete(frame);
  const picture = loading.get(frame);
  if (!picture) return;
  loading.delete(frame);
  picture.removeAttribute("src"); // ends the request
  proceed();
}

function proceed() {
  for (const frame of waiting) {
    if (loading.size >= AT_ONCE) return;
    waiting.delete(frame);
    begin(frame);
  }
}

function begin(frame) {
  const address = wanted.get(frame);
  const picture = h("img", { alt: "", draggable: "false", decoding: "async" });
  loading.set(frame, picture);
  const end = (isThere) => {
    if (loading.get(frame) !== picture) return;
    loading.delete(frame);
    if (isThere) {
      seen.add(address);
      frame.classList.remove("plain");
      frame.append(picture);
    }
    proceed();
  };
  picture.addEventListener("load", () => end(true));
  picture.addEventListener("error", () => end(false));
  picture.src = address;
}
