import type { Report } from './diagnostic.ts';
import { type Entry, scalars, selectTexts } from './entry.ts';
import { type FilledReferences, tokens } from './fill-references.ts';
import type { FileKeys } from './keys.ts';

/** Where a value of the file comes from that is a secret, or that refers to something outside of the file. */
export interface ValueSource {
  /** Of the key, as `rescue.apiToken`. */
  readonly path: string;
  /** Line in the file, 1-based. */
  readonly line: number;
  /** For people: `the variable NAME`, `the file path`; empty = the value stands in the file itself. */
  readonly from: readonly string[];
  /** Whether everything that it refers to was found. */
  readonly filled: boolean;
}

/** The values of the file that are secret or come from outside, in its order; never what they are. */
export function sourcesOf(
  root: Entry,
  { keys, filled, report }: { readonly keys: FileKeys; readonly filled: FilledReferences; readonly report: Report },
): ValueSource[] {
  const secrets = new Set<Entry>(keys.secrets.flatMap((path) => selectTexts(root, path).map(({ entry }) => entry)));
  return [...scalars(root)].flatMap((entry): ValueSource[] => {
    if (!filled.has(entry) && !secrets.has(entry)) return [];
    const from = typeof entry.raw === 'string' ? referencesIn(entry.raw) : [];
    if (entry.raw === 'random') return [];
    return [{ path: entry.path, line: report.line(entry.at), from, filled: !entry.faulty }];
  });
}

const WORDS: readonly (readonly [prefix: string, word: string])[] = [
  ['file:', 'the file'],
  ['cmd:', 'the program'],
];
/** A value with more references is a fault; nobody reads more. */
const MOST = 20;

/** What a text refers to, in words. `$${` is no reference. Of a program only its name is said. */
export function referencesIn(text: string): string[] {
  const found: string[] = [];
  for (const { name } of tokens(text)) {
    if (name === null || name === '$') continue;
    found.push(shownReference(name));
    if (found.length >= MOST) break;
  }
  return found;
}

function shownReference(name: string): string {
  const [prefix = '', word = 'the variable'] = WORDS.find(([start]) => name.startsWith(start)) ?? [];
  const rest = name.slice(prefix.length);
  return `${word} ${prefix === 'cmd:' ? (rest.trim().split(/\s/, 1)[0] ?? '') : rest}`;
}
