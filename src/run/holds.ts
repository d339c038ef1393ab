import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HeldSets, type HeldUser, heldSets } from '../core/approvals.ts';
import { HOLD_ID } from '../core/hold-id.ts';
import type { NodeId, Plan } from '../core/model.ts';
import { writeAtomically } from '../files/atomic.ts';
import { prepareFolder } from './state-dir.ts';

/**
 * Keeps whom the holds of a plan stand for in the state folder (`holds/<id>.json`), so that an approval which does not
 * fit any more can be told apart by names. Only that hangs on it: an id says by itself which set it stands for.
 *
 * @throws Failure STATE_UNWRITABLE, OUTPUT_…
 */
export async function rememberHolds(stateDir: string, { changes }: Plan): Promise<void> {
  const sets = heldSets(changes);
  if (sets.size === 0) return;
  const folder = await prepareFolder(stateDir, 'holds');
  for (const [id, users] of sets) {
    const text = `${JSON.stringify({ format: 'adsync.hold/1', id, users }, null, 2)}\n`;
    await writeAtomically(join(folder, `${id}.json`), (file) => file.writeFile(text), 0o600, 'replace');
  }
}

/** Whom the given ids stand for, as far as this state folder knows. */
export async function recallHolds(stateDir: string, ids: readonly string[]): Promise<HeldSets> {
  const sets = new Map<string, readonly HeldUser[]>();
  for (const id of ids.filter((one) => HOLD_ID.test(one))) {
    const text = await readFile(join(stateDir, 'holds', `${id}.json`), 'utf8').catch(() => '');
    const users = parseUsers(text);
    if (users !== null) sets.set(id, users);
  }
  return sets;
}

function parseUsers(text: string): HeldUser[] | null {
  try {
    const { users } = JSON.parse(text) as { users?: unknown };
    if (!Array.isArray(users)) return null;
    return users.map((one: unknown) => {
      const fields = new Map<string, unknown>(Object.entries(one as object));
      const field = (key: string): string => {
        const value = fields.get(key);
        return typeof value === 'string' ? value : '';
      };
      return { node: field('node') as NodeId, name: field('name'), email: field('email') };
    });
  } catch {
    return null;
  }
}
