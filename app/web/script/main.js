// Starts the page: who is it? Then the library, or the question for a key.

import { connection } from "./base/api.js";
import { button, h } from "./base/dom.js";
import { startSpeaking } from "./base/live.js";
import { recall, viewerName } from "./base/session.js";
import { texts } from "./base/texts.js";
import { forgetToasts, startToasts, toast } from "./base/toasts.js";
import { queue } from "./uploads/upload_queue.js";
import "./shell/shell.js";
import "./shell/sign_in.js";

let shown = null;

function show(tag) {
  const element = h(tag);
  if (shown) shown.replaceWith(element);
  else document.body.prepend(element);
  shown = element;
}

async function start() {
  try {
    show((await recall()) ? "app-shell" : "sign-in");
  } catch (error) {
    show("main");
    shown.className = "state";
    shown.append(h("h1", {}, texts.shell.brand), h("p", {}, error.message), button(texts.errors.retry, { onclick: start }));
  }
}

startSpeaking();
startToasts();
addEventListener("signedin", () => show("app-shell"));
connection.addEventListener("signedout", () => {
  if (shown?.localName !== "app-shell") return;
  // A dialog would stand in the way of the form.
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  show("sign-in");
  // Who signs in next may be somebody else.
  queue.empty();
  forgetToasts();
  if (viewerName()) toast(texts.signIn.ended);
});
await start();
