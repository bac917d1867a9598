// The queue of uploads: a few at a time. It lives as long as the page does, whatever view is shown.

import { connection } from "../base/api.js";
import { announce } from "../base/changes.js";
import { say, sayNow } from "../base/live.js";
import { texts } from "../base/texts.js";

const ABREAST = 3;
const PAUSE = 600; // ms between two looks at what came in, and between two words of failures

class UploadQueue extends EventTarget {
  #uploads = [];
  #running = 0;
  /** Whether the rest waits because the server could not be reached. */
  isHeld = false;
  #tellLibrary = throttled(() => announce());
  #tellFailures = throttled(() => this.#sayFailures());
  #unsaid = [];
  #wasUnderWay = false;

  constructor() {
    super();
    connection.addEventListener("online", () => this.release());
    addEventListener("online", () => this.release());
  }

  /** Fires `change` with an upload as its detail, or null when the list itself is another. */
  changed = (upload) => {
    this.dispatchEvent(new CustomEvent("change", { detail: upload }));
    if (upload?.state === "done" || upload?.mayBeStored) this.#tellLibrary();
    if (upload?.state === "failed") this.#failed(upload);
  };

  get uploads() {
    return this.#uploads;
  }

  add(uploads) {
    this.#uploads.push(...uploads);
    this.changed(null);
    this.#pump();
  }

  /** How many there are in all and in each state, and how many bytes of how many are there. */
  totals() {
    const sum = { total: 0, underWay: 0, done: 0, failed: 0, cancelled: 0, bytes: 0, sent: 0 };
    for (const upload of this.#uploads) {
      const { state } = upload;
      sum.total += 1;
      if (upload.isUnderWay) sum.underWay += 1;
      else sum[state === "current" ? "done" : state] += 1;
      if (state === "cancelled") continue;
      sum.bytes += upload.file.size;
      sum.sent += upload.isUnderWay ? upload.sent : upload.file.size;
    }
    return sum;
  }

  /** Sends it again; `how` is what `Upload.again` takes. */
  retry(upload, how) {
    upload.again(how);
    this.isHeld = false;
    this.#pump();
  }

  /** Those that failed in a way that another attempt may mend. */
  get retriable() {
    return this.#uploads.filter(({ state, failure }) => state === "failed" && !needsAnswer(failure));
  }

  retryFailed() {
    for (const upload of this.retriable) upload.again();
    this.isHeld = false;
    this.#pump();
  }

  cancelAll() {
    for (const upload of this.#uploads) upload.cancel();
    this.#settle();
  }

  /** Cancels and forgets all. */
  empty() {
    this.cancelAll();
    this.#unsaid = [];
    this.isHeld = false;
    this.clearFinished();
  }

  cancel(upload) {
    upload.cancel();
    this.#settle();
  }

  /** Forgets one. */
  remove(upload) {
    this.#uploads = this.#uploads.filter((each) => each !== upload);
    this.changed(null);
  }

  clearFinished() {
    this.#uploads = this.#uploads.filter((upload) => upload.isUnderWay);
    this.changed(null);
  }

  /** Goes on after the server could not be reached. */
  release() {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.changed(null);
    this.#pump();
  }

  #pump() {
    for (const upload of this.#uploads) {
      if (this.#running >= ABREAST || this.isHeld) break;
      if (upload.state === "queued" && !upload.isTaken) this.#start(upload);
    }
    this.#settle();
  }

  async #start(upload) {
    upload.isTaken = true;
    this.#running += 1;
    try {
      await upload.run();
    } finally {
      upload.isTaken = false;
      this.#running -= 1;
      this.#pump();
    }
  }

  #failed(upload) {
    if (upload.failure.code === "OFFLINE" && !this.isHeld) {
      this.isHeld = true;
      this.changed(null);
    }
    this.#unsaid.push(upload);
    this.#tellFailures();
  }

  #sayFailures() {
    // Some may be on their way again by now.
    const failed = this.#unsaid.splice(0).filter(({ state }) => state === "failed");
    if (!failed.length) return;
    const { name, failure } = failed.at(-1);
    sayNow(texts.uploads.saidFailures(failed.length, name, failure.message));
  }

  // What is to be so while something is under way, and what to say when the last has ended.
  #settle() {
    const { underWay, done, failed } = this.totals();
    if (underWay) addEventListener("beforeunload", warn);
    else {
      removeEventListener("beforeunload", warn);
      if (this.#wasUnderWay) say(texts.uploads.saidFinish(done, failed));
    }
    this.#wasUnderWay = underWay > 0;
  }
}

/** Whether the person must decide something before it makes sense to send it again. */
export function needsAnswer(failure) {
  return ["STALE", "ALREADY_EXISTS"].includes(failure.code);
}

function warn(event) {
  event.preventDefault();
}

// Runs at once, and then at most once in a while, never dropping the last call.
function throttled(run) {
  let timer = null;
  let again = false;
  return function call() {
    again = timer !== null;
    if (again) return;
    run();
    timer = setTimeout(() => {
      timer = null;
      if (again) call();
    }, PAUSE);
  };
}

export const queue = new UploadQueue();
