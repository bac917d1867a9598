// The Node SDK still in the field: imagekit 6. Its API host is written into every method, so its
// own axios is told to send those requests to us.

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

const ImageKit = sdk("imagekit");
sdk("axios").interceptors.request.use((config) => ({
  ...config,
  url: config.url.replace("https://api.imagekit.io", world.baseURL),
}));

const options = {
  publicKey: world.publicKey,
  privateKey: world.privateKey,
  urlEndpoint: world.urlEndpoint,
  uploadEndpoint: `${world.baseURL}/api/v1/files/upload`,
};
const client = new ImageKit(options);

const upload = (folder, fileName, file, fields = {}) =>
  client.upload({ file, fileName, folder, useUniqueFileName: false, ...fields });

await run({
  async every_form_of_file_is_uploaded(folder) {
    const photo = picture("photo.jpg");
    const text = photo.toString("base64");
    const first = await upload(folder, "buffer.jpg", photo);
    const forms = {
      "stream.jpg": pictureStream("photo.jpg"),
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
      assert.equal(uploaded.AITags, null);
    }
  },

  async versions_are_listed_restored_and_deleted(folder) {
    const one = await upload(folder, "a.png", picture("one.png"));
    const two = await upload(folder, "a.png", picture("two.png"));
    const { fileId } = one;
    const versions = await client.getFileVersions(fileId);

    const restored = await client.restoreFileVersion({ fileId, versionId: one.versionInfo.id });
    await client.deleteFileVersion({ fileId, versionId: two.versionInfo.id });

    assert.deepEqual(
      versions.map((version) => [version.type, version.versionInfo.name]),
      [["file", "Version 2"], ["file-version", "Version 1"]],
    );
    assert.equal(restored.versionInfo.id, one.versionInfo.id);
    assert.deepEqual((await get(restored.url)).body, picture("one.png"));
    const got = await client.getFileVersionDetails({ fileId, versionId: one.versionInfo.id });
    assert.equal(got.versionInfo.name, "Version 1");
    assert.equal((await client.getFileVersions(fileId)).length, 1);
  },

  async files_are_listed_and_updated(folder) {
    const uploaded = await upload(folder, "a.png", picture("one.png"), { tags: ["warm", "old"] });

    const updated = await client.updateFileDetails(uploaded.fileId, {
      tags: ["warm", "new"],
      customCoordinates: "0,0,3,3",
    });
    const listed = await client.listFiles({ path: folder, tags: ["new", "cold"], limit: 10 });
    const details = await client.getFileDetails(uploaded.fileId);

    assert.deepEqual(updated.tags, ["warm", "new"]);
    assert.deepEqual(listed.map((file) => file.fileId), [uploaded.fileId]);
    assert.equal(details.customCoordinates, "0,0,3,3");
    assert.equal(updated.$ResponseMetadata.statusCode, 200);
  },

  async files_are_copied_moved_and_renamed(folder) {
    const sourceFilePath = `${folder}/a.png`;
    await upload(folder, "a.png", picture("one.png"));
    await upload(folder, "a.png", picture("two.png"));

    await client.copyFile({ sourceFilePath, destinationPath: `${folder}/one` });
    await client.copyFile({
      sourceFilePath,
      destinationPath: `${folder}/all`,
      includeFileVersions: true,
    });
    await client.moveFile({ sourceFilePath, destinationPath: `${folder}/moved` });
    await client.renameFile({ filePath: `${folder}/moved/a.png`, newFileName: "b.png" });

    const seen = {};
    for (const name of ["one", "all", "moved"]) {
      const [file] = await client.listFiles({ path: `${folder}/${name}` });
      seen[name] = [file.name, (await client.getFileVersions(file.fileId)).length];
    }
    assert.deepEqual(seen, { one: ["a.png", 1], all: ["a.png", 2], moved: ["b.png", 2] });
  },

  async folders_and_files_are_deleted(folder) {
    await client.createFolder({ folderName: "inner", parentFolderPath: folder });
    const inside = await upload(`${folder}/inner`, "a.png", picture("one.png"));
    const beside = await upload(folder, "b.png", picture("two.png"));

    await client.deleteFolder(`${folder}/inner`);
    await client.deleteFile(beside.fileId);

    assert.equal((await client.listFiles({ path: folder })).length, 0);
    assert.equal((await get(inside.url)).status, 404);
    assert.equal((await get(beside.url)).status, 404);
  },

  async errors_are_the_body_as_it_is(folder) {
    const uploaded = await upload(folder, "a.png", picture("one.png"));
    const stranger = new ImageKit({ ...options, privateKey: "private_nobody" });
    const current = { fileId: uploaded.fileId, versionId: uploaded.versionInfo.id };

    const missing = await rejection(client.getFileDetails(UNKNOWN_ID));
    const refused = await rejection(client.deleteFileVersion(current));
    const forbidden = await rejection(stranger.getFileDetails(UNKNOWN_ID));

    assert.equal(missing.message, "The requested file does not exist.");
    assert.equal(missing.$ResponseMetadata.statusCode, 404);
    assert.ok(missing.help);
    assert.equal(refused.message, "You cannot delete current version of a file.");
    assert.equal(forbidden.$ResponseMetadata.statusCode, 403);
  },

  async signed_urls_open_private_files(folder) {
    const uploaded = await upload(folder, "a.png", picture("one.png"), { isPrivateFile: true });
    const asked = { path: uploaded.filePath, transformation: [{ original: true }] };

    const plain = await get(client.url(asked));
    const signed = await get(client.url({ ...asked, signed: true }));
    const brief = await get(client.url({ ...asked, signed: true, expireSeconds: 300 }));

    assert.equal(plain.status, 401);
    assert.deepEqual(signed, { status: 200, body: picture("one.png") });
    assert.deepEqual(brief, { status: 200, body: picture("one.png") });
  },

  async browsers_upload_with_what_the_sdk_signed(folder) {
    const signed = client.getAuthenticationParameters();
    const fields = { ...signed, publicKey: world.publicKey, fileName: "a.png", folder };

    const { status, body } = await postForm(fields, picture("one.png"));

    assert.equal(status, 200, body.message);
    assert.deepEqual((await get(body.url)).body, picture("one.png"));
  },
});
