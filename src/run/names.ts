import { onlySection } from '../plan/section.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import type { KnownNames } from '../plan/propose.ts';
import type { DirectoryGroupId } from '../core/people.ts';
import { fileNameOf, formerFileNameOf, type TargetId, targetId } from '../core/target-id.ts';
import type { Plan } from '../plan/model.ts';
import { writeAtomically } from '../files/atomic.ts';
import { errnoOf } from '../core/errno.ts';
import { prepareFolder } from './state-dir.ts';

const FORMAT = 'adsync.names/1';
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Notes in the state folder what the names of an account's mappings meant in a plan that was applied (`names/<type>-<account>.json`),
 * so that a name which means another group later on is noticed. Names that are not in the plan stay known.
 *
 * @throws Failure STATE_UNWRITABLE, STATE_UNREADABLE, OUTPUT_…
 */
export async function rememberNames(stateDir: string, plan: Plan): Promise<void> {
  const { type, account, names: meant = {} } = onlySection(plan);
  const target = targetId(type, account);
  const known = await recallNames(stateDir, target);
  const fresh = Object.entries(meant).filter(([name, id]) => known.get(name) !== id);
  if (fresh.length === 0) return;
  const folder = await prepareFolder(stateDir, 'names');
  const names = [...new Map([...known, ...fresh])].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = `${JSON.stringify({ format: FORMAT, target, account, names: Object.fromEntries(names) }, null, 2)}\n`;
  await writeAtomically(join(folder, `${fileNameOf(target)}.json`), (file) => file.writeFile(text), 0o600);
}

/**
 * What names are known to mean for an account; empty where nothing was applied from this state folder.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function recallNames(stateDir: string, target: TargetId): Promise<KnownNames> {
  const former = formerFileNameOf(target);
  return (
    (await readNames(stateDir, fileNameOf(target))) ??
    (former === null ? null : await readNames(stateDir, former)) ??
    new Map()
  );
}

/** null when there is no such file. */
async function readNames(stateDir: string, name: string): Promise<KnownNames | null> {
  const path = join(stateDir, 'names', `${name}.json`);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw unreadable(path, 'it cannot be read', cause);
  });
  if (text === null) return null;
  const names = namesOf(text);
  if (typeof names === 'string') throw foreign(path, names);
  if (names === null) throw unreadable(path, 'it is damaged');
  return new Map(names);
}

/** The format where it is another one; null for what is damaged. */
function namesOf(text: string): [string, DirectoryGroupId][] | string | null {
  try {
    const document = JSON.parse(text) as { format?: unknown; names?: unknown } | null;
    if (typeof document?.format === 'string' && document.format !== FORMAT) return document.format;
    if (document?.format !== FORMAT || typeof document.names !== 'object' || document.names === null) return null;
    const entries = Object.entries(document.names);
    const sound = entries.every(([, id]) => typeof id === 'string' && ID.test(id));
    return sound ? (entries as [string, DirectoryGroupId][]) : null;
  } catch {
    return null;
  }
}

/** Nobody is told to remove it: the version that wrote it can read it. */
function foreign(path: string, format: string): Failure {
  const text = `What the names of the mappings meant stands in ${path} as ${format.slice(0, 80)}, and this version of adsync reads ${FORMAT}.`;
  return new Failure('STATE_UNREADABLE', text, 'Use a version of adsync that is no older than the one that wrote it.');
}

function unreadable(path: string, why: string, cause?: unknown): Failure {
  const text = `What the names of the mappings meant stands in ${path}, and ${why}, so nobody could tell that one means another group now.`;
  return new Failure('STATE_UNREADABLE', text, 'Look at the mapped groups, and remove the file if they are right.', {
    cause,
  });
}
