// Upload: one file on its way into the library, from waiting in the queue to what became of it.

import { Failure, isAbort, send } from "../base/api.js";
import { joined, legalName } from "../acts/destinations.js";
import { isSame } from "../base/hashing.js";
import { fileNow, takenAt } from "../acts/taken.js";
import { texts } from "../base/texts.js";

const UPLOAD = `mutation Upload($input: UploadFileInput!) {
  uploadFile(input: $input) { created file { id name path } version { number } }
}`;
const TICK = 250; // ms between two numbers that people are to read

/** `state` is one of these; the first four are under way. */
const UNDER_WAY = new Set(["queued", "hashing", "uploading", "processing"]);

let last = 0;

export class Upload {
  id = (last += 1);
  state = "queued";
  sent = 0;
  /** Bytes a second; null until it can be told. */
  speed = null;
  failure = null;
  /** `{ id, name, path, number, created }` of what the library has now. */
  result = null;
  /** Whether the server had all bytes when it was cancelled, and may have kept them. */
  mayBeStored = false;
  #aborts = null;
  #changed;
  #seen = { at: 0, sent: 0 };

  /**
   * `onto` is the file that it becomes a version of, as `taken.js` reads it, or null;
   * `ifTaken` says what happens when another file is there: `REFUSE` or `RENAME`.
   */
  constructor({ file, folder, name, settings = {}, onto = null, ifTaken = "REFUSE" }, changed) {
    Object.assign(this, { file, folder, name: legalName(name ?? file.name), settings, onto, ifTaken });
    this.#changed = changed;
  }

  get path() {
    return this.onto?.path ?? joined(this.folder, this.name);
  }

  get isUnderWay() {
    return UNDER_WAY.has(this.state);
  }

  /** Whether the person asked for tags or other things that only a new version would have got. */
  get hasSettings() {
    const { tags, description, privacy, publication } = this.settings;
    return Boolean(tags?.length || description || privacy || publication);
  }

  /** Seconds until the bytes are there; null when it cannot be told. */
  get secondsLeft() {
    return this.speed ? (this.file.size - this.sent) / this.speed : null;
  }

  /** Sends it; never throws, for what goes wrong is its `failure`. */
  async run() {
    // Of this run alone: one that is cancelled may end only after it is back in the queue.
    const { signal } = (this.#aborts = new AbortController());
    try {
      await this.#touch();
      if (this.onto && !signal.aborted) await this.#compare(signal);
      if (this.isUnderWay && !signal.aborted) await this.#send(signal);
    } catch (error) {
      if (!signal.aborted) await this.#fail(error);
    }
  }

  /** Says that the library has these bytes at this place, so nothing is to be sent. */
  skip(file) {
    this.result = { id: file.id, name: file.name, path: file.path, number: file.currentVersion.number };
    this.#turn("current");
  }

  cancel() {
    if (!this.isUnderWay) return;
    this.mayBeStored = this.state === "processing";
    this.#turn("cancelled");
    this.#aborts?.abort();
  }

  /** Back into the queue, to go on top of `onto` when that is given. */
  again({ onto = this.onto, ifTaken = this.ifTaken } = {}) {
    Object.assign(this, { onto, ifTaken, sent: 0, speed: null, failure: null, mayBeStored: false });
    this.#turn("queued");
  }

  // A file that was moved or changed since it was chosen must not look like a lost connection.
  async #touch() {
    try {
      await this.file.slice(0, 1).arrayBuffer();
    } catch {
      throw new Failure(texts.uploads.unreadable, { code: "UNREADABLE" });
    }
  }

  // Equal bytes are not sent again, as when the answer to the first attempt was lost.
  async #compare(signal) {
    this.#turn("hashing");
    const file = await fileNow(this.onto.id);
    if (!file) return;
    const isCurrent = await isSame(this.file, file);
    if (signal.aborted) return;
    if (isCurrent) this.skip(file);
    // What the file says of itself now is kept; which version the person saw is not ours to change.
    else this.onto = { ...file, currentVersion: this.onto.currentVersion };
  }

  async #send(signal) {
    this.#seen = { at: performance.now(), sent: 0 };
    this.#turn("uploading");
    const onprogress = (sent) => this.#progress(sent);
    const { uploadFile } = await send(UPLOAD, this.file, this.#input(), { signal, onprogress });
    const { file, version, created } = uploadFile;
    this.sent = this.file.size;
    this.result = { ...file, number: version.number, created };
    this.#turn("done");
  }

  #progress(sent) {
    if (this.state === "cancelled") return;
    this.sent = sent;
    if (sent >= this.file.size) return this.#turn("processing");
    const now = performance.now();
    const passed = now - this.#seen.at;
    if (passed < TICK) return;
    const speed = ((sent - this.#seen.sent) / passed) * 1000;
    this.speed = this.speed === null ? speed : this.speed * 0.7 + speed * 0.3;
    this.#seen = { at: now, sent };
    this.#changed(this);
  }

  #input() {
    const { tags, description, privacy, publication, keepTags = "keep", keepMetadata = "keep" } = this.settings;
    const before = this.onto;
    const isKept = keepMetadata === "keep";
    return {
      name: before?.name ?? this.name,
      folderPath: before ? before.path.slice(0, -before.name.length - 1) || "/" : this.folder,
      ifExists: before ? "NEW_VERSION" : this.ifTaken,
      ifCurrentVersionId: before?.currentVersion.id,
      tags,
      keepTags: keepTags === "keep",
      keepCustomMetadata: isKept,
      description: description ?? (isKept ? before?.description : null),
      // A private picture must not become public because somebody mended it.
      isPrivate: privacy ? privacy === "private" : (before?.isPrivate ?? false),
      isPublished: publication ? publication === "published" : (before?.isPublished ?? true),
    };
  }

  async #fail(error) {
    if (isAbort(error) || this.state === "cancelled") return;
    const there = error.code in texts.uploads.overtaken ? await this.#inTheWay() : null;
    if (there && (await isSame(this.file, there))) return this.isUnderWay && this.skip(there);
    const words = texts.uploads.overtaken[error.code];
    this.failure = words ? new Failure(words(this.name, there?.currentVersion.number), error) : error;
    this.#turn("failed");
    if (!(error.code || error.requestId)) throw error;
  }

  // What is at our path; null when that cannot be found out either: the first failure says enough.
  async #inTheWay() {
    const { path } = this;
    try {
      return (await takenAt([path])).get(path) ?? null;
    } catch {
      return null;
    }
  }

  #turn(state) {
    if (this.state === "cancelled" && state !== "queued") return;
    if (this.state === state) return;
    this.state = state;
    this.#changed(this);
  }
}
