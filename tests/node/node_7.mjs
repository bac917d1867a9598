// The current Node SDK: @imagekit/nodejs 7.

import assert from "node:assert/strict";
import {
  UNKNOWN_ID,
  get,
  picture,
  pictureStream,
  postForm,
  rejection,
  run,
  sdk,
  world,
} from "./stories.mjs";

const ImageKit = sdk("@imagekit/nodejs").default;
const { toFile } = sdk("@imagekit/nodejs");

const client = new ImageKit({ privateKey: world.privateKey, baseURL: world.baseURL });

const upload = (folder, fileName, file, fields = {}) =>
  client.files.upload({ file, fileName, folder, useUniqueFileName: false, ...fields });
const names = (assets) => assets.map((asset) => asset.name);

await run({
  async every_form_of_file_is_uploaded(folder) {
    const photo = picture("photo.jpg");
    const text = photo.toString("base64");
    const first = await upload(folder, "stream.jpg", pictureStream("photo.jpg"));
    const forms = {
      "buffer.jpg": await toFile(photo, "else.jpg"),
      "blob.jpg": new File([photo], "else.jpg", { type: "image/jpeg" }),
      "base64.jpg": text,
      "data-uri.jpg": `data:image/jpeg;base64,${text}`,
      "url.jpg": first.url,
    };
    const uploads = [first];
    for (const [name, form] of Object.entries(forms)) {
      uploads.push(await upload(folder, name, form));
    }

    for (const uploaded of uploads) {
      const delivered = await get(uploaded.url);
      assert.equal(delivered.status, 200, uploaded.name);
      assert.deepEqual(delivered.body, photo, uploaded.name);
      assert.equal(uploaded.versionInfo.id, uploaded.fileId);
    }
  },

  async every_field_is_kept(folder) {
    const uploaded = await upload(folder, "all.png", await toFile(picture("one.png"), "x"), {
      tags: ["one", "two"],
      customCoordinates: "0,0,2,2",
      description: "A picture",
      isPrivateFile: true,
      isPublished: true,
      overwriteTags: false,
      responseFields: ["tags", "customCoordinates", "isPrivateFile", "isPublished"],
    });

    const details = await client.files.get(uploaded.fileId);

    for (const seen of [uploaded, details]) {
      assert.deepEqual(seen.tags, ["one", "two"]);
      assert.equal(seen.customCoordinates, "0,0,2,2");
      assert.equal(seen.isPrivateFile, true);
      assert.equal(seen.isPublished, true);
      assert.equal(seen.description, "A picture");
    }
  },

  async versions_are_listed_restored_and_deleted(folder) {
    const one = await upload(folder, "a.png", pictureStream("one.png"));
    const two = await upload(folder, "a.png", pictureStream("two.png"));
    const versions = await client.files.versions.list(one.fileId);

    const restored = await client.files.versions.restore(one.versionInfo.id, {
      fileId: one.fileId,
    });
    await client.files.versions.delete(two.versionInfo.id, { fileId: one.fileId });

    assert.equal(two.fileId, one.fileId);
    assert.deepEqual(
      versions.map((version) => [version.type, version.versionInfo.name]),
      [["file", "Version 2"], ["file-version", "Version 1"]],
    );
    assert.equal(restored.versionInfo.id, one.versionInfo.id);
    assert.deepEqual((await get(restored.url)).body, picture("one.png"));
    const got = await client.files.versions.get(one.versionInfo.id, { fileId: one.fileId });
    assert.equal(got.versionInfo.name, "Version 1");
    assert.equal((await client.files.versions.list(one.fileId)).length, 1);
  },

  async assets_are_listed(folder) {
    await upload(folder, "b.png", pictureStream("one.png"));
    await upload(folder, "a.txt", await toFile(Buffer.from("text"), "a.txt"));
    await client.folders.create({ folderName: "inner", parentFolderPath: folder });

    const everything = await client.assets.list({ path: folder, type: "all", sort: "ASC_NAME" });
    const images = await client.assets.list({ path: folder, fileType: "image", limit: 1, skip: 0 });

    assert.deepEqual(names(everything), ["a.txt", "b.png", "inner"]);
    assert.deepEqual(names(images), ["b.png"]);
  },

  async details_are_updated(folder) {
    const uploaded = await upload(folder, "a.png", pictureStream("one.png"), { tags: ["old"] });

    const updated = await client.files.update(uploaded.fileId, {
      tags: ["new"],
      customCoordinates: "0,0,3,3",
      description: "New",
    });
    const cleared = await client.files.update(uploaded.fileId, { tags: null });

    assert.deepEqual(updated.tags, ["new"]);
    assert.equal(updated.customCoordinates, "0,0,3,3");
    assert.equal(updated.description, "New");
    assert.equal(cleared.tags, null);
  },

  async files_are_copied_moved_and_renamed(folder) {
    const sourceFilePath = `${folder}/a.png`;
    await upload(folder, "a.png", pictureStream("one.png"));
    await upload(folder, "a.png", pictureStream("two.png"));

    await client.files.copy({ sourceFilePath, destinationPath: `${folder}/one` });
    await client.files.copy({
      sourceFilePath,
      destinationPath: `${folder}/all`,
      includeFileVersions: true,
    });
    await client.files.move({ sourceFilePath, destinationPath: `${folder}/moved` });
    await client.files.rename({ filePath: `${folder}/moved/a.png`, newFileName: "b.png" });

    const seen = {};
    for (const name of ["one", "all", "moved"]) {
      const [file] = await client.assets.list({ path: `${folder}/${name}` });
      seen[name] = [file.name, (await client.files.versions.list(file.fileId)).length];
    }
    assert.deepEqual(seen, { one: ["a.png", 1], all: ["a.png", 2], moved: ["b.png", 2] });
    assert.deepEqual(await client.assets.list({ path: folder }), []);
  },

  async folders_and_files_are_deleted(folder) {
    await client.folders.create({ folderName: "inner", parentFolderPath: folder });
    const inside = await upload(`${folder}/inner`, "a.png", pictureStream("one.png"));
    const beside = await upload(folder, "b.png", pictureStream("two.png"));

    await client.folders.delete({ folderPath: `${folder}/inner` });
    await client.files.delete(beside.fileId);

    assert.deepEqual(await client.assets.list({ path: folder, type: "all" }), []);
    assert.equal((await get(inside.url)).status, 404);
    assert.equal((await get(beside.url)).status, 404);
  },

  async errors_have_their_classes(folder) {
    const uploaded = await upload(folder, "a.png", pictureStream("one.png"));
    await upload(folder, "b.png", pictureStream("two.png"));
    const stranger = new ImageKit({ privateKey: "private_nobody", baseURL: world.baseURL });
    const current = { fileId: uploaded.fileId };
    const taken = { filePath: `${folder}/a.png`, newFileName: "b.png" };

    const missing = await rejection(client.files.get(UNKNOWN_ID));
    const refused = await rejection(client.files.versions.delete(uploaded.fileId, current));
    const conflict = await rejection(client.files.rename(taken));
    const forbidden = await rejection(stranger.files.get(UNKNOWN_ID));

    assert.ok(missing instanceof ImageKit.NotFoundError);
    assert.equal(missing.error.message, "The requested file does not exist.");
    assert.ok(refused instanceof ImageKit.BadRequestError);
    assert.ok(conflict instanceof ImageKit.ConflictError);
    assert.ok(forbidden instanceof ImageKit.PermissionDeniedError);
  },

  async signed_urls_open_private_files(folder) {
    const file = await toFile(picture("one.png"), "x");
    const uploaded = await upload(folder, "é a&b.png", file, { isPrivateFile: true });
    const transformation = [{ original: true }];
    const common = { urlEndpoint: world.urlEndpoint, src: uploaded.filePath, transformation };

    const plain = await get(client.helper.buildSrc(common));
    const signed = await get(client.helper.buildSrc({ ...common, signed: true }));
    const brief = await get(client.helper.buildSrc({ ...common, signed: true, expiresIn: 300 }));

    assert.equal(plain.status, 401);
    assert.deepEqual(signed, { status: 200, body: picture("one.png") });
    assert.deepEqual(brief, { status: 200, body: picture("one.png") });
  },

  async browsers_upload_with_what_the_sdk_signed(folder) {
    const signed = client.helper.getAuthenticationParameters();
    const fields = { ...signed, publicKey: world.publicKey, fileName: "a.png", folder };

    const first = await postForm(fields, picture("one.png"));
    const second = await postForm(fields, picture("two.png"));

    assert.equal(first.status, 200, first.body.message);
    assert.deepEqual((await get(first.body.url)).body, picture("one.png"));
    assert.equal(second.status, 400);
    assert.match(second.body.message, /has been used before/);
  },

  async the_second_version_of_uploading_takes_the_key_or_a_token(folder) {
    const file = await toFile(picture("one.png"), "x");
    const asked = { file, fileName: "a.png", folder, useUniqueFileName: false };

    const uploaded = await client.beta.v2.files.upload(asked);
    const refused = await rejection(client.beta.v2.files.upload({ ...asked, token: "a.b.c" }));

    assert.equal(uploaded.filePath, `${folder}/a.png`);
    assert.ok(refused instanceof ImageKit.BadRequestError);
    assert.match(refused.message, /contains both token and basic auth parameter/);
  },
});
