// GraphiQL for whoever is signed in, or with a private key. The key stays in this tab's session
// storage and goes nowhere but into the Authorization header of requests to this server.
"use strict";

const KEY = "pentimento.privateKey";
const endpoint = location.pathname;

const EXAMPLES = [
  // The first one has no variables, for GraphiQL shows none of them at first.
  {
    query: `# What is in a folder, with the address of a small picture of each image.
query Browse {
  folder(path: "/") {
    path
    children(first: 50) {
      totalCount
      nodes {
        __typename
        id
        name
        updatedAt
        ... on File { size kind url(tr: "w-200,h-200") }
      }
    }
  }
}
`,
  },
  {
    query: `# A file with its versions: the current one first, then falling number.
query Versions($path: String!) {
  file(path: $path) {
    id
    name
    currentVersion { number }
    versions(first: 20) {
      totalCount
      nodes { id number isCurrent createdAt size mimeType url }
      pageInfo { hasNextPage endCursor }
    }
  }
}
`,
    variables: `{ "path": "/pets/cat.jpg" }`,
  },
  {
    query: `# Makes a past version current again; none is lost. Take the id from Versions.
mutation Restore($versionId: ID!) {
  restoreVersion(input: { versionId: $versionId }) {
    version { id number }
    previousVersion { id number }
    file { url }
  }
}
`,
    variables: `{ "versionId": "version_" }`,
  },
  {
    query: `# Copies a file with its whole history.
mutation Copy($path: String!, $to: String!) {
  copyFile(input: { file: { path: $path }, toFolderPath: $to, includeVersions: true }) {
    copiedVersionCount
    file { id path versions { nodes { number createdAt } } }
  }
}
`,
    variables: `{ "path": "/pets/cat.jpg", "to": "/archive" }`,
  },
  {
    query: `# Finds files and folders, and past versions among them. The language is that of REST's
# searchQuery: tags IN ["sale"], createdAt > "7d", size < "1mb", joined by AND and OR.
query Search($query: String!) {
  search(query: $query, includeVersions: true, first: 20) {
    totalCount
    nodes {
      __typename
      ... on Folder { path }
      ... on File { path url }
      ... on FileVersion { number file { path } url }
    }
  }
}
`,
    variables: `{ "query": "name : \\"cat\\"" }`,
  },
  {
    query: `# Adds tags to many files and removes others. Take the ids from Browse or Search.
mutation Tags($ids: [ID!]!, $add: [String!]!, $remove: [String!]!) {
  updateTags(input: { ids: $ids, add: $add, remove: $remove }) {
    files { id tags }
    errors { fileId message }
  }
}
`,
    variables: `{ "ids": ["file_"], "add": ["pet"], "remove": [] }`,
  },
  {
    query: `# How much there is, and what past versions take of it.
query Usage {
  storageUsage { fileCount folderCount versionCount currentBytes pastBytes storedBytes }
  viewer { name permissions }
}
`,
    variables: "",
  },
  {
    query: `# Uploads need a file, which this page cannot send. With curl:
#
#   curl ${location.origin}${endpoint} \\
#     -u YOUR_PRIVATE_KEY: -H 'GraphQL-Require-Preflight: 1' \\
#     -F 'operations={"query": "mutation ($file: Upload!) { uploadFile(input: { file: $file,
#         folderPath: \\"/pets\\" }) { created version { number url } } }",
#         "variables": {"file": null}}' \\
#     -F 'map={"0": ["variables.file"]}' -F '0=@cat.jpg'
#
# Uploading to the same path again adds a version.
query Upload {
  serverInfo { version maxUploadBytes maxVersionsPerFile maxQueryCost }
}
`,
    variables: "",
  },
];

const library = document.getElementById("library");
const signIn = document.getElementById("sign-in");
const form = document.getElementById("key-form");
const label = form.querySelector("label");
const input = document.getElementById("key");
const use = document.getElementById("use");
const other = document.getElementById("other");
const forget = document.getElementById("forget");
const note = document.getElementById("key-note");
const root = ReactDOM.createRoot(document.getElementById("graphiql"));

/** Who is signed in, by a cookie that we cannot read. */
let viewer = null;

async function ask(parameters) {
  const key = sessionStorage.getItem(KEY);
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json;q=0.9",
      ...(key && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify(parameters),
  });
  if (response.status === 401 || response.status === 403) {
    note.textContent = key ? "The server does not know this key." : "You are signed out.";
  }
  return response.json();
}

async function recall() {
  const response = await fetch(new URL("session", library.href));
  const { isOpen } = await response.json();
  const { data } = isOpen ? await ask({ query: "{ viewer { name } }" }) : {};
  viewer = data?.viewer ?? null;
}

function show({ isAsking = false } = {}) {
  const key = sessionStorage.getItem(KEY);
  input.value = "";
  label.hidden = input.hidden = use.hidden = Boolean(key || viewer) && !isAsking;
  other.hidden = Boolean(key) || !viewer || isAsking;
  forget.hidden = !key;
  signIn.hidden = Boolean(key || viewer);
  note.textContent = said(key);
  root.render(
    React.createElement(GraphiQL, {
      // Another one for everybody, so that the schema is asked for again.
      key: key ?? viewer?.name ?? "",
      fetcher: ask,
      // There is no schema to be had for nobody.
      schema: key || viewer ? undefined : null,
      defaultTabs: EXAMPLES,
      defaultEditorToolsVisibility: "variables",
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
    }),
  );
}

function said(key) {
  if (key) return "Private key in use, in this tab only.";
  return viewer ? `Signed in as ${viewer.name}.` : "Kept in this tab only.";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const key = input.value.trim();
  if (key) {
    sessionStorage.setItem(KEY, key);
    show();
  }
});

other.addEventListener("click", () => {
  show({ isAsking: true });
  input.focus();
});

forget.addEventListener("click", () => {
  sessionStorage.removeItem(KEY);
  show();
  (viewer ? other : input).focus();
});

recall().finally(() => show());
