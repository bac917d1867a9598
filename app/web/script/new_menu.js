// <new-menu>

class NewMenu extends HTMLElement {
  show() {}
}

customElements.define("new-menu", NewMenu);
