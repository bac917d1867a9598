// Doing a thing to many assets, some of which may refuse: how far it is, what failed and why, and trying those again.

import { isAbort } from "../base/api.js";
import { nameOf } from "../assets/assets.js";
import { announce } from "../base/changes.js";
import { openDialog } from "../base/dialogs.js";
import { button, h } from "../base/dom.js";
import { refusals } from "./refusals.js";
import { texts } from "../base/texts.js";
import { complain } from "../base/toasts.js";

const AT_ONCE = 4;
const BATCH = 100; // ids that one mutation takes
const SOON = 400; // ms; what is done by then needs no progress bar

/**
 * Does `work(item, signal)` to each and resolves to `{ done: [{ item, value }], failed: [{ item, error }] }`
 * when the person has nothing more to try. `words` are texts: `title`, `done(count, total)`.
 */
export async function carryOut(items, work, words) {
  const done = [];
  let left = items;
  let failed = [];
  while (left.length) {
    const outcome = await withProgress(left, work, words);
    done.push(...outcome.done);
    failed = outcome.failed;
    announce(); // also when all failed: what was stopped may have been done, and what is gone is not shown
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
function showFailures(failed, title) {
  return openDialog(title, (close) => [
    h(
      "div",
      { class: "body" },
      h("p", {}, texts.partial.failed(failed.length)),
      refusals(failed.map(({ item, error }) => ({ name: item.label ?? nameOf(item), reason: reasonOf(error) }))),
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

function reasonOf(error) {
  if (isAbort(error)) return texts.partial.stopped;
  return error.code === "STALE" ? texts.errors.stale : error.message;
}

/**
 * A `work` for carryOut that sends items by the hundred: `send(items, signal)` resolves to a Map from ids to
 * the Failures of what was left out, or rejects; then, and when it is tried again, each item goes alone.
 */
export function inBatches(items, send) {
  const batches = new Map();
  for (let at = 0; at < items.length; at += BATCH) {
    const batch = { items: items.slice(at, at + BATCH), answer: null };
    for (const item of batch.items) batches.set(item, batch);
  }
  return async (item, signal) => {
    const batch = batches.get(item);
    batches.delete(item);
    if (batch) batch.answer ??= send(batch.items, signal).catch(() => null);
    const refused = (await batch?.answer) ?? (await send([item], signal));
    if (refused.has(item.id)) throw refused.get(item.id);
  };
}

async function withProgress(items, work, words) {
  const aborts = new AbortController();
  const bar = h("progress", { max: items.length, value: 0, "aria-label": words.title });
  const figures = h("p", {}, texts.partial.progress(0, items.length));
  let end = () => {};
  const timer = setTimeout(() => (end = showProgress(words.title, [bar, figures], aborts)), SOON);
  const count = (at) => {
    bar.value = at;
    figures.textContent = texts.partial.progress(at, items.length);
  };
  try {
    return await each(items, work, aborts.signal, count);
  } finally {
    clearTimeout(timer);
    end();
  }
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
        // What cannot be reached now is not asked for each of the others as well.
        if (error.code === "OFFLINE") outcome.failed.push(...queue.splice(0).map((each) => ({ item: each, error })));
      }
      onprogress(outcome.done.length + outcome.failed.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // They end in any order; people know the one in which they see them.
  const places = new Map(items.map((item, at) => [item, at]));
  const ordered = (list) => list.sort((one, other) => places.get(one.item) - places.get(other.item));
  return { done: ordered(outcome.done), failed: ordered(outcome.failed) };
}
