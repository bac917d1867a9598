// <file-preview>: the version as it looks, before a backdrop that lets it be seen.

import { actionsFor } from "../acts/actions.js";
import { formatOf } from "../assets/assets.js";
import { button, h, icon } from "../base/dom.js";
import { downloadAddress, lookAtVersion, picturesOf } from "../assets/file_data.js";
import { prefer, setPreference } from "../base/preferences.js";
import { texts } from "../base/texts.js";
import { attempt } from "../base/toasts.js";
import { addressOfVersion } from "./versions_list.js";

const words = texts.preview;
const BACKDROPS = ["checks", "light", "dark"];
const TRIES = 10; // versions that are looked at for one that can be shown

class FilePreview extends HTMLElement {
  #stage = h("div", { class: "stage" });
  #bar = h("div", { class: "backdrops", role: "group", "aria-label": words.backdrop });
  #shown = "";
  #broken = "";
  #width = 0;
  #observer = new ResizeObserver(([{ contentRect }]) => this.#measure(contentRect.width));

  connectedCallback() {
    this.replaceChildren(this.#stage, this.#bar);
    this.#observer.observe(this.#stage);
    this.#drawBar();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  /** `{ version, versions, file }`; the picture that is shown stays until the next can be painted. */
  async show(data) {
    const { version, file } = data;
    const key = JSON.stringify([version.id, version.updatedAt, file.name, version.isPublished]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#broken = "";
    this.#bar.hidden = version.kind !== "IMAGE" || !version.isPublished;
    if (!version.isPublished) return this.#fill(draft(version, file));
    const media = { IMAGE: picture, VIDEO: film, AUDIO: sound }[version.kind];
    if (!media) return this.#fill(nothing(version));
    await this.#load(media(version, file), data, key);
  }

  async #load(element, data, key) {
    const isPicture = element.localName === "img";
    const waits = isPicture && this.#stage.querySelector("img");
    this.#stage.setAttribute("aria-busy", String(Boolean(waits)));
    element.addEventListener("error", () => this.#break(data, key), { once: true });
    if (isPicture) this.#size(element);
    try {
      // What is shown already stays until this one can be painted, so that nothing flashes.
      if (waits) await element.decode();
    } catch {
      return this.#break(data, key);
    }
    if (key === this.#shown) this.#fill(element);
    return undefined;
  }

  #fill(...nodes) {
    this.#stage.removeAttribute("aria-busy");
    this.#stage.replaceChildren(...nodes);
  }

  // Bytes that are damaged or missing: say so, and find a version that can still be seen.
  async #break(data, key) {
    if (key !== this.#shown || key === this.#broken) return;
    this.#broken = key;
    const help = h("p", { role: "status" }, words.looking);
    this.#bar.hidden = true;
    this.#fill(
      state("warning", h("h2", {}, words.broken), h("p", {}, words.brokenWhy(data.version.number)), help),
    );
    const good = await attempt(() => lastGood(data));
    if (key !== this.#shown) return;
    help.replaceChildren(
      good
        ? h("a", { href: addressOfVersion(data.file, good), "data-key": "good" }, words.lastGood(good.number))
        : words.noGood,
    );
  }

  #measure(width) {
    this.#width = width;
    const image = this.#stage.querySelector("img");
    if (image) this.#size(image);
  }

  // The browser chooses among the pictures by the room that there is and the density of the screen. A small one
  // is not enlarged.
  #size(image) {
    const natural = Number(image.getAttribute("width")) || Infinity;
    if (this.#width) image.sizes = `${Math.ceil(Math.min(this.#width, natural))}px`;
  }

  #drawBar() {
    const chosen = prefer("backdrop");
    this.#stage.dataset.backdrop = chosen;
    const choose = (name) => {
      setPreference("backdrop", name);
      this.#drawBar();
      this.#bar.querySelector("[aria-pressed=true]").focus();
    };
    this.#bar.replaceChildren(
      h("span", { class: "hint", "aria-hidden": "true" }, words.backdrop),
      ...BACKDROPS.map((name) =>
        button(words.backdrops[name], { "aria-pressed": String(name === chosen), onclick: () => choose(name) })),
    );
  }
}

function picture(version, file) {
  const pictures = picturesOf(version);
  const widths = new Set();
  // A small original makes the same picture in every box; one of each width is enough.
  const choices = pictures.filter(({ width }) => widths.size !== widths.add(width).size);
  return h("img", {
    alt: words.alt(file.name, version.number),
    width: version.width,
    height: version.height,
    decoding: "async",
    sizes: "100vw",
    srcset: version.width ? choices.map(({ address, width }) => `${address} ${width}w`).join(", ") : null,
    src: pictures[1].address,
  });
}

function film(version, file) {
  return h("video", { controls: true, preload: "metadata", src: version.original, "aria-label": file.name });
}

function sound(version, file) {
  return h("audio", { controls: true, preload: "metadata", src: version.original, "aria-label": file.name });
}

function draft(version, file) {
  const action = version.isCurrent && actionsFor([file]).find(({ id }) => id === "publish");
  const publish = action && button(action.label, { picture: action.picture, onclick: action.run });
  return state("eyeOff", h("h2", {}, words.draft), h("p", {}, words.draftWhy(version.number)), publish || "");
}

function nothing(version) {
  return h(
    "div",
    { class: "state" },
    h("span", { class: "big-format", "aria-hidden": "true" }, formatOf(version)),
    h("h2", {}, words.none),
    h("p", { class: "hint" }, words.noneWhy),
    h(
      "a",
      { class: "button", href: downloadAddress(version), download: version.file.name },
      icon("download"),
      texts.file.download,
    ),
  );
}

function state(picture, ...nodes) {
  return h("div", { class: "state" }, icon(picture), nodes);
}

/** The newest other version whose picture can really be shown. */
async function lastGood({ version, versions }) {
  const others = versions
    .filter((each) => each.id !== version.id && each.isPublished && each.kind === version.kind)
    .sort((a, b) => b.number - a.number);
  for (const other of others.slice(0, TRIES)) {
    const whole = await lookAtVersion(other.id);
    if (whole && (await canShow(whole))) return other;
  }
  return null;
}

async function canShow(version) {
  if (version.kind !== "IMAGE") return false;
  const image = h("img", { src: picturesOf(version)[0].address });
  try {
    await image.decode();
    return true;
  } catch {
    return false;
  }
}

customElements.define("file-preview", FilePreview);
