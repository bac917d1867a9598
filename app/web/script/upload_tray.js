// <upload-tray>

class UploadTray extends HTMLElement {
  show() {}
}

customElements.define("upload-tray", UploadTray);
