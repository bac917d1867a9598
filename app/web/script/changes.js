// Changes: whoever changes the library says so here, and whatever shows it looks again.

/** Fires `change` after the library was changed from this page. */
export const changes = new EventTarget();

/** Says that something was uploaded, changed, restored, copied, moved or deleted. */
export function announce() {
  changes.dispatchEvent(new Event("change"));
}
