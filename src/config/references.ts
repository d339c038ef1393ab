import { resolve } from 'node:path';
import type { Report } from './diagnostic.ts';
import { type Item, type ScalarItem, scalars } from './item.ts';
import type { Source } from './source.ts';
import { suggest } from './suggest.ts';
import { decodeText, readProblem, type World } from './world.ts';

/** A secret is a line, not a film. */
const LARGEST_FILE = 64 * 1024;
/** `$${`, `${NAME}`, `${file:path}`, or a `${` that is none of these. */
const REFERENCE = /\$\$\{|\$\{([^}]*)\}|\$\{/g;

interface Place {
  readonly report: Report;
  /** Offset of the reference in the file. */
  readonly at: number;
}

/**
 * Fills in `${NAME}` (environment) and `${file:path}` (content of a file, without the line break at its end) wherever
 * they stand in a text; `$${` stands for a plain `${`. What is missing is reported at the reference.
 *
 * @param folder what relative paths are relative to
 */
export async function resolveReferences(
  root: Item,
  source: Source,
  folder: string,
  world: World,
  report: Report,
): Promise<void> {
  for (const item of scalars(root)) {
    if (typeof item.raw !== 'string' || !item.raw.includes('${')) continue;
    const value = await fill(item, item.raw, source, folder, world, report);
    if (value === null) item.faulty = true;
    else item.value = value;
  }
}

async function fill(
  item: ScalarItem,
  text: string,
  source: Source,
  folder: string,
  world: World,
  report: Report,
): Promise<string | null> {
  const parts: (string | null)[] = [];
  let from = 0;
  for (const match of text.matchAll(REFERENCE)) {
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const place = { report, at: offsetOf(item, match[0], source) };
    parts.push(match[0] === '$${' ? '${' : await lookUp(match[1], folder, world, place));
  }
  parts.push(text.slice(from));
  return parts.includes(null) ? null : parts.join('');
}

/** Where the reference stands in the file; the beginning of the value where it is written with escapes. */
function offsetOf(item: ScalarItem, reference: string, source: Source): number {
  const index = source.text.slice(item.range.start, item.range.end).indexOf(reference);
  return item.range.start + Math.max(index, 0);
}

async function lookUp(name: string | undefined, folder: string, world: World, place: Place): Promise<string | null> {
  if (name?.startsWith('file:') && name.length > 5) return readReference(name.slice(5), folder, world, place);
  if (name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return malformed(place);
  const value = world.env[name];
  if (value !== undefined) return value;
  const near = suggest(name, Object.keys(world.env));
  const hint = near === null ? '' : ` There is "${near}".`;
  const message = `The environment variable ${name} is not set.${hint}`;
  const advice = 'Set it before starting adsync, or keep the value in a file: ${file:path}.';
  place.report.error('VARIABLE_MISSING', place.at, message, advice);
  return null;
}

function malformed(place: Place): null {
  const advice = 'Write ${NAME} for an environment variable, ${file:path} for a file, $${ for a plain "${".';
  place.report.error('REFERENCE_SYNTAX', place.at, '"${" begins a reference, but none follows.', advice);
  return null;
}

async function readReference(path: string, folder: string, world: World, place: Place): Promise<string | null> {
  const problem = (text: string): null => {
    const advice = 'Look at the path (relative to this file), the owner and the content of that file.';
    place.report.error('REFERENCE_FILE', place.at, `The file ${path} ${text}.`, advice);
    return null;
  };
  try {
    const bytes = await world.readFile(resolve(folder, path), LARGEST_FILE);
    if (bytes.length > LARGEST_FILE) return problem(`is larger than ${LARGEST_FILE} bytes`);
    const text = decodeText(bytes);
    return text === null ? problem('is not UTF-8 text') : text.replace(/(?:\r?\n)+$/, '');
  } catch (error) {
    return problem(readProblem(error));
  }
}
