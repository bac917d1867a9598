// <library-view>

class LibraryView extends HTMLElement {
  show() {}
}

customElements.define("library-view", LibraryView);
