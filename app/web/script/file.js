// <file-view>

class FileView extends HTMLElement {
  show() {}
}

customElements.define("file-view", FileView);
