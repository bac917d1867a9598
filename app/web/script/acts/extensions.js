// Extensions: tags found in pictures and backgrounds taken away, by a provider who takes a while.

import { ask } from "../base/api.js";
import { lookAgain } from "../base/changes.js";
import { carryOut } from "./partial.js";
import { texts } from "../base/texts.js";
import { attempt, complain, toast } from "../base/toasts.js";

const TAGGING = { minConfidence: 70, maxTags: 10 };
const PAGE = 100; // ids that `nodes` takes
const PAUSE = 2000; // ms between looks at how far it is
const LOOKS = 150;

const START = `mutation StartExtension($input: UpdateFileInput!) { updateFile(input: $input) { file { id } } }`;
const FOLLOW = `query FollowExtension($ids: [ID!]!) {
  nodes(ids: $ids) { ... on File { name extensionStatus { name status error } } }
}`;

/** What a server that has these extensions takes to find tags, or null. */
export function tagger(names) {
  const name = ["google-auto-tagging", "aws-auto-tagging"].find((each) => names.includes(each));
  return name ? { name, ...TAGGING } : null;
}

/** The same to take backgrounds away. */
export function remover(names) {
  return names.includes("remove-bg") ? { name: "remove-bg" } : null;
}

/** Has it done to each file, tells when it is begun and when it is over. */
export async function runExtension(files, extension, words) {
  const work = ({ id }, signal) => ask(START, { input: { file: { id }, extensions: [extension] } }, { signal });
  const { done } = await carryOut(files, work, words);
  if (!done.length) return;
  toast(words.begun(done[0].item.name, done.length));
  await attempt(() => follow(done.map(({ item }) => item.id), extension.name, words));
}

async function follow(ids, name, words) {
  for (let look = 0; look < LOOKS; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const runs = (await lookUp(ids)).map((file) => ({ file, run: runOf(file, name) }));
    if (runs.some(({ run }) => run?.status === "PENDING")) continue;
    lookAgain();
    const failed = runs.filter(({ run }) => run?.status === "FAILED");
    if (failed.length) complain(new Error(words.failed(failed[0].file.name, failed[0].run.error, failed.length)));
    else toast(words.over(runs[0]?.file.name, runs.length));
    return;
  }
}

function runOf({ extensionStatus }, name) {
  return extensionStatus.find((each) => each.name === name);
}

async function lookUp(ids) {
  const found = [];
  for (let at = 0; at < ids.length; at += PAGE) {
    found.push(...(await ask(FOLLOW, { ids: ids.slice(at, at + PAGE) })).nodes);
  }
  return found.filter(Boolean);
}
