import { waitAfter } from '../../../net/retry.ts';
import { ask } from './ask.ts';
import { incomplete } from './failures.ts';
import { countField, field, listField, ProtocolError } from './json.ts';
import type { Connection } from './persist.ts';
import { pathOf } from './print.ts';
import { READINGS, RETRY } from './retry.ts';
import type { Said } from './transport.ts';

export interface ListOptions<Row> {
  /** For messages, as `list of users`. */
  readonly what: string;
  /** Before encoding. */
  readonly path: readonly string[];
  readonly filter?: string;
  readonly pageSize: number;
  readonly signal: AbortSignal | null;
  /** @throws ProtocolError: no row is passed over */
  readonly row: (row: unknown) => Row;
  /** What tells two rows apart. */
  readonly keyOf: (row: Row) => string;
  /** Whether the list may come as a bare list, or without a total: of some nobody has published the form. */
  readonly loose?: boolean;
  /** Takes how many rows were read of how many. */
  readonly progress?: (done: number, of: number) => void;
}

/** The pages do not fit together: somebody works in the account meanwhile, or the service lost something. */
class Unsteady extends Error {}

/**
 * Reads a list page by page, and proves that it is whole: the indexes follow each other, the total stays the same, and it
 * is the number of different keys. A list that is not whole is read once more.
 *
 * @throws Failure GOTO_INCOMPLETE when it never comes whole
 */
export async function readList<Row>(connection: Connection, options: ListOptions<Row>): Promise<readonly Row[]> {
  const { world } = connection;
  for (let reading = 1; ; reading += 1) {
    try {
      return await readOnce(connection, options);
    } catch (error) {
      if (!(error instanceof Unsteady)) throw error;
      if (reading >= READINGS) throw incomplete(options.what, error.message);
      world.log(`GoTo: ${options.what}: ${error.message}; reading it once more`);
      await world.sleep(waitAfter(RETRY, reading, null, world.random), options.signal);
    }
  }
}

async function readOnce<Row>(connection: Connection, options: ListOptions<Row>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const keys = new Set<string>();
  let total: number | null = null;
  for (;;) {
    const page: Page<Row> = await readPage(connection, options, rows.length);
    const first: number = total ?? page.total;
    if (page.total !== first) throw new Unsteady(`its total changed from ${first} to ${page.total} meanwhile`);
    total = first;
    for (const row of page.rows) {
      rows.push(row);
      keys.add(options.keyOf(row));
    }
    if (keys.size < rows.length) throw new Unsteady('an entry came twice');
    if (rows.length > first) throw new Unsteady(`more than its total of ${first} came`);
    options.progress?.(rows.length, first);
    if (rows.length === first) return rows;
    if (page.rows.length === 0) throw new Unsteady(`only ${rows.length} of ${first} came`);
  }
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

async function readPage<Row>(connection: Connection, options: ListOptions<Row>, offset: number): Promise<Page<Row>> {
  const { what, path, filter, pageSize, signal, row, loose = false } = options;
  const query = { offset: String(offset), pageSize: String(pageSize), ...(filter === undefined ? {} : { filter }) };
  return await ask(connection, {
    what,
    path: pathOf(path, query),
    signal,
    parse({ body }: Said): Page<Row> {
      const given = loose && Array.isArray(body) ? (body as readonly unknown[]) : listField(body, 'results');
      const total = countField(body, 'total') ?? (loose ? looseTotal(given, offset, pageSize) : undefined);
      if (total === undefined) throw new ProtocolError('a list without a total');
      // A list without entries comes without `results`.
      const rows = (given ?? []).map(row);
      checkIndexes(body, offset, rows.length);
      return { rows, total };
    },
  });
}

/** Without a total: a page that is not full is the last one. One that is full could be cut, so that it must not be taken. */
function looseTotal(rows: readonly unknown[] | undefined, offset: number, pageSize: number): number | undefined {
  return rows !== undefined && offset === 0 && rows.length < pageSize ? rows.length : undefined;
}

/** `toIndex` is the index behind the last entry. */
function checkIndexes(body: unknown, offset: number, count: number): void {
  if (Array.isArray(body)) return;
  const from = field(body, 'fromIndex') === undefined ? offset : countField(body, 'fromIndex');
  const to = field(body, 'toIndex') === undefined ? offset + count : countField(body, 'toIndex');
  if (count > 0 && (from !== offset || to !== offset + count)) {
    throw new Unsteady(`entries ${from ?? '?'} to ${to ?? '?'} came instead of ${offset} to ${offset + count}`);
  }
}
