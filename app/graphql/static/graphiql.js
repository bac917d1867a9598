// GraphiQL with the private key of whoever looks at it. The key stays in this tab's session
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

const form = document.getElementById("key-form");
const label = form.querySelector("label");
const input = document.getElementById("key");
const use = document.getElementById("use");
const forget = document.getElementById("forget");
const note = document.getElementById("key-note");
const root = ReactDOM.createRoot(document.getElementById("graphiql"));

async function ask(parameters) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json;q=0.9",
      authorization: `Bearer ${sessionStorage.getItem(KEY)}`,
    },
    body: JSON.stringify(parameters),
  });
  if (response.status === 401 || response.status === 403) {
    note.textContent = "The server does not know this key.";
  }
  return response.json();
}

function show() {
  const key = sessionStorage.getItem(KEY);
  input.value = "";
  label.hidden = input.hidden = use.hidden = Boolean(key);
  forget.hidden = !key;
  note.textContent = key ? "Private key in use, in this tab only." : "Kept in this tab only.";
  root.render(
    React.createElement(GraphiQL, {
      fetcher: ask,
      // Without a key there is no schema to be had.
      schema: key ? undefined : null,
      defaultTabs: EXAMPLES,
      defaultEditorToolsVisibility: "variables",
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
    }),
  );
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const key = input.value.trim();
  if (key) {
    sessionStorage.setItem(KEY, key);
    show();
  }
});

forget.addEventListener("click", () => {
  sessionStorage.removeItem(KEY);
  show();
  input.focus();
});

show();
