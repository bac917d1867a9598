// The session: who looks at the page, what they may do, and what the server allows.

import { ask, connection, Failure } from "./api.js";
import { texts } from "./texts.js";

const WHO = `query Session {
  viewer { name permissions }
  serverInfo { version maxUploadBytes maxPixels maxVersionsPerFile maxPageSize extensions }
}`;
const ENDPOINT = new URL("session", document.baseURI);

let viewer = null;
let server = null;

/** Finds out who it is by the cookie, which no script can read; false when it is nobody. */
export async function recall() {
  const { isOpen } = await (await post("GET")).json();
  ({ viewer, serverInfo: server } = isOpen ? await ask(WHO) : {});
  return Boolean(viewer);
}

/** Signs in by `{ key }`, or by `{ link }`, the token of a one-time link; throws a Failure. */
export async function signIn(proof) {
  await post("POST", proof);
  if (!(await recall())) throw new Failure(texts.signIn.forgotten, { code: "UNAUTHENTICATED" });
}

/** Ends the session, here and on the server. */
export async function signOut() {
  await post("DELETE");
  viewer = server = null;
  connection.dispatchEvent(new Event("signedout"));
}

async function post(method, body) {
  const response = await fetch(ENDPOINT, {
    method,
    headers: { "content-type": "application/json" },
    body: body && JSON.stringify(body),
  }).catch(() => {
    throw new Failure(texts.errors.offline, { code: "OFFLINE" });
  });
  if (response.ok) return response;
  const { message } = await response.json().catch(() => ({}));
  const requestId = response.headers.get("x-request-id");
  throw new Failure(message ?? texts.errors.unexpected, { code: String(response.status), requestId });
}

/** What the key is called. */
export function viewerName() {
  return viewer?.name ?? "";
}

/** Whether they may `WRITE` or `DELETE`. */
export function may(permission) {
  return viewer?.permissions.includes(permission) ?? false;
}

/** The server's limits, as the schema's ServerInfo has them. */
export function limits() {
  return server;
}
