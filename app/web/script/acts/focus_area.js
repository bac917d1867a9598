// <focus-area>: chooses the part of the current picture that crops keep, by pointer, keys or numbers.

import { ask } from "../base/api.js";
import { between, fitted, middle, moved, opposite, resized, written } from "./areas.js";
import { announce } from "../base/changes.js";
import { button, h } from "../base/dom.js";
import { picturesOf } from "../assets/file_data.js";
import { address, go, keep, replace, routeOf } from "../base/router.js";
import { texts } from "../base/texts.js";
import { attempt, toast } from "../base/toasts.js";

const words = texts.focusArea;

const CROPS = [["square", 240, 240], ["wide", 320, 180], ["tall", 180, 320]];
const MADE = CROPS.map(([name, w, e]) => `${name}: url(tr: "w-${w},h-${e},fo-custom", signed: true)`).join(" ");
const SAVE = `mutation SaveFocus($input: UpdateFileInput!) {
  updateFile(input: $input) { file { currentVersion { focus { x y width height } ${MADE} } } }
}`;
const LOOK = `query Crops($id: ID!) { fileVersion(id: $id) { ${MADE} } }`;
const STEP = 10; // pixels on the screen for one press of an arrow; one pixel of the picture at least

/** Goes to where the focus area of a file is edited. */
export function editFocus(file) {
  const isFromFile = routeOf().name === "file";
  go(address("file", file.id, new Map([["edit", "focus"]])));
  keep({ isFromFile });
}

class FocusArea extends HTMLElement {
  #data = null;
  #area = null;
  #picture = h("img", { draggable: "false" });
  #box = h("div", { class: "area", role: "application", tabindex: "0", "aria-roledescription": words.role });
  // What is left out lies in the shade of a hole; the box above it is not cut off at the edges.
  #shade = h("div", { class: "shade" }, h("div", { class: "hole" }));
  #frame = h("div", { class: "focus-frame" }, this.#picture, this.#shade, this.#box);
  #fields = ["x", "y", "width", "height"].map((name) => [name, h("input", { type: "number", min: "0", step: "1" })]);
  #crops = h("section", { class: "crops", "aria-label": words.crops, hidden: true });
  #remove = button(words.remove, { picture: "bin", onclick: () => this.#save(null, words.removed) });

  connectedCallback() {
    const corners = ["nw", "ne", "sw", "se"].map((corner) => h("span", { class: "corner", "data-corner": corner }));
    const label = ([name, input]) => h("label", {}, h("span", {}, words.sides[name]), input);
    this.#box.append(...corners);
    this.#box.addEventListener("keydown", (event) => this.#press(event));
    this.#frame.addEventListener("pointerdown", (event) => this.#drag(event));
    for (const [name, input] of this.#fields) input.addEventListener("change", () => this.#write(name, input));
    this.replaceChildren(
      h("div", {}, h("h2", {}, words.title), h("p", { class: "hint" }, words.how)),
      this.#frame,
      h("fieldset", { class: "sides" }, h("legend", {}, words.numbers), this.#fields.map(label)),
      h(
        "div",
        { class: "row" },
        button(words.save, { class: "primary", onclick: () => this.#save(this.#area, words.saved) }),
        this.#remove,
        button(words.done, { onclick: () => this.#leave() }),
      ),
      this.#crops,
    );
  }

  /** `{ file, version }`, of which `version` is current and a picture; what is being drawn stays. */
  show(data) {
    const { version, file } = data;
    const isOther = version.id !== this.#data?.version.id;
    this.#data = data;
    this.#remove.hidden = !version.focus;
    if (!isOther) return;
    this.#picture.alt = texts.preview.alt(file.name, version.number);
    this.#picture.src = picturesOf(version)[1].address;
    this.#frame.style.aspectRatio = `${version.width} / ${version.height}`;
    this.#frame.style.setProperty("--ratio", version.width / version.height);
    this.#turn(fitted(version.focus ?? middle(version), version));
    this.#crops.hidden = true;
    if (version.focus) this.#look(version);
    this.#box.focus({ preventScroll: true });
  }

  #turn(area) {
    const { width, height } = this.#data.version;
    this.#area = area;
    const style = this.#frame.style;
    style.setProperty("--left", `${(area.x / width) * 100}%`);
    style.setProperty("--top", `${(area.y / height) * 100}%`);
    style.setProperty("--wide", `${(area.width / width) * 100}%`);
    style.setProperty("--high", `${(area.height / height) * 100}%`);
    this.#box.setAttribute("aria-label", words.spoken(area));
    for (const [name, input] of this.#fields) {
      input.value = area[name];
      input.max = name === "x" || name === "width" ? width : height;
    }
  }

  #write(name, input) {
    this.#turn(written(this.#area, name, Number(input.value) || 0, this.#data.version));
  }

  #press(event) {
    const { version } = this.#data;
    const step = event.altKey ? 1 : Math.max(1, Math.round((STEP * version.width) / this.#frame.clientWidth));
    const [across, down] = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    }[event.key] ?? [];
    if (across === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#turn((event.shiftKey ? resized : moved)(this.#area, across, down, version));
  }

  // On a corner it resizes, inside it moves, elsewhere it draws anew.
  #drag(event) {
    if (event.button) return;
    event.preventDefault();
    const { version } = this.#data;
    const before = this.#area;
    const from = this.#at(event);
    const { corner } = event.target.dataset;
    const isInside = event.target === this.#box;
    const fixed = corner ? opposite(before, corner) : from;
    const move = (next) => {
      const to = this.#at(next);
      this.#turn(isInside ? moved(before, to.x - from.x, to.y - from.y, version) : between(fixed, to, version));
    };
    const end = () => {
      this.#frame.removeEventListener("pointermove", move);
      this.#box.focus({ preventScroll: true });
    };
    this.#frame.setPointerCapture(event.pointerId);
    this.#frame.addEventListener("pointermove", move);
    this.#frame.addEventListener("lostpointercapture", end, { once: true });
  }

  #at({ clientX, clientY }) {
    const { width, height } = this.#data.version;
    const box = this.#frame.getBoundingClientRect();
    return { x: ((clientX - box.left) / box.width) * width, y: ((clientY - box.top) / box.height) * height };
  }

  async #save(focus, done) {
    const { file, version } = this.#data;
    const input = { file: { id: file.id }, ifCurrentVersionId: version.id, focus };
    const answer = await attempt(() => ask(SAVE, { input }));
    if (!answer) return;
    toast(done);
    const { currentVersion } = answer.updateFile.file;
    this.#crops.hidden = true;
    if (currentVersion.focus) this.#drawCrops(currentVersion);
    announce();
  }

  async #look({ id }) {
    const data = await attempt(() => ask(LOOK, { id }));
    if (data?.fileVersion && id === this.#data.version.id) this.#drawCrops(data.fileVersion);
  }

  #drawCrops(made) {
    const crop = ([name, width, height]) =>
      h("figure", {}, h("img", { src: made[name], alt: "", width, height }), h("figcaption", {}, words.shapes[name]));
    this.#crops.replaceChildren(h("h3", {}, words.crops), h("div", { class: "row" }, CROPS.map(crop)));
    this.#crops.hidden = false;
  }

  #leave() {
    // The page that it was opened from is shown again, not a second time on top.
    if (routeOf().kept.isFromFile) history.back();
    else replace(address("file", this.#data.file.id));
  }
}

customElements.define("focus-area", FocusArea);
