// <search-view>

class SearchView extends HTMLElement {
  show() {}
}

customElements.define("search-view", SearchView);
