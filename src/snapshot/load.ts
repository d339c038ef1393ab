import { decodeMarked } from '../core/decode.ts';
import { Failure } from '../core/failure.ts';
import { isTooDeep } from '../core/nesting.ts';
import { readFileUpTo } from '../files/read-file.ts';
import { checkSnapshot } from './check.ts';
import { type Snapshot, SNAPSHOT_FORMAT } from './document.ts';
import { snapshotDigest } from './save.ts';

/** A text of JavaScript cannot be longer by much. */
const LARGEST = 500 * 1024 ** 2;
const AGAIN = 'Take the snapshot again with: adsync snapshot FILE';

/**
 * Reads a snapshot, and makes sure that it is whole, that it was not altered, and that it does not contradict itself. The
 * digest can be made anew by everybody: it guards against accidents.
 *
 * @param path where it is
 * @param shown as the user named it
 * @throws Failure SNAPSHOT_UNREADABLE, SNAPSHOT_NOT_ONE, SNAPSHOT_VERSION, SNAPSHOT_ALTERED, SNAPSHOT_INVALID
 */
export async function loadSnapshot(path: string, shown: string, signal: AbortSignal): Promise<Snapshot> {
  const document = parse(await read(path, shown, signal), shown);
  if (document['format'] !== SNAPSHOT_FORMAT) {
    const format = JSON.stringify(document['format']);
    const text = `${shown} has the format ${format.slice(0, 80)}; this version of adsync reads ${SNAPSHOT_FORMAT}.`;
    throw new Failure('SNAPSHOT_VERSION', text, AGAIN);
  }
  if (document['digest'] !== snapshotDigest(document)) {
    const text = `${shown} was cut off or altered after it was taken: its digest does not fit.`;
    throw new Failure('SNAPSHOT_ALTERED', text, AGAIN);
  }
  const { default: validate } = await import('../../generated/validators/snapshot.cjs');
  if (!validate(document)) {
    const fault = validate.errors?.[0];
    const text = `${shown} is no snapshot: data${fault?.instancePath ?? ''} ${fault?.message ?? 'is another thing'}.`;
    throw new Failure('SNAPSHOT_NOT_ONE', text, AGAIN);
  }
  const snapshot = document as unknown as Snapshot;
  checkSnapshot(snapshot);
  return snapshot;
}

async function read(path: string, shown: string, signal: AbortSignal): Promise<string> {
  try {
    const bytes = await readFileUpTo(path, LARGEST, 'any', signal);
    return bytes.length > LARGEST ? '' : (decodeMarked(bytes) ?? '');
  } catch (cause) {
    signal.throwIfAborted();
    throw new Failure('SNAPSHOT_UNREADABLE', `The snapshot ${shown} cannot be read.`, 'Check the path.', { cause });
  }
}

function parse(text: string, shown: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(text);
    const isOne = typeof document === 'object' && document !== null && 'format' in document;
    if (isOne && !isTooDeep(document)) return { ...document };
  } catch {
    // Said below: what is no JSON is no snapshot either.
  }
  throw new Failure('SNAPSHOT_NOT_ONE', `${shown} is no snapshot, or was cut off.`, AGAIN);
}
