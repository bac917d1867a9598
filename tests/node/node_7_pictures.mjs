// Transformed URLs as the current Node SDK builds and signs them: @imagekit/nodejs 7.

import assert from "node:assert/strict";
import { picture, run, sdk, world } from "./stories.mjs";

const { default: ImageKit, toFile } = sdk("@imagekit/nodejs");
const client = new ImageKit({ privateKey: world.privateKey, baseURL: world.baseURL });

const WISHES = [
  [[{ width: 40, height: 30 }], [40, 30]],
  [[{ width: 40, aspectRatio: "4:3" }], [40, 30]],
  [[{ width: "iw_div_4" }], [20, 15]],
  [[{ width: 40, height: 40, crop: "at_max" }], [40, 30]],
  [[{ width: 40, height: 40, cropMode: "pad_resize", background: "FF0000" }], [40, 40]],
  [[{ width: 30, height: 30, cropMode: "extract", focus: "top_left" }], [30, 30]],
  [[{ width: 40, height: 30 }, { rotation: 90 }], [30, 40]],
  [[{ width: 40, border: "5_FFF000" }], [50, 40]],
  [[{ width: 40, radius: "max", blur: 2, grayscale: true, contrastStretch: true }], [40, 30]],
  [[{ width: 40, sharpen: 10, unsharpMask: "2-2-0.8-0.024", trim: true }], [40, 30]],
  [[{ width: 40, gradient: "ld-top_from-red_to-blue", flip: "h", opacity: 50 }], [40, 30]],
  [[{ raw: "w-20,h-10:rt-90" }], [10, 20]],
  [[{ width: 40, dpr: 2 }], [80, 60]],
  [[{ overlay: { type: "text", text: "Hi, you: 50%/हिन्दी" } }], [80, 60]],
  [[{ overlay: { type: "solidColor", color: "FF0000" } }], [80, 60]],
];

async function upload(folder, isPrivateFile) {
  const file = await toFile(picture("quarters.png"), "x");
  const asked = { file, fileName: "é b.png", folder, useUniqueFileName: false, isPrivateFile };
  return client.files.upload(asked);
}

function url(file, transformation, transformationPosition, signed) {
  const common = { urlEndpoint: world.urlEndpoint, src: file.filePath, transformationPosition };
  const expiring = signed ? { signed, expiresIn: 300 } : {};
  return client.helper.buildSrc({ ...common, transformation, ...expiring });
}

/** Width and height of the PNG behind a URL. */
async function size(address) {
  const answer = await fetch(address);
  assert.equal(answer.status, 200, address);
  const body = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.headers.get("content-type"), "image/png", address);
  return [body.readUInt32BE(16), body.readUInt32BE(20)];
}

async function everyWish(folder, isPrivate) {
  const file = await upload(folder, isPrivate);
  for (const [wish, expected] of WISHES) {
    for (const position of ["path", "query"]) {
      const address = url(file, [...wish, { format: "png" }], position, isPrivate);
      assert.deepEqual(await size(address), expected, address);
    }
  }
}

await run({
  async urls_are_answered_with_what_they_ask_for(folder) {
    await everyWish(folder, false);
  },

  async signed_urls_are_answered_too(folder) {
    await everyWish(folder, true);
  },

  async a_signature_is_for_one_transformation(folder) {
    const file = await upload(folder, true);
    for (const position of ["path", "query"]) {
      const address = url(file, [{ width: 40, format: "png" }], position, true);
      assert.deepEqual(await size(address), [40, 30]);
      for (const other of [address.replace("w-40", "w-41"), `${address}&tr=w-1`]) {
        assert.equal((await fetch(other)).status, 401, other);
      }
    }
  },
});
