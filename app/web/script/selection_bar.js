// <selection-bar>

class SelectionBar extends HTMLElement {
  show() {}
}

customElements.define("selection-bar", SelectionBar);
