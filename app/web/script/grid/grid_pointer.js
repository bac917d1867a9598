// Mouse and touch in a grid: what a click, a double click, a right click and a long press are for.

const LONG = 500; // ms
const STILL = 10; // px that a finger may slip during a long press

/** Has them work in `grid`. */
export function startPointing(grid) {
  const press = new LongPress(grid);
  grid.addEventListener("click", (event) => (press.isOver() ? event.preventDefault() : clicked(grid, event)), true);
  grid.addEventListener("dblclick", (event) => {
    const index = indexAt(event);
    if (index !== null && !event.target.closest("button, label, a")) grid.open(index);
  });
  grid.addEventListener("contextmenu", (event) => {
    const index = indexAt(event);
    if (index === null) return;
    event.preventDefault();
    // A finger chooses by a long press; for the menu it has the button.
    if (event.pointerType !== "touch") grid.openMenu(index, { x: event.clientX, y: event.clientY });
  });
}

function indexAt({ target }) {
  const cell = target.closest("[data-index]");
  return cell ? Number(cell.dataset.index) : null;
}

function clicked(grid, event) {
  const { target } = event;
  const index = indexAt(event);
  if (index === null) return grid.selection.clear();
  const more = target.closest(".more");
  if (more) {
    const { left, bottom } = more.getBoundingClientRect();
    return grid.openMenu(index, { x: left, y: bottom });
  }
  if (target.closest(".check")) return checked(grid, event, index);
  const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
  const isTouch = event.pointerType === "touch";
  const isOpening = isPlain && !(isTouch && grid.selection.size);
  if (isOpening && target.closest(".count, .place")) return;
  if (target.closest("a")) event.preventDefault();
  if (isOpening && (isTouch || target.closest(".name"))) return grid.open(index);
  choose(grid, event, index, isTouch);
}

// A label's click comes again as that of its box, which alone counts.
function checked(grid, event, index) {
  if (event.target.localName !== "input") return;
  if (event.shiftKey) void grid.selection.range(grid.list, index);
  else grid.toggle(index);
  grid.goTo(index);
}

function choose(grid, event, index, isTouch) {
  const asset = grid.list.get(index);
  if (!asset) return;
  if (event.shiftKey) void grid.selection.range(grid.list, index);
  else if (event.ctrlKey || event.metaKey || isTouch) grid.selection.toggle(asset, index);
  else grid.selection.only(asset, index);
  grid.goTo(index);
}

/** A finger that stays chooses what is under it. */
class LongPress {
  #timer = 0;
  #from = null;
  #isDone = false;

  constructor(grid) {
    grid.addEventListener("pointerdown", (event) => this.#begin(grid, event));
    grid.addEventListener("pointermove", ({ clientX, clientY }) => {
      if (this.#from && Math.hypot(clientX - this.#from.x, clientY - this.#from.y) > STILL) this.#end();
    });
    for (const name of ["pointerup", "pointercancel"]) grid.addEventListener(name, () => this.#end());
  }

  /** Whether the click that comes now only ends a long press. */
  isOver() {
    const isDone = this.#isDone;
    this.#isDone = false;
    return isDone;
  }

  #begin(grid, event) {
    this.#isDone = false;
    const index = indexAt(event);
    if (event.pointerType !== "touch" || index === null) return;
    this.#from = { x: event.clientX, y: event.clientY };
    this.#timer = setTimeout(() => {
      this.#isDone = true;
      grid.toggle(index);
    }, LONG);
  }

  #end() {
    clearTimeout(this.#timer);
    this.#from = null;
  }
}
