// Runs the stories of a script and prints one line of JSON for each: its name and what failed.
//
//   node script.mjs <folder with the SDK> <base URL> <private key> <public key> <library folder>
//        <folder with one.png, two.png and photo.jpg>
//
// A story is a function that throws when something does not work.

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [place, baseURL, privateKey, publicKey, libraryFolder, pictureFolder] = process.argv.slice(2);

export const sdk = createRequire(path.join(place, "package.json"));
export const world = { baseURL, privateKey, publicKey, urlEndpoint: `${baseURL}/media` };
export const UNKNOWN_ID = "0123456789abcdef01234567";

export const picture = (name) => fs.readFileSync(path.join(pictureFolder, name));
export const pictureStream = (name) => fs.createReadStream(path.join(pictureFolder, name));

/**
 * Status and body of a GET without a key; the bytes as they were uploaded. A signed URL has to ask
 * for the original by itself: its query is part of the signature.
 */
export async function get(url) {
  const original = `${url}${url.includes("?") ? "&" : "?"}tr=orig-true`;
  const answer = await fetch(url.includes("ik-s=") ? url : original);
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
}

/** Status and JSON of an upload without a key, as a browser sends it. */
export async function postForm(fields, file) {
  const form = new FormData();
  form.append("file", new Blob([file]), "a.bin");
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const answer = await fetch(`${baseURL}/api/v1/files/upload`, { method: "POST", body: form });
  return { status: answer.status, body: await answer.json() };
}

/** What the promise is rejected with. */
export async function rejection(promise) {
  let result;
  try {
    result = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`not rejected, but ${JSON.stringify(result)}`);
}

/** Calls every story with a library folder of its own. */
export async function run(stories) {
  for (const [story, tell] of Object.entries(stories)) {
    let failure = null;
    try {
      await tell(`${libraryFolder}/${story}`);
    } catch (error) {
      failure = error?.stack ?? JSON.stringify(error);
    }
    console.log(JSON.stringify({ story, failure }));
  }
}
