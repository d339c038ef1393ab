/** Lists of a document that may be too long for one text, by the keys under which they stand. Items are made as they are written. */
export type LongLists = Readonly<Record<string, Iterable<unknown>>>;

/** Characters that are written together. */
const BATCH = 65_536;

/**
 * The JSON text of a document with two blanks of indent and a newline at its end, piece by piece: of a plan with 100,000
 * changes neither the text nor the document is there as a whole.
 *
 * @param document has each key of `lists`, whose value there does not count
 */
export function* jsonPieces(document: object, lists: LongLists): Generator<string> {
  let before = '{\n';
  for (const [key, value] of Object.entries(document) as [string, unknown][]) {
    const items = lists[key];
    if (value === undefined && items === undefined) continue;
    yield `${before}  ${JSON.stringify(key)}: `;
    before = ',\n';
    if (items === undefined) yield indented(value, '  ');
    else yield* listPieces(items);
  }
  yield before === '{\n' ? '{}\n' : '\n}\n';
}

function* listPieces(items: Iterable<unknown>): Generator<string> {
  let before = '[\n';
  for (const item of items) {
    yield `${before}    ${indented(item, '    ')}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]' : '\n  ]';
}

/** No text in JSON holds a line break, so each is one of the layout. */
function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}

/** The same text in fewer, longer pieces: each costs a call of the system. */
export function* inBatches(pieces: Iterable<string>): Generator<string> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}
