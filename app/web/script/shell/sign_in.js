// <sign-in>: asks for the private key, or takes the token of a one-time link.

import { h, icon } from "../base/dom.js";
import { signIn } from "../base/session.js";
import { texts } from "../base/texts.js";

class SignIn extends HTMLElement {
  #problem = h("p", { id: "sign-in-problem", class: "problem", role: "alert" });
  #key = h("input", {
    name: "key",
    type: "password",
    autocomplete: "current-password",
    spellcheck: "false",
    required: true,
    "aria-describedby": "sign-in-problem",
  });
  #submit = h("button", { class: "primary" }, texts.signIn.submit);

  connectedCallback() {
    document.title = `${texts.signIn.title} · ${texts.shell.brand}`;
    this.replaceChildren(
      h(
        "main",
        {},
        h("h1", {}, icon("versions"), texts.shell.brand),
        h(
          "form",
          { onsubmit: (event) => this.#send(event) },
          h("h2", {}, texts.signIn.title),
          // Password managers ask for a name to keep the key under.
          h("input", { type: "text", autocomplete: "username", value: texts.shell.brand, hidden: true }),
          h("label", { class: "field" }, h("span", {}, texts.signIn.key), this.#key),
          this.#problem,
          this.#submit,
          h("p", { class: "hint" }, texts.signIn.why),
        ),
      ),
    );
    this.#key.focus();
    const link = location.pathname.endsWith("/sign-in") && location.hash.slice(1);
    if (link) this.#prove({ link });
  }

  #send(event) {
    event.preventDefault();
    this.#prove({ key: this.#key.value.trim() });
  }

  async #prove(proof) {
    this.#submit.disabled = true;
    this.#submit.textContent = texts.signIn.working;
    this.#problem.replaceChildren();
    try {
      await signIn(proof);
      this.dispatchEvent(new Event("signedin", { bubbles: true }));
    } catch (error) {
      this.#problem.replaceChildren(error.message);
      this.#key.setAttribute("aria-invalid", "true");
      this.#key.focus();
    }
    this.#submit.disabled = false;
    this.#submit.textContent = texts.signIn.submit;
  }
}

customElements.define("sign-in", SignIn);
