// Changes: whoever changes the library says so here, and whatever shows it looks again.

/** Fires `change` when what is shown is to be looked at again, and before it `done` when that is our doing. */
export const changes = new EventTarget();

/** Says that something was uploaded, changed, restored, copied, moved or deleted. */
export function announce() {
  changes.dispatchEvent(new Event("done"));
  lookAgain();
}

/** Says that something may have changed without us. */
export function lookAgain() {
  changes.dispatchEvent(new Event("change"));
}
