// What people see of uploads: choosing, dropping, taken names, the tray. Part of texts.js.

import { count, counted } from "./formats.js";

export const uploads = {
  clashes: {
    title: (total) =>
      total === 1 ? "A file of this name is there already" : `${count(total)} files are there already`,
    question: (path, at, total) => (total === 1 ? path : `${count(at)} of ${count(total)}: ${path}`),
    there: "In the library",
    yours: "Yours",
    changed: (ago) => `changed ${ago}`,
    kept: (number) => `Replacing keeps Version ${number} as an old version, which can be restored at any time.`,
    full: (name, limit) =>
      `${name} cannot be replaced: it has ${count(limit)} versions, the most that are kept. Delete old ones first.`,
    noFormat: "File",
    replace: "Replace (keeps the old one as a version)",
    both: "Keep both",
    skip: "Skip",
    applyToAll: (left) => `Apply to all ${count(left)}`,
  },
  dropping: {
    into: (folder) => `Drop to upload to ${folder}`,
    unreadable: (names) => `This could not be read: ${names}`,
  },
  newMenu: { label: "New", upload: "File upload", folder: "New folder" },
  uploads: {
    title: (total, folder) => `Upload ${counted(total, "file", "files")} to ${folder}`,
    tooLarge: (name, size, most) => `${name} has ${size}; at most ${most} are taken.`,
    badName: (name) => `“${name}” cannot be the name of a file: it takes 1 to 255 bytes, not dots alone.`,
    badFolder: "A folder cannot be called “.” or “..”.",
    noneFits: (total) => (total === 1 ? "This file cannot be uploaded" : "None of these files can be uploaded"),
    understood: "OK",
    nothingSent: "Nothing was uploaded.",
    allSkipped: "Nothing was uploaded: all were skipped.",
    unreadable: "This device cannot read the file any more. Was it moved, or is it a folder?",
    overtaken: {
      STALE: (name, number) =>
        number
          ? `Somebody made Version ${number} of ${name} current meanwhile. Yours was not put on top of it.`
          : `${name} is not there any more.`,
      ALREADY_EXISTS: (name) => `Another ${name} has come there meanwhile. Yours was not put on top of it.`,
    },
    saidStart: (total, folder) => `Uploading ${counted(total, "file", "files")} to ${folder}`,
    saidVersion: (name) => `Uploading a new version of ${name}`,
    saidFinish: (done, failed) =>
      `Uploads finished: ${count(done)} done${failed ? `, ${count(failed)} failed` : ""}.`,
    saidFailures: (total, name, reason) =>
      total === 1 ? `${name} failed: ${reason}` : `${count(total)} uploads failed. ${name}: ${reason}`,
  },
  uploadSettings: {
    folder: "Folder",
    ifTaken: "If a name is taken",
    ifTakenChoices: { ask: "Ask me what to do", suffix: "Add a unique suffix" },
    forAll: "More settings for all files",
    asAll: "As for all files",
    unset: "Default",
    default:
      "By default a new file is public and published; a replaced one stays as it was and keeps tags and metadata.",
    tags: "Tags",
    tagsHint: "With commas between them",
    description: "Description",
    privacy: "Private (signed addresses only)",
    privacies: { private: "Yes", public: "No" },
    publication: "Draft (not delivered)",
    publications: { draft: "Yes", published: "No" },
    keepTags: "Tags of the version before",
    keepMetadata: "Metadata of the version before",
    keeping: { keep: "Keep", overwrite: "Overwrite" },
    files: (files, size) => `${files}, ${size}`,
    settingsOf: (name) => `Settings of ${name}`,
    leaveOut: (name) => `Leave out ${name}`,
    leftOut: (files) => `${files} left out`,
    checking: "Looking at what is there…",
    submit: "Upload",
  },
  uploadTray: {
    label: "Uploads",
    heading: (done, total, failed) =>
      `${count(done)} of ${count(total)} done${failed ? `, ${count(failed)} failed` : ""}`,
    overall: "All uploads",
    progress: (name) => `Upload of ${name}`,
    held: "The server cannot be reached. The rest waits until it can.",
    collapse: "Collapse uploads",
    expand: "Expand uploads",
    retryFailed: "Retry failed",
    cancelAll: "Cancel all",
    clear: "Clear finished",
    cancel: (name) => `Cancel ${name}`,
    retry: (name) => `Retry ${name}`,
    decide: (name) => `Choose what to do with ${name}`,
    queued: "Waiting",
    hashing: "Comparing with what is there",
    processing: "Processing",
    cancelled: "Cancelled",
    cancelledLate: "Cancelled, but it may have been stored already: see whether it is there.",
    current: "Already current: these are the same bytes",
    currentAsItWas: "Already current: these are the same bytes. Its tags and settings were not changed.",
    uploaded: "Uploaded",
    renamed: (name) => `Uploaded as ${name}`,
    version: (number) => `Version ${number} is current now; the one before is kept`,
    uploading: (percent) => `${percent}%`,
    speed: (size) => `${size}/s`,
    left: (seconds) =>
      seconds < 90 ? `${count(Math.ceil(seconds))} s left` : `${count(Math.ceil(seconds / 60))} min left`,
  },
};
