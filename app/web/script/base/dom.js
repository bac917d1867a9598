// Builds elements. Text is always text: nothing here, or anywhere else, parses markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. In `properties`, `onclick` and the like are listeners, `class` and `aria-…` are
 * attributes, true sets an empty attribute, and false, null and undefined set none.
 * Children are nodes and texts; null, undefined and false are left out, lists are opened.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) set(element, name, value);
  element.append(...children.flat(Infinity).filter((each) => each != null && each !== false));
  return element;
}

function set(element, name, value) {
  if (value == null || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? "" : value);
}

// Each is drawn with strokes in a square of 24, in the colour of the text around it.
const ICONS = {
  add: "M12 5v14M5 12h14",
  back: "M15 5l-7 7 7 7",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  check: "M5 12l5 5 9-11",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 2",
  close: "M6 6l12 12M18 6L6 18",
  code: "M9 7l-5 5 5 5M15 7l5 5-5 5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  cut: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M5 21a7 6 0 0 1 14 0M3 3l18 18",
  down: "M6 9l6 6 6-6",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  eye: "M3 12s3.500-6 9-6 9 6 9 6-3.500 6-9 6-9-6-9-6M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5",
  eyeOff: "M3 12s3.500-6 9-6 9 6 9 6-3.500 6-9 6-9-6-9-6M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5M4 3l16 18",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 12h16",
  focus: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M12 10v4M10 12h4",
  folder: "M3 6h6l2 2h10v11H3z",
  folderAdd: "M3 6h6l2 2h10v11H3zM12 11v5M9.500 13.500h5",
  forward: "M4 12h15M13 6l6 6-6 6",
  grid: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15 9.500v.1",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 8v.1",
  link: "M10 14l4-4M9 11l-3 3a3 3 0 0 0 4 4l3-3M15 13l3-3a3 3 0 0 0-4-4l-3 3",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  menu: "M4 6h16M4 12h16M4 18h16",
  more: "M5 12h.1M12 12h.1M19 12h.1",
  move: "M4 12h12M12 7l5 5-5 5M20 4v16",
  next: "M9 5l7 7-7 7",
  pencil: "M4 20l1-5L16 4l4 4L9 19z",
  reload: "M20 11a8 8 0 1 0-2 6M20 4v7h-7",
  restore: "M4 11a8 8 0 1 1 2 6M4 4v7h7M12 8v4l3 2",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M15.500 15.500L20 20",
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4",
  signOut: "M14 4H5v16h9M10 12h10M16 8l4 4-4 4",
  sortDown: "M8 5v14M4 15l4 4 4-4M14 7h6M14 12h4M14 17h2",
  sortUp: "M8 19V5M4 9l4-4 4 4M14 7h2M14 12h4M14 17h6",
  sound: "M9 18V6l10-2v12M9 18a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0M19 16a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0",
  tag: "M4 4h8l8 8-8 8-8-8zM8 8v.1",
  tagAdd: "M4 4h7l4 4M4 4v7l9 9 2-2M8 8v.1M18 11v8M14 15h8",
  upload: "M12 16V5M7 9l5-5 5 5M5 20h14",
  versions: "M4 8h12v12H4zM8 8V4h12v12h-4",
  warning: "M12 4l9 16H3zM12 10v4M12 17v.1",
};

/** A picture beside words or inside a control that has a name; it is hidden from readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon, named by `label`; shows the name too unless `bare`. */
export function button(label, { picture, bare = false, ...properties } = {}) {
  return h(
    "button",
    { type: "button", class: bare ? "bare" : null, "aria-label": bare ? label : null, title: bare ? label : null, ...properties },
    picture && icon(picture),
    !bare && h("span", {}, label),
  );
}

let last = 0;

/** An id for an element that another one names. */
export function newId(word) {
  last += 1;
  return `${word}-${last}`;
}
