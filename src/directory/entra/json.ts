export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in an answer; undefined for what is no JSON object: a web page, nothing, or the first half of something. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A field of something that may be no object at all. */
export function field(value: unknown, name: string): unknown {
  return isJson(value) ? value[name] : undefined;
}

/** The items of a page of Graph; none where it holds no list. */
export function valuesOf(page: Json): readonly unknown[] {
  const value = page['value'];
  return Array.isArray(value) ? value : [];
}
