// <search-bar>

class SearchBar extends HTMLElement {
  show() {}
}

customElements.define("search-bar", SearchBar);
