// What people see of what is done with assets: menus, the selection bar, dialogs and drawers. Part of texts.js.

import { count, counted } from "./formats.js";

const andMore = (total) => (total ? ` And ${count(total)} more.` : "");

export const acts = {
  actions: {
    restore: "Restore version",
    open: "Open",
    rename: "Rename",
    download: "Download",
    tags: "Tags",
    autoTags: "Add auto tags",
    removeBackground: "Remove background",
    focus: "Custom focus area",
    copy: "Copy",
    move: "Move",
    publish: "Publish",
    unpublish: "Unpublish",
    copyUrl: "Copy URL",
    details: "Details",
    delete: "Delete",
    deleteVersion: "Delete version",
    notFor: {
      version: (total) => `Not available for old versions: ${count(total)} selected.`,
      folder: (total) => `Not available for folders: ${count(total)} selected.`,
      file: (total) => `Not available for current files: ${count(total)} selected.`,
    },
    picturesOnly: (total) => `Only for pictures: ${counted(total, "other file", "other files")} selected.`,
    oneOnly: (total) => `One at a time: ${count(total)} selected.`,
    sameFile: (name) => `Only one version of a file: several of ${name} selected.`,
    drafts: (total) => `Drafts are not delivered: ${count(total)} selected.`,
  },
  extensions: {
    autoTags: {
      title: "Asking for auto tags",
      done: (at, total) => `Auto tags asked for ${count(at)} of ${count(total)}`,
      begun: (name, total) => `Finding auto tags for ${total === 1 ? name : counted(total, "file", "files")}…`,
      over: (name, total) => `Auto tags were added to ${total === 1 ? name : counted(total, "file", "files")}.`,
      failed: (name, why, total) => `Auto tags of ${name} failed: ${why}${andMore(total - 1)}`,
    },
    removeBackground: {
      title: "Asking to remove backgrounds",
      done: (at, total) => `Removal asked for ${count(at)} of ${count(total)}`,
      begun: (name, total) => `Removing the background of ${total === 1 ? name : counted(total, "file", "files")}…`,
      over: (name, total) =>
        total === 1
          ? `${name} has a new version without its background.`
          : `${counted(total, "file has", "files have")} a new version without the background.`,
      failed: (name, why, total) => `Removing the background of ${name} failed: ${why}${andMore(total - 1)}`,
    },
  },
  menu: { label: (name, total) => `Actions for ${name ?? counted(total, "item", "items")}` },
  naming: {
    rename: (name) => `Rename ${name}`,
    name: "New name",
    submit: "Rename",
    renamed: (before, now) => `${before} is called ${now} now.`,
    taken: (name) => `${name} exists in this folder already. Choose another name.`,
    newFolder: "New folder",
    folderName: "Name of the folder",
    create: "Create",
    created: (name) => `Folder ${name} was created.`,
    slash: "A name has no slash.",
  },
  downloads: {
    started: (total) => `Downloading ${counted(total, "file", "files")}.`,
    copiedFile: (name) => `Copied the URL of ${name}. It always serves the latest version.`,
    copiedVersion: (name, number) => `Copied the URL of Version ${number} of ${name}. It serves exactly this version.`,
    copiedMany: (total, versions) => {
      const files = total - versions;
      return [
        `Copied ${count(total)} URLs, one a line.`,
        files && "Those of files always serve the latest version.",
        versions && "Those of versions serve exactly that version.",
      ].filter(Boolean).join(" ");
    },
    signed: (total, all) =>
      all === 1
        ? "It is private: the URL is signed, and opens it for everybody who has it."
        : `${count(total)} of them are private: their URLs are signed, and open them for everybody who has them.`,
    gone: "None of them is there any more.",
  },
  partial: {
    failed: (total) => `${counted(total, "item was", "items were")} left as before:`,
    together: (total) => counted(total, "item", "items"),
    retry: "Retry those",
    stop: "Stop",
    stopped: "Stopped.",
    progress: (at, total) => `${count(at)} of ${count(total)}`,
  },
  deletion: {
    title: "Deleting",
    done: (at, total) => `${count(at)} of ${count(total)} deleted`,
    question: (name, total) => (total === 1 ? `Delete ${name}?` : `Delete ${count(total)} items?`),
    file: (name, versions) =>
      `${name}, with ${versions === 1 ? "its only version" : `all ${count(versions)} versions`}`,
    folder: (name, files) =>
      files
        ? `Folder ${name}, with ${counted(files, "file", "files")} in it and all their versions`
        : `Folder ${name}, with no files in it`,
    more: (total) => `and ${count(total)} more`,
    forGood: "This is for good: there is no trash to bring it back from.",
    typeCount: (total) => `Type ${count(total)} to confirm that this many go`,
    wrongCount: (total) => `Type the number ${count(total)} to go on.`,
    submit: "Delete for good",
    deleted: (name, total) => (total === 1 ? `${name} was deleted.` : `${count(total)} items were deleted.`),
  },
  picker: {
    search: "Search folders",
    sort: "Sort folders",
    orders: {
      "NAME ASC": "Name, A to Z",
      "NAME DESC": "Name, Z to A",
      "CREATED_AT DESC": "Newest first",
      "CREATED_AT ASC": "Oldest first",
      "UPDATED_AT DESC": "Latest change first",
      "UPDATED_AT ASC": "Earliest change first",
    },
    newFolder: "New folder",
    crumbs: "Destination",
    home: "Home",
    list: "Folders",
    more: "Show more",
    found: (total) => `${counted(total, "folder", "folders")} found`,
    none: "No folders found",
  },
  placing: {
    copy: {
      title: "Copying",
      drawer: (name, total) => `Copy ${total === 1 ? name : counted(total, "item", "items")} to`,
      here: "Copy here",
      done: (at, total) => `${count(at)} of ${count(total)} copied`,
      told: (name, total, folder) => `${total === 1 ? name : counted(total, "item", "items")} copied to ${folder}.`,
      left: (total) => `${counted(total, "file was", "files were")} not copied`,
    },
    move: {
      title: "Moving",
      drawer: (name, total) => `Move ${total === 1 ? name : counted(total, "item", "items")} to`,
      here: "Move here",
      done: (at, total) => `${count(at)} of ${count(total)} moved`,
      told: (name, total, folder) => `${total === 1 ? name : counted(total, "item", "items")} moved to ${folder}.`,
      left: (total) => `${counted(total, "file was", "files were")} not moved`,
    },
    back: (name, total) =>
      total === 1 ? `${name} is back where it was.` : `${count(total)} items are back where they were.`,
    cameThere: "Another file of this name has come there meanwhile. This one was not put on top of it.",
    includeVersions: "Include File Versions",
    allMove: "All versions move too.",
    allHere: "Open the folder that it is to go to.",
    isHere: (name) => `${name} is in this folder already, and stays.`,
    intoItself: (name) => `A folder cannot go into itself: ${name}.`,
    merged: (name) =>
      `Folder ${name} exists there. Yours goes into it, and its files on top of those of the same name.`,
    onTop: (name, before, coming) => {
      const sum = `${count(before)} + ${counted(coming, "version", "versions")}`;
      return `${name} exists there. Yours goes on top of its history (${sum}).`;
    },
    tooMany: (name, before, coming, limit) =>
      [
        `${name} exists there, and yours stays out: ${count(before)} + ${counted(coming, "version", "versions")}`,
        `are more than the ${count(limit)} that a file can have.`,
      ].join(" "),
  },
  publishing: {
    publish: {
      title: "Publishing",
      question: (name, total) => `Publish ${total === 1 ? name : counted(total, "file", "files")}?`,
      meaning: (total) => `${total === 1 ? "Its URL opens it" : "Their URLs open them"} from then on.`,
      versions: (old) => `Publish the old ${old === 1 ? "version" : "versions"} too`,
      versionsHint: (old) =>
        old === 1 ? "Otherwise that stays as it is." : `Otherwise those ${count(old)} stay as they are.`,
      submit: "Publish",
      done: (at, total) => `${count(at)} of ${count(total)} published`,
      told: (name, total) =>
        total === 1
          ? `${name} is published. Its URL opens it.`
          : `${counted(total, "file is", "files are")} published. Their URLs open them.`,
    },
    unpublish: {
      title: "Unpublishing",
      question: (name, total) => `Unpublish ${total === 1 ? name : counted(total, "file", "files")}?`,
      meaning: (total) =>
        total === 1
          ? "It becomes a draft: its URL answers 404 Not Found until it is published again."
          : "They become drafts: their URLs answer 404 Not Found until they are published again.",
      copies: "Nothing is deleted here. Browsers and caches that have a copy already may keep it.",
      versions: (old) => `Unpublish the old ${old === 1 ? "version" : "versions"} too`,
      versionsHint: (old) =>
        old === 1
          ? "Otherwise that can still be opened by its own URL."
          : `Otherwise those ${count(old)} can still be opened by their own URLs.`,
      submit: "Unpublish",
      done: (at, total) => `${count(at)} of ${count(total)} unpublished`,
      told: (name, total) =>
        total === 1
          ? `${name} is a draft now. Its URL answers 404 Not Found.`
          : `${counted(total, "file is a draft", "files are drafts")} now. Their URLs answer 404 Not Found.`,
    },
  },
  tagging: {
    title: (name, total) => `Tags of ${total === 1 ? name : counted(total, "file", "files")}`,
    list: "Tags",
    none: "No tags yet.",
    add: "Add tags",
    how: "Enter or a comma adds one.",
    some: "A tag with numbers is on only some of these files.",
    share: (some, total) => `${count(some)} of ${count(total)}`,
    addToAll: (tag) => `Add ${tag} to all`,
    remove: (tag) => `Remove ${tag}`,
    save: "Save tags",
    changed: (name, total) => `Tags of ${total === 1 ? name : counted(total, "file", "files")} changed.`,
    undone: "The tags are as they were.",
    done: (at, total) => `Tags of ${count(at)} of ${counted(total, "file", "files")} changed`,
  },
  selectionBar: {
    label: "Selection",
    all: "Select All",
    selected: (total) => `${counted(total, "item", "items")} selected`,
    matching: (total) => `Select all ${count(total)} matching`,
    loading: "Selecting…",
    actions: "Actions for the selection",
    more: "More actions",
    clear: "Clear selection",
  },
};
