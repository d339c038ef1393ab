import { terminalText } from '../render/escape.ts';
import { FIELDS, type FieldName, type FieldValue } from './fields.ts';
import { type Entry, type Level, levelOf, LINES } from './lines.ts';

/** A line in which nothing is left that is secret or steers whoever reads it. */
export interface CleanLine {
  readonly time: string;
  readonly level: Level;
  readonly event: string;
  readonly text: string;
  /** In the order of the tables. */
  readonly fields: ReadonlyMap<FieldName, FieldValue>;
}

const ABOUT: readonly FieldName[] = ['file', 'round', 'run'];

/** Text of a sentence. Longer ones are cut; a command line is not, for it would be another one. */
const LONGEST = 4000;

/**
 * An entry as it may be written: the fields that its kind has, and no other; in texts secrets are blotted out, and what is
 * invisible or a command for a CI system is made visible.
 *
 * @param mask blots secrets out of a text
 */
export function cleanLine(entry: Entry, time: Date, mask: (text: string) => string): CleanLine {
  const clean = (text: string): string => terminalText(mask(text));
  const given = new Map<string, unknown>(Object.entries(entry));
  const fields = new Map<FieldName, FieldValue>();
  for (const name of [...ABOUT, ...LINES[entry.event][1]]) {
    const value = cleanValue(name, given.get(name), clean);
    if (value !== undefined) fields.set(name, value);
  }
  const text = cut(clean(entry.text));
  return { time: time.toISOString(), level: levelOf(entry), event: entry.event, text, fields };
}

/** undefined = there is none, or none of the sort that the field has. */
function cleanValue(name: FieldName, value: unknown, clean: (text: string) => string): FieldValue | undefined {
  const [sort] = FIELDS[name];
  if (sort === 'flag') return typeof value === 'boolean' ? value : undefined;
  if (sort === 'texts') return Array.isArray(value) ? value.map((one) => clean(String(one))) : undefined;
  if (sort === 'counts') return typeof value === 'object' && value !== null ? cleanCounts(value, clean) : undefined;
  if (value === null) return null;
  if (sort === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  return name === 'search' ? clean(value) : cut(clean(value));
}

function cleanCounts(counts: object, clean: (text: string) => string): Record<string, number> {
  const entries: [string, unknown][] = Object.entries(counts);
  return Object.fromEntries(
    entries.flatMap(([name, count]) => (typeof count === 'number' ? [[clean(name), count] as const] : [])),
  );
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
