// The custom metadata fields that searches can use, besides those that every file has.

import { ask } from "../base/api.js";
import { customField, FIELDS } from "../assets/search_fields.js";

const QUERY = "query CustomFields { customMetadataFields { name label type options } }";

let known = [];

/** All search fields known so far. */
export function definitions() {
  return [...FIELDS, ...known];
}

/** Asks which custom fields there are; throws a Failure. */
export async function learnFields({ signal } = {}) {
  const { customMetadataFields } = await ask(QUERY, {}, { signal });
  known = customMetadataFields.map(customField);
}
