const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;

/** A GUID as people write it, with or without braces, in lower case with dashes; null for any other text. */
export function parseGuid(text: string): string | null {
  const match = GUID.exec(text.trim());
  return match === null ? null : (match[1] ?? '').toLowerCase();
}
