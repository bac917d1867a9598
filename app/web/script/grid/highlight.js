// Highlights what was searched for in the names inside an element, without changing the document.

const NAME = "found";

/** Marks the words in all that `selector` finds in the element, now and when it changes, until `signal`. */
export function highlightIn(element, selector, text, signal) {
  const words = text.match(/[\p{L}\p{N}]+/gu);
  if (!words || !CSS.highlights) return;
  const pattern = new RegExp(words.map((word) => `(?<![\\p{L}\\p{N}])${word}`).join("|"), "giu");
  const draw = () => CSS.highlights.set(NAME, new Highlight(...rangesIn(element, selector, pattern)));
  const watcher = new MutationObserver(draw);
  watcher.observe(element, { childList: true, characterData: true, subtree: true });
  draw();
  signal.addEventListener("abort", () => {
    watcher.disconnect();
    CSS.highlights.delete(NAME);
  });
}

function rangesIn(element, selector, pattern) {
  return [...element.querySelectorAll(selector)].flatMap(({ firstChild }) => {
    if (firstChild?.nodeType !== Node.TEXT_NODE) return [];
    return [...firstChild.data.matchAll(pattern)].map((match) => {
      const range = new Range();
      range.setStart(firstChild, match.index);
      range.setEnd(firstChild, match.index + match[0].length);
      return range;
    });
  });
}
