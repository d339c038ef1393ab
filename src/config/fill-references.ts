import { resolve } from 'node:path';
import type { Report } from './diagnostic.ts';
import { type Entry, type ScalarEntry, scalars } from './entry.ts';
import { looksSecret, type YamlText } from './yaml-text.ts';
import { suggest } from './suggest.ts';
import { type FileKeys, homesOf } from './keys.ts';
import { decodeText, readProblem, type Inputs, NOT_LOOKED_UP } from './inputs.ts';

/** A secret is a line, not a film. */
const LARGEST_FILE = 64 * 1024;
/** More than any value needs, and few enough to be looked up and reported one by one. */
const MOST_REFERENCES = 20;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A reference that was filled in. */
export interface FilledReference {
  /** For people: `the variable NAME`, `the file path`. */
  readonly shown: string;
  /** Offset of the reference in the YAML file. */
  readonly at: number;
  readonly value: string;
}

/** What was filled in where. */
export type FilledReferences = ReadonlyMap<ScalarEntry, readonly FilledReference[]>;

const WHOLE_FILE = /^\$\{file:([^}]+)\}$/s;

/** The absolute path of the file that a value comes from as a whole; null where it comes from anywhere else. */
export function referencedFile({ raw }: ScalarEntry, folder: string): string | null {
  const path = typeof raw === 'string' ? WHOLE_FILE.exec(raw)?.[1] : undefined;
  return path === undefined ? null : resolve(folder, path);
}

interface Surroundings {
  readonly keys: FileKeys;
  readonly yaml: YamlText;
  /** What relative paths are relative to. */
  readonly folder: string;
  readonly inputs: Inputs;
  readonly report: Report;
}

interface Place {
  readonly report: Report;
  /** Offset of the reference in the file. */
  readonly at: number;
}

/**
 * Fills in `${NAME}` (environment) and `${file:path}` (content of a regular file, without the line break at its end; the
 * path may begin with a variable: `${file:${CREDENTIALS_DIRECTORY}/token}`) in the keys that take them; `$${` stands for a plain `${` in every text. A reference anywhere else is an error, and
 * nothing is looked up for it. What is missing is reported at the reference.
 */
export async function resolveReferences(root: Entry, around: Surroundings): Promise<FilledReferences> {
  const filled = new Map<ScalarEntry, readonly FilledReference[]>();
  for (const entry of scalars(root)) {
    if (typeof entry.raw !== 'string' || !entry.raw.includes('${')) continue;
    const first = [...tokens(entry.raw)].find(({ name }) => name !== '$');
    if (first !== undefined && !around.keys.references.has(entry.path.replaceAll(/\[\d+\]/g, '[]'))) {
      if (!isUnknown(entry, around.keys)) refuse(entry, offsetOf(entry, '${', around.yaml), around.report);
      continue;
    }
    const parts = await fill(entry, entry.raw, around);
    if (parts === null) entry.faulty = true;
    else entry.value = parts.map((part) => (typeof part === 'string' ? part : part.value)).join('');
    filled.set(
      entry,
      (parts ?? []).filter((part) => typeof part !== 'string'),
    );
  }
  return filled;
}

/** Says that a key takes no reference. */
function refuse(entry: ScalarEntry, at: number, report: Report): void {
  entry.faulty = true;
  const message = `"\${" stands in ${entry.path}, which takes no reference: what a variable holds would be printed by every plan.`;
  const advice =
    'Write the value itself, one file for each environment; $${ stands for a plain "${". Only secrets (apiToken, password, …), clientId and paths of files take references.';
  report.error('REFERENCE_NOT_ALLOWED', at, message, advice);
}

/** A misspelt or misplaced key is an error of the schema; "no reference here" would point the wrong way. */
function isUnknown({ key }: ScalarEntry, keys: FileKeys): boolean {
  return key !== null && (looksSecret(key) || homesOf(key, keys).length === 0);
}

export interface Token {
  /** Where it begins in the text, and its length. */
  readonly at: number;
  readonly length: number;
  /** What stands between the brackets; `$` for `$${`; null where no bracket closes. */
  readonly name: string | null;
}

/** Every `$${`, `${…}` and `${` without an end, from left to right; each character is looked at once. */
export function* tokens(text: string): Generator<Token> {
  let from = 0;
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', from)) {
    const escaped = at > from && text[at - 1] === '$';
    const end = escaped ? at + 1 : endOf(text, at);
    if (escaped) yield { at: at - 1, length: 3, name: '$' };
    else if (end >= 0) yield { at, length: end + 1 - at, name: text.slice(at + 2, end) };
    else yield { at, length: text.length - at, name: null };
    if (end < 0) return;
    from = end + 1;
  }
}

/** Where the bracket closes: the second one where the path of a file begins with a variable. -1 = nowhere. */
function endOf(text: string, at: number): number {
  const first = text.indexOf('}', at);
  return first >= 0 && text.startsWith('${file:${', at) ? text.indexOf('}', first + 1) : first;
}

/** The parts of the value; null when one of them is missing. After a fault of form nothing more is looked at. */
async function fill(
  entry: ScalarEntry,
  text: string,
  around: Surroundings,
): Promise<(string | FilledReference)[] | null> {
  const { yaml, report } = around;
  const parts: (string | FilledReference | null)[] = [];
  let [from, after, count] = [0, entry.range.start, 0];
  for (const { at, length, name } of tokens(text)) {
    parts.push(text.slice(from, at));
    from = at + length;
    if (name === '$') {
      parts.push('${');
      continue;
    }
    const place = { report, at: offsetOf(entry, text.slice(at, from), yaml, after) };
    after = place.at + 1;
    count += 1;
    if (count > MOST_REFERENCES) return tooMany(entry, place);
    if (name === null || !(VARIABLE.test(name) || /^file:./s.test(name))) return malformed(place);
    parts.push(await lookUp(name, around, place));
  }
  parts.push(text.slice(from));
  const found = parts.filter((part) => part !== null);
  return found.length === parts.length ? found : null;
}

/** Where the reference stands in the file; the beginning of the value where it is written with escapes. */
function offsetOf(entry: ScalarEntry, reference: string, yaml: YamlText, from = entry.range.start): number {
  const at = yaml.text.indexOf(reference, from);
  return at < 0 || at >= entry.range.end ? entry.range.start : at;
}

async function lookUp(name: string, around: Surroundings, place: Place): Promise<FilledReference | null> {
  const { env, offline = false } = around.inputs;
  if (offline) return { shown: 'a reference', at: place.at, value: NOT_LOOKED_UP };
  if (name.startsWith('file:')) return readReference(name.slice(5), around, place);
  const value = env[name];
  return value === undefined ? missing(name, env, place) : { shown: `the variable ${name}`, at: place.at, value };
}

function missing(name: string, env: Inputs['env'], place: Place): null {
  const near = suggest(name, Object.keys(env));
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

function tooMany(entry: ScalarEntry, place: Place): null {
  const message = `${entry.path} holds more than ${MOST_REFERENCES} references.`;
  place.report.error('REFERENCE_TOO_MANY', place.at, message, 'Put the whole value into one variable or file.');
  return null;
}

async function readReference(
  path: string,
  { folder, inputs }: Surroundings,
  place: Place,
): Promise<FilledReference | null> {
  const [, variable, rest = ''] = /^\$\{([^}]*)\}(.*)$/s.exec(path) ?? [];
  if (variable !== undefined && !VARIABLE.test(variable)) return malformed(place);
  // A folder with secrets is named by those who run adsync: systemd gives another one to each service.
  const beginning = variable === undefined ? path : inputs.env[variable];
  if (variable !== undefined && beginning === undefined) return missing(variable, inputs.env, place);
  const problem = (text: string): null => {
    const advice = 'Look at the path (relative to this file), the owner and the content of that file.';
    place.report.error('REFERENCE_FILE', place.at, `The file ${path} ${text}.`, advice);
    return null;
  };
  try {
    const bytes = await inputs.readFile(resolve(folder, `${beginning ?? ''}${rest}`), LARGEST_FILE, 'regular');
    if (bytes.length > LARGEST_FILE) return problem(`is larger than ${LARGEST_FILE} bytes`);
    const text = decodeText(bytes);
    if (text === null) return problem('is not UTF-8 text');
    return { shown: `the file ${path}`, at: place.at, value: text.replace(/\r?\n$/, '') };
  } catch (error) {
    return problem(readProblem(error));
  }
}
