// The keys of a grid, and what each does there; keys.js says which they are. `grid` is the element.

import { onKey } from "../base/keys.js";

const STEPS = {
  ArrowRight: (index) => index + 1,
  ArrowLeft: (index) => index - 1,
  ArrowDown: (index, grid) => grid.layout.below(index, 1),
  ArrowUp: (index, grid) => grid.layout.below(index, -1),
  PageDown: (index, grid) => grid.layout.below(index, grid.rowsOnScreen()),
  PageUp: (index, grid) => grid.layout.below(index, -grid.rowsOnScreen()),
  Home: () => 0,
  End: (_, grid) => grid.list.total - 1,
};

/** Has the keys work in the grid until `signal` is aborted. */
export function startGridKeys(grid, signal) {
  const on = (id, run) => {
    const whenFull = (event) => (grid.list?.total ? run(event) : false);
    onKey("grid", id, whenFull, { within: grid, signal });
  };
  const step = ({ key }) => grid.activate(STEPS[key](grid.active, grid));
  for (const id of ["move", "ends", "pages"]) on(id, step);
  on("range", ({ key }) => grid.extend(STEPS[key](grid.active, grid)));
  on("open", () => grid.open(grid.active));
  on("toggle", () => grid.toggle(grid.active));
  on("all", () => void grid.selection.everything(grid.list));
  on("clear", () => grid.selection.size > 0 && grid.selection.clear());
  on("menu", () => grid.openMenu(grid.active));
  on("rename", () => grid.run("rename"));
  on("delete", () => grid.run("delete"));
}
