// Addresses of files and versions, as they are given to people. Pure.
//
// The API's have the time of the last change in them, by which caches keep what they open now for a year.
// From a signed one nothing can be taken, and nothing added, for its signature covers all of it.

/** The address that opens whatever is current; a private file's stays signed. */
export function latest({ isPrivate, plain, signed }) {
  if (isPrivate) return signed;
  const { origin, pathname } = new URL(plain);
  return origin + pathname;
}

/** The address of exactly one version, whatever becomes current. */
export function exact({ isPrivate, plain, signed }) {
  if (isPrivate) return signed;
  const { origin, pathname, searchParams } = new URL(plain);
  return `${origin}${pathname}?ik-obj-version=${searchParams.get("ik-obj-version")}`;
}

/** The address that saves the bytes, of two that open them: another host ignores a link's `download`. */
export function attachment({ isPrivate, plain, signed }) {
  return isPrivate ? signed : `${plain}&ik-attachment=true`;
}
