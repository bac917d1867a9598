// Draws a part of the page again without taking the focus or the scroll away.

/**
 * Replaces what is in `container`. Who had the focus there has it again in the new element with the
 * same `data-key`, or on what can be pressed there first.
 */
export function redraw(container, ...nodes) {
  const active = document.activeElement;
  const key = container.contains(active) ? active.closest("[data-key]")?.dataset.key : null;
  container.replaceChildren(...nodes.flat(Infinity).filter((each) => each != null && each !== false));
  if (!key) return;
  const again = container.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? container.querySelector("button, a[href]");
  again?.focus({ preventScroll: true });
}
