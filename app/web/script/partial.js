// Doing a thing to many assets, some of which may refuse: how far it is, what failed and why, and trying those again.

import { isAbort } from "./api.js";
import { nameOf } from "./assets.js";
import { announce } from "./changes.js";
import { openDialog } from "./dialogs.js";
import { button, h } from "./dom.js";
import { texts } from "./texts.js";
import { complain } from "./toasts.js";

const AT_ONCE = 4;
const SOON = 400; // ms; what is done by then needs no progress bar

/**
 * Does `work(item, signal)` to each and resolves to `{ done: [{ item, value }], failed: [{ item, error }] }`
 * when the person has nothing more to try. `words` are texts: `title`, `done(count, total)`.
 * `work` may also resolve to `{ failures: [{ item, error }] }` for what it left out of its item.
 */
export async function carryOut(items, work, words) {
  const done = [];
  let left = items;
  let failed = [];
  while (left.length) {
    const outcome = await withProgress(left, work, words);
    done.push(...outcome.done);
    failed = outcome.failed;
    if (outcome.done.length) announce();
    if (!failed.length) break;
    left = await ask(failed, items.length, words);
  }
  return { done, failed };
}

// One alone that fails needs no list.
async function ask(failed, total, words) {
  if (total > 1) return (await showFailures(failed, words.done(total - failed.length, total))) ?? [];
  if (!isAbort(failed[0].error)) complain(failed[0].error);
  return [];
}

/** The dialog `title` with what failed and why; resolves to the items to try again, or to undefined. */
export function showFailures(failed, title) {
  return openDialog(title, (close) => [
    h(
      "div",
      { class: "body" },
      h("p", {}, texts.partial.failed(failed.length)),
      h("ul", { class: "failures" }, failed.map(({ item, error }) => h("li", {}, failure(item, error)))),
    ),
    h(
      "footer",
      {},
      button(texts.dialogs.close, { onclick: () => close() }),
      button(texts.partial.retry, {
        picture: "reload",
        class: "primary",
        autofocus: true,
        onclick: () => close(failed.map(({ item }) => item)),
      }),
    ),
  ]);
}

function failure(item, error) {
  const why = isAbort(error) ? texts.partial.stopped : error.message;
  return [h("strong", {}, item.label ?? nameOf(item)), h("span", {}, why)];
}

async function withProgress(items, work, words) {
  const aborts = new AbortController();
  const bar = h("progress", { max: items.length, value: 0, "aria-label": words.title });
  const figures = h("p", {}, texts.partial.progress(0, items.length));
  let end = () => {};
  const timer = setTimeout(() => (end = showProgress(words.title, [bar, figures], aborts)), SOON);
  const outcome = await each(items, work, aborts.signal, (count) => {
    bar.value = count;
    figures.textContent = texts.partial.progress(count, items.length);
  });
  clearTimeout(timer);
  end();
  return outcome;
}

function showProgress(title, content, aborts) {
  let end;
  const closed = openDialog(title, (close) => {
    end = () => close(true);
    return [
      h("div", { class: "body" }, content),
      h("footer", {}, button(texts.partial.stop, { autofocus: true, onclick: () => close() })),
    ];
  });
  closed.then((isOver) => isOver || aborts.abort());
  return end;
}

async function each(items, work, signal, onprogress) {
  const outcome = { done: [], failed: [] };
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) {
      try {
        signal.throwIfAborted();
        outcome.done.push({ item, value: await work(item, signal) });
      } catch (error) {
        if (!error.code && !isAbort(error)) throw error;
        outcome.failed.push({ item, error });
      }
      onprogress(outcome.done.length + outcome.failed.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcome;
}
