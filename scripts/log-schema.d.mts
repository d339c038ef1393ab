/**
 * @param lines LINES of src/log/lines.ts
 * @param fields FIELDS of src/log/fields.ts
 */
export function logSchema(
  lines: Readonly<Record<string, readonly [string, readonly string[], string]>>,
  fields: Readonly<Record<string, readonly [string, string]>>,
): object;
