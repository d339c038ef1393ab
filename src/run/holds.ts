import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import type { HeldSets, HeldUser } from '../plan/held-sets.ts';
import { HOLD_ID } from '../plan/hold-id.ts';
import { writeAtomically } from '../files/atomic.ts';
import { prepareFolder } from './state-dir.ts';

/** Of the file of a held set. */
export const HOLD_FORMAT = 'adsync.hold/1';

/**
 * Keeps whom the holds of a plan stand for in the state folder (`holds/<id>.json`): an approval that does not fit any
 * more is told apart by names, and an id that was shown for some people lets no others through. What is there already
 * stays, for it may be what somebody has looked at.
 *
 * @throws Failure STATE_UNWRITABLE, STATE_UNREADABLE, OUTPUT_…
 */
export async function rememberHolds(stateDir: string, sets: HeldSets): Promise<void> {
  const known = await recallHolds(stateDir, [...sets.keys()]);
  const fresh = [...sets].filter(([id]) => !known.has(id));
  if (fresh.length === 0) return;
  const folder = await prepareFolder(stateDir, 'holds');
  for (const [id, users] of fresh) {
    const text = `${JSON.stringify({ format: HOLD_FORMAT, id, users }, null, 2)}\n`;
    await writeAtomically(join(folder, `${id}.json`), (file) => file.writeFile(text), 0o600, 'replace');
  }
}

/**
 * Whom the given ids stand for, as far as this state folder knows.
 *
 * @throws Failure STATE_UNREADABLE when another version of adsync has noted it in a way of its own
 */
export async function recallHolds(stateDir: string, ids: readonly string[]): Promise<HeldSets> {
  const sets = new Map<string, readonly HeldUser[]>();
  for (const id of ids.filter((one) => HOLD_ID.test(one))) {
    const text = await readFile(join(stateDir, 'holds', `${id}.json`), 'utf8').catch(() => '');
    refuseForeign(text, id);
    const users = parseUsers(text);
    if (users !== null) sets.set(id, users);
  }
  return sets;
}

/** What somebody has looked at is not forgotten because it stands there in another format. */
function refuseForeign(text: string, id: string): void {
  const format = formatOf(text);
  if (typeof format !== 'string' || format === HOLD_FORMAT) return;
  throw new Failure(
    'STATE_UNREADABLE',
    `Whom the hold ${id} stands for is noted as ${format.slice(0, 80)}, and this version of adsync reads ${HOLD_FORMAT}.`,
    'Use a version of adsync that is no older than the one that wrote it.',
  );
}

function formatOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { format?: unknown } | null)?.format;
  } catch {
    return undefined;
  }
}

/** null for what cannot be read: nobody remembers then. */
function parseUsers(text: string): HeldUser[] | null {
  try {
    const { users } = JSON.parse(text) as { users?: unknown };
    if (!Array.isArray(users)) return null;
    const read = users.map((one: unknown): HeldUser => {
      const fields = new Map<string, unknown>(Object.entries(one as object));
      const field = (key: string): string => {
        const value = fields.get(key);
        return typeof value === 'string' ? value : '';
      };
      return { key: field('key'), name: field('name'), email: field('email') };
    });
    return read.every(({ key }) => key !== '') ? read : null;
  } catch {
    return null;
  }
}
