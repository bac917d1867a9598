// The audits of graphql-http: node graphql_http.mjs <folder with node_modules> <url> <key>
// Prints one line of JSON for each audit.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [place, url, key] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${place}/package.json`));
const { serverAudits } = require("graphql-http");

const fetchFn = (target, options = {}) =>
  fetch(target, {
    ...options,
    headers: { ...options.headers, authorization: `Bearer ${key}` },
  });

for (const audit of serverAudits({ url, fetchFn })) {
  const { status, reason } = await audit.fn();
  console.log(JSON.stringify({ id: audit.id, name: audit.name, status, reason }));
}
