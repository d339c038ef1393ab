import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { DiagnosticCode } from '../core/codes.ts';
import type { Report } from './diagnostic.ts';
import { DURATION_ADVICE } from './duration.ts';
import { type Entry, quoted, toData } from './entry.ts';
import type { YamlText } from './yaml-text.ts';
import { didYouMean, suggest } from './suggest.ts';
import { describeKey, type FileKeys, homesOf, refusedIn, refusedKey } from './keys.ts';

type Params = Readonly<Record<string, unknown>>;

interface SchemaCheck {
  readonly validate: ValidateFunction;
  readonly keys: FileKeys;
  readonly yaml: YamlText;
  /** Keys that may be missing as long as the file is read for a search; JSON pointers. */
  readonly later: ReadonlySet<string>;
  readonly report: Report;
}

/**
 * Holds the file against the schema, and says what does not fit in our own words.
 *
 * @returns JSON pointers of the keys that unknown keys were most likely meant to be
 */
export function checkSchema(root: Entry, { validate, keys, yaml, later, report }: SchemaCheck): ReadonlySet<string> {
  validate(toData(root));
  // Unknown keys first: a key that was meant by one of them is not missing.
  const errors = (validate.errors ?? []).toSorted((a, b) => rank(a) - rank(b));
  const meant = new Set<string>();
  for (const error of errors) {
    if (isSaidElsewhere(error) || isNeededLater(error, later)) continue;
    const entry = find(root, error.instancePath);
    if (entry !== null && !entry.faulty) reportError(entry, error, { keys, yaml, report, meant });
  }
  return meant;
}

interface Checker {
  readonly keys: FileKeys;
  readonly yaml: YamlText;
  readonly report: Report;
  /** Pointers of the keys that unknown keys were most likely meant to be. */
  readonly meant: Set<string>;
}

function rank(error: ErrorObject): number {
  return error.keyword === 'additionalProperties' ? 0 : 1;
}

/**
 * Rules under `allOf` (one of two keys) and patterns are in the schema for editors; the checks that know what is meant
 * report them. Of an `anyOf` only the sum counts.
 */
function isSaidElsewhere(error: ErrorObject): boolean {
  return error.keyword === 'pattern' || /\/allOf\/|\/anyOf\//.test(error.schemaPath);
}

/** Of several kinds of targets one must be there, unless all of them may be missing (`noTarget`). */
function isNeededLater({ keyword, instancePath, params }: ErrorObject, later: ReadonlySet<string>): boolean {
  if (keyword === 'anyOf' && instancePath === '') return later.has('');
  return keyword === 'required' && later.has(`${instancePath}/${String((params as Params)['missingProperty'])}`);
}

/** Follows a JSON pointer (RFC 6901). */
function find(root: Entry, pointer: string): Entry | null {
  let entry: Entry | undefined = root;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (entry?.kind === 'map') entry = entry.fields.get(name);
    else entry = entry?.kind === 'list' ? entry.items[Number(name)] : undefined;
  }
  return entry ?? null;
}

function reportError(entry: Entry, error: ErrorObject, checker: Checker): void {
  const { report, meant } = checker;
  const params = error.params as Params;
  switch (error.keyword) {
    case 'additionalProperties':
      unknownKey(entry, error, String(params['additionalProperty']), checker);
      break;
    case 'required': {
      const key = String(params['missingProperty']);
      if (!meant.has(`${error.instancePath}/${key}`)) missingKey(entry, key, report);
      break;
    }
    case 'discriminator':
      wrongKind(entry, String(params['tag']), error, report);
      break;
    case 'anyOf':
      if (entry.path === '') noTarget(entry, error, checker);
      else wrongValue(entry, error, checker);
      break;
    default:
      wrongValue(entry, error, checker);
  }
}

function wrongValue(entry: Entry, error: ErrorObject, { keys, report }: Checker): void {
  entry.faulty = true;
  const params = error.params as Params;
  const [code, message, advice] = sentence(entry, error, keys);
  report.error(code, placeOf(entry, params).at, message, advice);
}

/** The second of two equal entries, else the entry itself. */
function placeOf(entry: Entry, params: Params): Entry {
  if (entry.kind !== 'list' || params['i'] === undefined) return entry;
  return entry.items[Math.max(Number(params['i']), Number(params['j']))] ?? entry;
}

function unknownKey(map: Entry, error: ErrorObject, key: string, { keys, yaml, report, meant }: Checker): void {
  const entry = map.kind === 'map' ? map.fields.get(key) : undefined;
  if (map.kind !== 'map' || entry === undefined) return;
  // Nobody knows what the value of an unknown key is: it may be a secret under a misspelt name.
  if (entry.kind === 'scalar') yaml.hide(entry.range.start, entry.range.end, '…');
  entry.faulty = true;
  const refused = refusedKey(key, refusedIn(map.path, keys));
  if (refused !== null) {
    report.error(refused.code, entry.keyAt, `"${key}": ${refused.why}`, refused.advice);
    return;
  }
  const known = knownKeys(error);
  const free = known.filter((name) => !map.fields.has(name));
  const near = suggest(key, free);
  if (near !== null) meant.add(`${error.instancePath}/${near}`);
  const hint = near === null ? '' : ` Did you mean "${near}"?`;
  const homes = near === null ? homesOf(key, keys) : [];
  const belongs = homes.length === 0 ? '' : ` It belongs under ${homes.join(' or ')}.`;
  const message = `"${key}" is not a key of ${describeKey(map)}.${hint}${belongs}`;
  report.error('UNKNOWN_KEY', entry.keyAt, message, `Possible here: ${known.join(', ')}.`);
}

function knownKeys(error: ErrorObject): string[] {
  const schema = error.parentSchema as { readonly properties?: object } | undefined;
  return Object.keys(schema?.properties ?? {});
}

function missingKey(map: Entry, key: string, report: Report): void {
  const advice = 'Add it; `adsync schema` describes every key.';
  report.error('MISSING_KEY', map.keyAt, `"${key}" is missing in ${describeKey(map)}.`, advice);
}

/** Of several kinds of targets at least one must be there; with one kind it is simply required. */
function noTarget(file: Entry, error: ErrorObject, { report, meant }: Checker): void {
  const schema = error.parentSchema as { readonly anyOf?: readonly { readonly required?: readonly string[] }[] };
  const names = (schema.anyOf ?? []).flatMap(({ required = [] }) => required);
  if (names.some((name) => meant.has(`/${name}`))) return;
  const list = names.map((name) => `"${name}"`).join(' or ');
  const advice = 'Add the section of the service to synchronise; `adsync schema` describes every key.';
  report.error('MISSING_KEY', file.keyAt, `A target is missing in ${describeKey(file)}: ${list}.`, advice);
}

/** A map whose kind depends on one of its keys (`directory.type`). */
function wrongKind(map: Entry, tag: string, error: ErrorObject, report: Report): void {
  const entry = map.kind === 'map' ? map.fields.get(tag) : undefined;
  if (entry === undefined) missingKey(map, tag, report);
  if (entry === undefined || entry.faulty) return;
  entry.faulty = true;
  const kinds = kindsOf(error, tag);
  const hint = hintFor(entry, kinds);
  report.error('WRONG_VALUE', entry.at, `${quoted(entry)} is no ${tag} of ${describeKey(map)}.${hint}`, oneOf(kinds));
}

function kindsOf(error: ErrorObject, tag: string): string[] {
  const schema = error.parentSchema as { readonly oneOf?: readonly { readonly $ref?: string }[] } | undefined;
  return (schema?.oneOf ?? []).map((branch) => branch.$ref?.split('/').at(-1) ?? tag);
}

function oneOf(values: readonly unknown[]): string {
  return `Possible: ${values.map(String).join(', ')}.`;
}

function hintFor(entry: Entry, values: readonly unknown[]): string {
  if (entry.kind !== 'scalar' || entry.value !== entry.raw || typeof entry.value !== 'string') return '';
  return didYouMean(entry.value, values.map(String));
}

type Sentence = readonly [code: DiagnosticCode, message: string, advice: string];

function sentence(entry: Entry, error: ErrorObject, keys: FileKeys): Sentence {
  const params = error.params as Params;
  const name = describeKey(entry);
  switch (error.keyword) {
    case 'type':
      return wrongType(entry, String(params['type']), error.schemaPath.includes('/duration/'), keys);
    case 'enum': {
      const values = params['allowedValues'] as readonly unknown[];
      return ['WRONG_VALUE', `${quoted(entry)} is no value for ${name}.${hintFor(entry, values)}`, oneOf(values)];
    }
    case 'const':
      return [
        'VERSION_UNSUPPORTED',
        `${name} must be 1, not ${quoted(entry)}.`,
        'Write "version: 1". What is written for a newer adsync needs that one.',
      ];
    case 'minLength':
      return ['EMPTY', `${name} is empty.`, 'Write a value, or remove the key.'];
    case 'maxLength':
      return ['OUT_OF_RANGE', `${name} is longer than ${String(params['limit'])} characters.`, 'Shorten it.'];
    case 'maxItems': {
      const message = `${name} holds more than ${String(params['limit'])} entries.`;
      return ['OUT_OF_RANGE', message, 'Put several into one: * stands for any text.'];
    }
    case 'minItems':
      return ['EMPTY', `${name} is an empty list.`, 'Write at least one entry.'];
    case 'uniqueItems':
      return ['DUPLICATE_ITEM', `${name} holds an entry twice.`, 'Keep one of the two.'];
    case 'minimum':
      return ['OUT_OF_RANGE', `${name} must be at least ${String(params['limit'])}.`, 'Write a larger number.'];
    case 'maximum':
      return ['OUT_OF_RANGE', `${name} must be at most ${String(params['limit'])}.`, 'Write a smaller number.'];
    default:
      return ['WRONG_VALUE', `${quoted(entry)} is no value for ${name}.`, 'Write a whole number, or a share like 10%.'];
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a map (keys with values)',
};

function wrongType(entry: Entry, wanted: string, isDuration: boolean, keys: FileKeys): Sentence {
  const name = describeKey(entry);
  const expected = isDuration ? 'a duration' : wordsFor(wanted);
  if (entry.kind === 'scalar' && entry.value === null) {
    return ['WRONG_TYPE', `${name} is empty, but must be ${expected}.`, 'Write a value, or remove the key.'];
  }
  const isOfNumbers = wanted === 'integer' || wanted === 'number';
  // "A whole number, but is a number" would tell nobody what is wrong with 1.5 or .inf.
  const found = (isOfNumbers ? numberOf(entry)?.toString() : undefined) ?? typeName(entry);
  const message = `${name} must be ${expected}, but is ${found}.`;
  return ['WRONG_TYPE', message, isDuration ? DURATION_ADVICE : typeAdvice(entry, wanted, keys)];
}

/** @param wanted a type of the schema, or several with commas */
function wordsFor(wanted: string): string {
  return wanted
    .split(',')
    .map((type) => TYPES[type] ?? type)
    .join(' or ');
}

function typeAdvice(entry: Entry, wanted: string, keys: FileKeys): string {
  const isSecret = entry.key !== null && keys.secretNames.has(entry.key);
  if (wanted.split(',').includes('string') && entry.kind === 'scalar') {
    return isSecret ? 'Write it as ${NAME} and set that environment variable.' : 'Put it in quotation marks.';
  }
  if (wanted === 'array') return 'Write it as a list: [one, two], or one entry a line with "- " before it.';
  if (wanted === 'boolean') return 'Write true or false, without quotation marks.';
  if (wanted === 'integer' || wanted === 'number') {
    return numberOf(entry) === null ? 'Write digits without quotation marks.' : 'Write digits only.';
  }
  return 'Look at dashes, colons and indentation here.';
}

function typeName(entry: Entry): string {
  if (entry.kind === 'map') return TYPES['object'] ?? '';
  if (entry.kind === 'list') return 'a list';
  if (typeof entry.value === 'boolean') return 'true or false';
  return typeof entry.value === 'number' ? 'a number' : 'a text';
}

/** null = it is none. */
function numberOf(entry: Entry): number | null {
  return entry.kind === 'scalar' && typeof entry.value === 'number' ? entry.value : null;
}
