// <settings-view>

class SettingsView extends HTMLElement {
  show() {}
}

customElements.define("settings-view", SettingsView);
