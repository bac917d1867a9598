// Preferences: what this person chose on this device. They stay in the browser.

const PLACE = "pentimento.preferences";

const DEFAULTS = Object.freeze({
  theme: "system", // or "light", "dark"
  backdrop: "checks", // behind a preview; or "light", "dark"
  letters: true, // whether single letters are shortcuts (WCAG 2.1.4)
  rail: "open", // or "closed"
  view: "grid", // or "list"
});

let kept = read();

function read() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(PLACE)) };
  } catch {
    return { ...DEFAULTS };
  }
}

/** The value of one. */
export function prefer(name) {
  return kept[name];
}

/** Changes one, for good where the browser lets us. */
export function setPreference(name, value) {
  kept = { ...kept, [name]: value };
  if (name === "theme") applyTheme();
  try {
    localStorage.setItem(PLACE, JSON.stringify(kept));
  } catch {
    // It holds until the tab is closed.
  }
}

function applyTheme() {
  if (kept.theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = kept.theme;
}
