import { type Fields, ProtocolError } from './protocol.ts';

/** The fields of a record in the documented order, lower case. All of them must be there. */
export interface Shape {
  /** They come first, and are whole numbers. */
  readonly numbers: readonly string[];
  /** People write them: their text may hold anything, also what looks like other fields. */
  readonly texts: readonly string[];
  /** They come last, and are words of the service: one line each. */
  readonly words: readonly string[];
}

/** One way to read a record. */
export interface Candidate {
  value(key: string): string;
  /** The number of characters of a value that are no white space. */
  size(key: string): number;
}

/** Where a key stands in the text: from its first letter to behind its colon. */
interface Spot {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** More ways to read a record than these are not looked at; only a forger gives it so many. */
const MOST_WAYS = 1_000_000;

/**
 * Reads one record. Somebody may have written text into a name or a description that looks like further fields, and an
 * answer does not tell them apart. But the real ones are there, too, and in the documented order: the numbers first, the
 * service's own words last. So the record is read in every way that this order allows, and believed only where there is
 * exactly one.
 *
 * @param fits whether a reading agrees with what else is known of the record; absent = nothing is known
 * @returns null when there are several ways
 * @throws ProtocolError when there is none
 */
export function parseRecord(
  text: string,
  shape: Shape,
  fits: (candidate: Candidate) => boolean = () => true,
): Fields | null {
  const keys = [...shape.numbers, ...shape.texts, ...shape.words];
  const spots = spotsOf(text, keys);
  const missing = keys.find((key) => !spots.some((spot) => spot.key === key));
  if (missing !== undefined) throw new ProtocolError(`the field ${missing} is missing`);
  const sizes = newSizes(text);
  // Each key once: no text can have forged one, whatever the order.
  if (spots.length === keys.length) return fieldsOf(keys, candidateOf(text, spots, sizes));

  const texts = middleOf(text, spots, shape);
  const head = spots.slice(0, shape.numbers.length);
  const tail = spots.slice(spots.length - shape.words.length);
  let found: Candidate | null = null;
  const ways = { left: MOST_WAYS };
  for (const chosen of choices(texts, shape.texts, ways)) {
    const candidate = candidateOf(text, [...head, ...chosen, ...tail], sizes);
    if (!fits(candidate)) continue;
    if (found !== null) return null;
    found = candidate;
  }
  if (ways.left < 0) return null;
  if (found === null) throw new ProtocolError('its fields stand in no order that is known');
  return fieldsOf(keys, found);
}

/** The record's last fields. Nobody can forge them: all that people write stands before them. */
export function lastFieldsOf(text: string, shape: Shape): Fields {
  const spots = spotsOf(text, [...shape.numbers, ...shape.texts, ...shape.words]);
  const tail = spots.slice(spots.length - shape.words.length);
  return fieldsOf(shape.words, candidateOf(text, tail, newSizes('')));
}

/** The text in small letters and without white space: two answers that print the same record agree in it. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, '').toLowerCase();
}

/** Every spot where a key may stand: at the beginning of a line, or anywhere when all fields share one line. */
function spotsOf(text: string, keys: readonly string[]): Spot[] {
  const anywhere = new RegExp(`(?<=^|\\s)(${keys.join('|')})\\s*:`, 'gi');
  const atLineStart = new RegExp(`^[^\\S\\r\\n]*(${keys.join('|')})[^\\S\\r\\n]*:`, 'gim');
  const [firstLine = ''] = text.trimStart().split(/[\r\n]/, 1);
  // The first field is a number that nobody writes: where the second one shares its line, all of them do.
  const isOneLine = [...firstLine.matchAll(anywhere)].length > 1;
  return [...text.matchAll(isOneLine ? anywhere : atLineStart)].map((match) => ({
    key: (match[1] ?? '').toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The spots between the numbers and the words, where those stand as the order wants them. */
function middleOf(text: string, spots: readonly Spot[], { numbers, texts, words }: Shape): Spot[] {
  const head = spots.slice(0, numbers.length);
  const tail = spots.slice(spots.length - words.length);
  const middle = spots.slice(numbers.length, spots.length - words.length);
  const isHead = numbers.every((key, index) => head[index]?.key === key);
  const isTail = words.every((key, index) => tail[index]?.key === key);
  const values = tail.map((spot, index) => text.slice(spot.end, tail[index + 1]?.start).trim());
  if (!isHead || !isTail || middle[0]?.key !== texts[0] || values.some((value) => /[\r\n]/.test(value))) {
    throw new ProtocolError('a field comes twice, or in no order that is known');
  }
  return middle;
}

/** Every choice of one spot a key, in order; the first key stands first. Ends early when no ways are left. */
function* choices(spots: readonly Spot[], keys: readonly string[], ways: { left: number }): Generator<Spot[]> {
  const [first] = spots;
  if (first === undefined) return;
  const byKey = keys.slice(1).map((key) => spots.filter((spot) => spot.key === key));
  yield* further(byKey, [first], ways);
}

function* further(
  byKey: readonly (readonly Spot[])[],
  chosen: readonly Spot[],
  ways: { left: number },
): Generator<Spot[]> {
  const [next, ...others] = byKey;
  if (next === undefined) {
    yield [...chosen];
    return;
  }
  const from = chosen.at(-1)?.start ?? 0;
  for (let index = firstBehind(next, from); index < next.length && ways.left >= 0; index++) {
    ways.left -= 1;
    const spot = next[index];
    if (spot !== undefined) yield* further(others, [...chosen, spot], ways);
  }
}

/** The index of the first spot behind a position, found by halving. */
function firstBehind(spots: readonly Spot[], position: number): number {
  let [low, high] = [0, spots.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spots[middle]?.start ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

function candidateOf(text: string, spots: readonly Spot[], size: (from: number, to: number) => number): Candidate {
  function rangeOf(key: string): readonly [number, number] {
    const index = spots.findIndex((spot) => spot.key === key);
    return [spots[index]?.end ?? 0, spots[index + 1]?.start ?? text.length];
  }
  return {
    value: (key) => text.slice(...rangeOf(key)).trim(),
    size: (key) => size(...rangeOf(key)),
  };
}

function fieldsOf(keys: readonly string[], candidate: Candidate): Fields {
  return new Map(keys.map((key) => [key, candidate.value(key)]));
}

/** Counts characters that are no white space, in any part of a text, after one walk through it. */
function newSizes(text: string): (from: number, to: number) => number {
  let counts: Uint32Array | null = null;
  return (from, to) => {
    counts ??= countsOf(text);
    return (counts[to] ?? 0) - (counts[from] ?? 0);
  };
}

function countsOf(text: string): Uint32Array {
  const counts = new Uint32Array(text.length + 1).fill(1, 1);
  for (const { index } of text.matchAll(/\s/g)) counts[index + 1] = 0;
  for (let index = 1; index <= text.length; index++) counts[index] = (counts[index] ?? 0) + (counts[index - 1] ?? 0);
  return counts;
}
