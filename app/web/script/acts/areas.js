// Areas: rectangles in whole pixels of a picture, and what moving and resizing makes of them. Pure.

const LEAST = 1; // px of a side

const within = (value, low, high) => Math.min(Math.max(value, low), high);

/** The area as whole pixels that lie in the picture. */
export function fitted({ x, y, width, height }, picture) {
  const w = within(Math.round(width), LEAST, picture.width);
  const e = within(Math.round(height), LEAST, picture.height);
  return {
    x: within(Math.round(x), 0, picture.width - w),
    y: within(Math.round(y), 0, picture.height - e),
    width: w,
    height: e,
  };
}

/** The area between two points, which may lie anywhere. */
export function between(from, to, picture) {
  const [x1, x2] = [from.x, to.x].map((x) => within(x, 0, picture.width)).sort((a, b) => a - b);
  const [y1, y2] = [from.y, to.y].map((y) => within(y, 0, picture.height)).sort((a, b) => a - b);
  return fitted({ x: x1, y: y1, width: x2 - x1, height: y2 - y1 }, picture);
}

/** Moved, and stopped at the edges. */
export function moved(area, across, down, picture) {
  return fitted({ ...area, x: area.x + across, y: area.y + down }, picture);
}

/** With its right and lower edges moved, and stopped at those of the picture. */
export function resized(area, across, down, picture) {
  return {
    ...area,
    width: within(area.width + across, LEAST, picture.width - area.x),
    height: within(area.height + down, LEAST, picture.height - area.y),
  };
}

/** With one number (`x`, `y`, `width`, `height`) as it was written; what is beyond the edge then is cut off. */
export function written(area, name, value, picture) {
  const next = { ...area, [name]: Math.round(value) };
  const x = within(next.x, 0, picture.width - LEAST);
  const y = within(next.y, 0, picture.height - LEAST);
  return resized({ ...next, x, y }, 0, 0, picture);
}

/** The corner opposite to one (`nw`, `ne`, `sw`, `se`), which stays when that one is dragged. */
export function opposite({ x, y, width, height }, corner) {
  return { x: corner.includes("w") ? x + width : x, y: corner.includes("n") ? y + height : y };
}

/** What to start from: the middle half of the picture. */
export function middle({ width, height }) {
  return fitted({ x: width / 4, y: height / 4, width: width / 2, height: height / 2 }, { width, height });
}
