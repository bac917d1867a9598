// <storage-strip>

class StorageStrip extends HTMLElement {
  show() {}
}

customElements.define("storage-strip", StorageStrip);
