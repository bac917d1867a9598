// The stage: what is to be seen and heard whatever dialog is open lies inside that dialog, for all else is inert.

const company = [];

/** Puts elements on the page, in front from now on. */
export function keepInFront(...elements) {
  company.push(...elements);
  document.body.append(...elements);
}

/** Moves them to what is in front now: the last dialog opened, or the page. */
export function toFront() {
  const front = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
  front.append(...company);
}
