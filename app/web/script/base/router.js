// Routes: what the address says is to be seen, and what to remember about a place for coming Back.

const ROOT = new URL(document.baseURI).pathname;

/** Fires `route` with the new route as its `detail`. */
export const router = new EventTarget();

/**
 * The route of an address: `{ name, …, query, kept }`, where `query` is a Map of the parameters.
 *
 *     /library/a/b   { name: "library", path: "/a/b" }
 *     /search?q=     { name: "search" }
 *     /file/ID       { name: "file", id },   /file/ID/v/VERSION   with `version`
 *     /settings, /sign-in
 */
export function routeOf(url = location) {
  const [place = "", ...rest] = url.pathname.slice(ROOT.length).split("/").map(decoded);
  const query = new Map(new URLSearchParams(url.search));
  const route = { name: place || "library", query, kept: history.state ?? {} };
  if (route.name === "library") return { ...route, path: `/${rest.filter(Boolean).join("/")}` };
  if (route.name === "file") return { ...route, id: rest[0], version: rest[1] === "v" ? rest[2] : null };
  return route;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place: `address("library", "/a/b")`, `address("file", id, "v", versionId)`. */
export function address(name, ...rest) {
  const query = rest.at(-1) instanceof Map ? rest.pop() : new Map();
  const path = [name, ...rest.flatMap((part) => part.split("/"))].filter(Boolean);
  const parameters = new URLSearchParams([...query].filter(([, value]) => value != null && value !== ""));
  return `${ROOT}${path.map(encodeURIComponent).join("/")}${parameters.size ? `?${parameters}` : ""}`;
}

/** Goes to an address. */
export function go(to) {
  if (to === location.pathname + location.search) return;
  history.pushState({}, "", to);
  tell();
}

/** Changes the address of this place, as when a list is sorted; Back skips what it was. */
export function replace(to) {
  history.replaceState(history.state, "", to);
  tell();
}

/** Remembers something about this place, such as `{ scroll: 300 }`, for when it is come back to. */
export function keep(things) {
  history.replaceState({ ...history.state, ...things }, "");
}

/** Starts to follow links and the Back button, until `signal` is aborted. */
export function startRouting(signal) {
  history.scrollRestoration = "manual";
  addEventListener("popstate", tell, { signal });
  document.addEventListener("click", follow, { signal });
  tell();
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  const isOurs = link && link.origin === location.origin && !link.target && !link.hasAttribute("download");
  if (!isOurs || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!["library", "search", "file", "settings"].includes(routeOf(link).name)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

function tell() {
  router.dispatchEvent(new CustomEvent("route", { detail: routeOf() }));
}
