// The GraphQL API, which is all that this page talks to besides /session and delivery.

import { texts } from "./texts.js";

const ENDPOINT = new URL("graphql", document.baseURI);
const HEADERS = {
  accept: "application/graphql-response+json, application/json;q=0.9",
  "graphql-require-preflight": "1",
};

/** Fires `signedout` when the server no longer knows us, `online` and `offline` as calls go. */
export const connection = new EventTarget();

/** What went wrong, in words for people. */
export class Failure extends Error {
  /**
   * `code` is one of the schema's ErrorCode, OFFLINE when no answer came, or the HTTP status of an
   * answer that is not the library's. `errors` says what is
   * wrong with which custom metadata field, by their names.
   * `requestId` is what the server's log calls it; `data` is what was answered all the same.
   */
  constructor(message, { code, reason, field, errors, requestId, data } = {}) {
    super(message);
    Object.assign(this, { code, reason, field, errors, requestId, data });
  }
}

/** Whether it is the end of a call that we gave up ourselves. */
export function isAbort(error) {
  return error.name === "AbortError";
}

/** The `data` of a query or mutation; throws a Failure, or AbortError by `signal`. */
export async function ask(query, variables = {}, { signal } = {}) {
  let response;
  let text;
  try {
    response = await fetch(ENDPOINT, {
      method: "POST",
      signal,
      headers: { ...HEADERS, "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    text = await response.text();
  } catch (error) {
    throw isAbort(error) ? error : unreachable(response?.headers.get("x-request-id"));
  }
  return settled(text, response, response.headers.get("x-request-id"));
}

/**
 * Uploads by the multipart request specification. `input` is UploadFileInput without `file`;
 * `onprogress` is told the bytes sent. Fetch does not tell them, so this is the older way.
 */
export function send(query, file, input, { signal, onprogress }) {
  const form = new FormData();
  form.append("operations", JSON.stringify({ query, variables: { input: { ...input, file: null } } }));
  form.append("map", '{"0": ["variables.input.file"]}');
  form.append("0", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", ENDPOINT);
    for (const [name, value] of Object.entries(HEADERS)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onprogress(Math.min(event.loaded, file.size));
    request.onload = () => {
      const id = request.getResponseHeader("x-request-id");
      try {
        resolve(settled(request.responseText, request, id));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException("given up", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}

function unreachable(requestId) {
  connection.dispatchEvent(new Event("offline"));
  return new Failure(texts.errors.offline, { code: "OFFLINE", requestId });
}

function settled(text, { status, statusText }, requestId) {
  const body = parsed(text);
  // From something in between, such as a proxy: the library speaks the protocol whatever happens.
  if (!body) {
    const why = texts.errors.statuses[status] ?? `${status} ${statusText}`.trim();
    throw new Failure(texts.errors.unreadable(why), { code: String(status), requestId });
  }
  connection.dispatchEvent(new Event("online"));
  const [error] = body.errors ?? [];
  if (!error) return body.data;
  const { code, reason, field, errors } = error.extensions ?? {};
  if (code === "UNAUTHENTICATED") connection.dispatchEvent(new Event("signedout"));
  throw new Failure(error.message, { code, reason, field, errors, requestId, data: body.data });
}

/** The answer as GraphQL has it, or null. */
function parsed(text) {
  try {
    const body = JSON.parse(text);
    return body?.data === undefined && !Array.isArray(body?.errors) ? null : body;
  } catch {
    return null;
  }
}
