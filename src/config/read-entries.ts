import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Report } from './diagnostic.ts';
import type { Entry, ScalarValue } from './entry.ts';
import { isHarmless, looksSecret, type YamlText } from './yaml-text.ts';
import { reportTag } from './yaml-errors.ts';

/** Values that may come from aliases: more than any real file needs, little enough to be read at once. */
const MOST_ALIASED = 100_000;
const MOST_LEVELS = 50;
/** No name of a group is longer. */
const LONGEST_COMMENT = 256;
const CORE_TAGS = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;

/** Where an entry stands. */
interface Spot {
  readonly path: string;
  readonly key: string | null;
  readonly keyAt: number;
  /** Offset of the alias that led here; null without one. */
  readonly aliasAt: number | null;
  readonly secret: boolean;
  /** Whether an alias stands anywhere above. */
  readonly copied: boolean;
  readonly above: readonly Node[];
}

/** What one reading of a file works with, and how far it has come. */
interface Reading {
  readonly yaml: YamlText;
  readonly report: Report;
  /** Which node each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  /** Values that came from aliases. */
  aliased: number;
  /** Offset of the outermost alias that is being followed. */
  bombAt: number;
  /** Whether it was said that there are too many. */
  bombed: boolean;
}

/**
 * Turns the parser's nodes into entries, follows aliases and merges, and hides the values of secrets.
 *
 * @param root the whole file
 * @param targets which node each alias stands for
 */
export function readEntries(root: Node, yaml: YamlText, report: Report, targets: ReadonlyMap<Alias, Node>): Entry {
  const reading = { yaml, report, targets, aliased: 0, bombAt: 0, bombed: false };
  const spot = { path: '', key: null, keyAt: startOf(root), aliasAt: null, secret: false, copied: false, above: [] };
  return read(root, spot, reading);
}

function read(node: unknown, spot: Spot, reading: Reading): Entry {
  const { report } = reading;
  if (!isNode(node)) return emptyEntry(spot);
  if (isAlias(node)) return readAlias(node, spot, reading);
  if (spot.above.length > MOST_LEVELS) {
    report.error('YAML_TOO_DEEP', startOf(node), 'This is nested too deeply.', 'The file needs only a few levels.');
    return broken(node, spot);
  }
  if (node.tag?.startsWith('tag:yaml.org') && !CORE_TAGS.test(node.tag)) {
    reportTag(report, startOf(node));
    return broken(node, spot);
  }
  if (spot.copied) reading.aliased += 1;
  if (reading.aliased > MOST_ALIASED) {
    const message = 'The aliases multiply beyond measure.';
    if (!reading.bombed) report.error('YAML_ALIAS_BOMB', reading.bombAt, message, 'Write the values out.');
    reading.bombed = true;
    return broken(node, spot);
  }
  if (isMap(node)) return readMap(node, spot, reading);
  if (isSeq(node)) return readList(node, spot, reading);
  return isScalar(node) ? readScalar(node, spot, reading) : broken(node, spot);
}

function readAlias(alias: Alias, spot: Spot, reading: Reading): Entry {
  const { report, targets } = reading;
  const at = spot.aliasAt ?? startOf(alias);
  const target = targets.get(alias);
  if (target === undefined) {
    const advice = 'Define it above with &name, or put the value in quotation marks if the "*" belongs to it.';
    report.error('YAML_UNDEFINED_ALIAS', at, 'There is no anchor of this name above.', advice);
    return broken(alias, spot);
  }
  if (spot.above.includes(target)) {
    report.error('YAML_ALIAS_LOOP', at, 'This alias stands inside what it stands for.', 'Write the values out.');
    return broken(alias, spot);
  }
  if (!spot.copied) reading.bombAt = at;
  return read(target, { ...spot, aliasAt: at, copied: true }, reading);
}

function readMap(node: YAMLMap, spot: Spot, reading: Reading): Entry {
  const { report } = reading;
  const fields = new Map<string, Entry>();
  const merged: Pair[] = [];
  // Looked at here, because the parser compares every key with every other.
  const keys = new Set<string>();
  for (const pair of node.items) {
    const key = keyOf(pair);
    if (key === null) {
      const at = isNode(pair.key) ? startOf(pair.key) : startOf(node);
      report.error('YAML_KEY', at, 'A key must be a plain word.', 'Look at dashes, colons and indentation here.');
      continue;
    }
    if (keys.has(key)) {
      const at = startOf(pair.key as Node);
      report.error('YAML_DUPLICATE_KEY', at, 'This key stands here for the second time.', 'Keep one of the two.');
    }
    keys.add(key);
    if (key === '<<') merged.push(pair);
    else {
      if (looksSecret(key)) hideValue(pair, reading);
      // A key that stands twice is read twice, so that a secret in it is hidden.
      const entry = read(pair.value, below(spot, node, key, pair), reading);
      if (!fields.has(key)) fields.set(key, entry);
    }
  }
  for (const pair of merged) {
    for (const [key, entry] of readMerge(pair, spot, node, reading)) if (!fields.has(key)) fields.set(key, entry);
  }
  return { kind: 'map', fields, ...base(node, spot) };
}

/** Hides all that follows the colon, tags and anchors as well: a careless paste may look like one. */
function hideValue(pair: Pair, { yaml }: Reading): void {
  if (!isNode(pair.value)) return;
  const after = isNode(pair.key) ? (pair.key.range?.[1] ?? 0) : 0;
  const end = pair.value.range?.[1] ?? after;
  const gap = /^["'\s]*:?\s*/.exec(yaml.text.slice(after, end))?.[0].length ?? 0;
  if (!isHarmless(yaml.text.slice(after + gap, end))) yaml.hide(after + gap, end);
}

/** `<<: *a`, `<<: [*a, *b]`: the fields of these maps, the earlier before the later. */
function readMerge(pair: Pair, spot: Spot, map: YAMLMap, reading: Reading): (readonly [string, Entry])[] {
  const nodes: unknown[] = isSeq(pair.value) ? pair.value.items : [pair.value];
  // The fields get the path of the map they are merged into: a merge adds no step.
  const inside = { ...spot, keyAt: startOf(pair.key as Node), above: [...spot.above, map] };
  const maps = nodes
    .map((node) => read(node, inside, reading))
    .flatMap((entry) => (entry.kind === 'list' ? entry.items : [entry]));
  return maps.flatMap((entry) => {
    if (entry.kind === 'map') return [...entry.fields];
    if (!entry.faulty)
      reading.report.error('YAML_MERGE', entry.at, '"<<" takes a map, or a list of maps.', 'Name an anchor of a map.');
    return [];
  });
}

function readList(node: YAMLSeq, spot: Spot, reading: Reading): Entry {
  const items = node.items.map((entry, index) => {
    const at = spot.aliasAt ?? (isNode(entry) ? startOf(entry) : startOf(node));
    const path = `${spot.path}[${index}]`;
    return read(entry, { ...spot, path, key: null, keyAt: at, above: [...spot.above, node], aliasAt: null }, reading);
  });
  return { kind: 'list', items, ...base(node, spot) };
}

function readScalar(node: Scalar, spot: Spot, { yaml, report }: Reading): Entry {
  const { value } = node;
  const range = { start: startOf(node), end: node.range?.[1] ?? startOf(node) };
  if (spot.secret && value !== null && !isHarmless(yaml.text.slice(range.start, range.end))) {
    yaml.hide(range.start, range.end);
  }
  // An empty value has no place of its own.
  if (range.start === range.end && spot.aliasAt === null) return emptyEntry(spot);
  if (isScalarValue(value)) {
    const source = typeof value === 'number' ? (node.source ?? null) : null;
    return { ...scalar(value, spot, range, source), ...commentOf(node, spot, yaml.text) };
  }
  reportTag(report, range.start);
  return broken(node, spot);
}

/** In a plain text ` #` begins a comment, whatever its writer meant. */
function commentOf(node: Scalar, { aliasAt, secret }: Spot, text: string): { comment?: string } {
  if (node.type !== 'PLAIN' || aliasAt !== null || secret) return {};
  const end = node.range?.[1] ?? text.length;
  const comment = /^[ \t]+#[^\r\n]*/.exec(text.slice(end, end + LONGEST_COMMENT))?.[0].trimEnd();
  return comment === undefined ? {} : { comment };
}

function below(spot: Spot, node: Node, key: string, pair: Pair): Spot {
  return {
    path: spot.path === '' ? key : `${spot.path}.${key}`,
    key,
    keyAt: startOf(pair.key as Node),
    aliasAt: null,
    secret: spot.secret || looksSecret(key),
    copied: spot.copied,
    above: [...spot.above, node],
  };
}

function scalar(
  value: ScalarValue,
  spot: Spot,
  range: { start: number; end: number },
  written: string | null = null,
): Entry {
  const { path, key, keyAt } = spot;
  const at = spot.aliasAt ?? range.start;
  return { kind: 'scalar', raw: value, written, value, path, key, keyAt, at, range, faulty: false };
}

/** `key:` without a value. */
function emptyEntry(spot: Spot): Entry {
  return scalar(null, spot, { start: spot.keyAt, end: spot.keyAt });
}

/** Stands for what cannot be read, after it was reported. */
function broken(node: Node, spot: Spot): Entry {
  return { kind: 'scalar', raw: null, written: null, value: null, ...base(node, spot), faulty: true };
}

function base(node: Node, spot: Spot) {
  const range = { start: startOf(node), end: node.range?.[1] ?? startOf(node) };
  return { path: spot.path, key: spot.key, keyAt: spot.keyAt, at: spot.aliasAt ?? range.start, range, faulty: false };
}

function keyOf(pair: Pair): string | null {
  if (!isScalar(pair.key)) return null;
  return isScalarValue(pair.key.value) && pair.key.value !== null ? String(pair.key.value) : null;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function isScalarValue(value: unknown): value is ScalarValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
