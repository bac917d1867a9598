// Runs before anything is painted, so that nobody sees the other colours first.
"use strict";

{
  let chosen = null;
  try {
    chosen = JSON.parse(localStorage.getItem("pentimento.preferences"))?.theme;
  } catch {
    // Storage that is closed or spoilt: the system's colours.
  }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
