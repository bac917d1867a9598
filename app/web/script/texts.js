// Every text that people see, by the module that shows it. A function takes what varies.

import { counted } from "./formats.js";

export const texts = {
  assets: {
    folder: (name) => `Folder ${name}`,
    dimensions: (width, height) => `${width} by ${height}`,
    spokenVersion: (number) => `file version ${number}, not current`,
    versionCount: (total) => counted(total, "version", "versions"),
    private: "private",
    draft: "draft",
  },
  dialogs: { close: "Close", cancel: "Cancel" },
  errors: {
    offline: "The server cannot be reached. Nothing was lost; try again when the connection is back.",
    unexpected: "The server did not understand that.",
    copyRequestId: "Copy request id",
    retry: "Retry",
  },
  shell: {
    brand: "Pentimento",
    skip: "Skip to content",
    rail: "Main",
    library: "Library",
    graphiql: "GraphQL explorer",
    settings: "Settings",
    signOut: "Sign out",
    signedInAs: (name) => `Signed in as ${name}`,
    collapse: "Collapse menu",
    expand: "Expand menu",
    notFound: "There is no such page.",
    home: "Go to the library",
    readOnly: "This key may only read.",
    used: (size) => `Storage: ${size} used`,
    files: (total) => `Total files: ${total}`,
    onDisk: (size) => `On disk: ${size}`,
    pastVersions: (size) => `Old versions: ${size}`,
    strip: "Storage",
  },
  signIn: {
    title: "Sign in",
    why: "The private key opens the library. The server printed it, and a link that signs in once, when it started.",
    key: "Private key",
    submit: "Sign in",
    working: "Signing in…",
  },
  toasts: { label: "Notifications", undo: "Undo", close: "Close" },
};
