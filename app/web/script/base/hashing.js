// Hashing: whether a file on this device has the bytes that the library has already.

// The browser hashes only what is in memory as a whole.
const MAX_BYTES = 64 * 1024 * 1024;

/** Whether the bytes are those of the asset, as far as can be told without reading too much. */
export async function isSame(file, asset) {
  if (file.size !== asset.size || file.size > MAX_BYTES) return false;
  // Not there on pages that came by plain HTTP from another machine.
  if (!globalThis.crypto?.subtle) return false;
  return (await sha256(file)) === asset.sha256;
}

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
