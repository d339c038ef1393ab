import { canonicalJson, digest } from '../core/digest.ts';
import { writeAtomically } from '../files/atomic.ts';
import type { Snapshot } from './document.ts';

/**
 * Writes a snapshot, readable for its owner only, because it lists people.
 *
 * @throws Failure OUTPUT_… when the file cannot be written; what was there before is then still there
 */
export async function saveSnapshot(snapshot: Omit<Snapshot, 'digest'>, path: string): Promise<void> {
  await writeAtomically(path, (file) => file.writeFile(printed(snapshot)), 0o600);
}

/** One line for each person, group and user, so that a comparison of two snapshots can be read. */
function printed(snapshot: Omit<Snapshot, 'digest'>): string {
  // As it is read again: keys without a value are gone then.
  const document = JSON.parse(JSON.stringify(snapshot)) as object;
  return `${JSON.stringify({ ...document, digest: snapshotDigest(document) }, null, 1)}\n`;
}

/** Of everything but the digest itself, also of keys that are not known here. */
export function snapshotDigest(document: object): string {
  return digest(canonicalJson(Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'digest'))));
}
