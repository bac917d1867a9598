// Breadcrumbs: the way from the root to a folder, whose name is the heading of the view.

import { h, icon } from "../base/dom.js";
import { address } from "../base/router.js";
import { texts } from "../base/texts.js";

/** What a folder is called: the last part of its path, or what the root is called here. */
export function folderName(path) {
  return path.split("/").at(-1) || texts.library.home;
}

/** `Home > folders above > folder`. */
export function breadcrumbs(path) {
  const names = path.split("/").filter(Boolean);
  const above = names.map((_, depth) => `/${names.slice(0, depth).join("/")}`);
  return h(
    "nav",
    { class: "breadcrumbs", "aria-label": texts.library.breadcrumbs },
    h(
      "ol",
      {},
      above.map((each) => h("li", {}, h("a", { href: address("library", each) }, folderName(each)), icon("next"))),
      h("li", {}, h("h1", { tabindex: "-1", "aria-current": "page" }, folderName(path))),
    ),
  );
}
