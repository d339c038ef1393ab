/** A key in an answer: printed as text, or as a bare number of any length. */
export class Key {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function keys(texts: readonly string[]): Key[] {
  return texts.map((one) => new Key(one));
}

/**
 * Prints an answer. JSON.stringify cannot print a number of 26 digits, so lists and objects are put together here.
 *
 * @param asNumbers keys of digits come out as bare numbers; other keys stay text
 */
export function printJson(value: unknown, asNumbers: boolean): string {
  if (value instanceof Key) {
    return asNumbers && /^(?:0|[1-9]\d*)$/.test(value.text) ? value.text : JSON.stringify(value.text);
  }
  if (Array.isArray(value)) return `[${value.map((one) => printJson(one, asNumbers)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${printJson(one, asNumbers)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** The whole numbers that stand in a JSON text outside of quotation marks, as they are written. */
export function bareNumbers(json: string): ReadonlySet<string> {
  return new Set(json.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/-?\d+/g));
}
