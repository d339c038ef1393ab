import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../../core/errno.ts';
import { Failure } from '../../core/failure.ts';
import type { Settings } from '../../core/settings.ts';
import { fileNameOf, type TargetId } from '../../core/target-id.ts';
import { HOLD_ID } from '../../plan/hold-id.ts';
import { clearedMark } from '../cleared.ts';
import { HOLD_FORMAT } from '../holds.ts';
import { isForeign, listRuns, readJournal } from '../journal-read.ts';
import { mayReach } from '../run-time.ts';
import { unwritable } from '../state-dir.ts';
import { factsOf, holdsToClear, horizon, type Keeping, type RunFacts, runsToClear, spentToClear } from './retention.ts';

export interface ClearOptions {
  readonly stateDir: string;
  readonly settings: Pick<Settings, 'retention' | 'limits' | 'maxPlanAge'>;
  /** Only what is recorded of these is cleared: of others nobody here knows what they need. */
  readonly accounts: readonly TargetId[];
  /** Ids of held sets that somebody may still need; `all` where nobody knows. */
  readonly neededHolds: ReadonlySet<string> | 'all';
  readonly now: number;
}

/**
 * Clears records that nothing needs any more (retention.ts). What another version has written, what cannot be read, and
 * what is in any doubt is left alone.
 *
 * @returns how many files it has cleared
 * @throws Failure STATE_UNREADABLE, STATE_UNWRITABLE
 */
export async function clearRecords(options: ClearOptions): Promise<number> {
  const { stateDir, settings, now } = options;
  const keeping = { now, retention: settings.retention, window: settings.limits.window };
  const runs = await clearRuns(options, keeping);
  const { neededHolds } = options;
  const oldHolds =
    neededHolds === 'all' ? [] : holdsToClear(await holdFacts(join(stateDir, 'holds')), neededHolds, keeping);
  const spent = await spentFacts(join(stateDir, 'spent'), options.accounts);
  const oldSpent = spentToClear(spent, settings.maxPlanAge, keeping);
  await removeAll(oldHolds.map((id) => join(stateDir, 'holds', `${id}.json`)));
  await removeAll(oldSpent.map((name) => join(stateDir, 'spent', name)));
  return runs + oldHolds.length + oldSpent.length;
}

async function clearRuns({ stateDir, accounts }: ClearOptions, keeping: Keeping): Promise<number> {
  const names = await listRuns(stateDir);
  const before = horizon(keeping);
  const candidates = new Set(names.filter((name) => !mayReach(name, before)));
  if (candidates.size === 0) return 0;
  const facts = await readFacts(stateDir, names);
  let cleared = 0;
  for (const target of accounts) {
    const old = runsToClear(facts, target, keeping).filter((run) => candidates.has(run));
    if (old.length === 0) continue;
    // First: whoever looks for what is gone knows that something is.
    await markCleared(stateDir, target, keeping.now);
    await removeAll(old.map((run) => join(stateDir, 'runs', `${run}.jsonl`)));
    cleared += old.length;
  }
  return cleared;
}

/** A journal counts only under the name that it gives itself. */
async function readFacts(stateDir: string, names: readonly string[]): Promise<RunFacts[]> {
  const facts: RunFacts[] = [];
  for (const name of names) {
    const record = await readJournal(stateDir, name).catch(nothing);
    if (record === null || isForeign(record) || record.head.run !== name) continue;
    facts.push(factsOf(record));
  }
  return facts;
}

function nothing(error: unknown): null {
  if (error instanceof Failure) return null;
  throw error;
}

async function markCleared(stateDir: string, target: TargetId, now: number): Promise<void> {
  const path = clearedMark(stateDir, target);
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(`${new Date(now).toISOString()}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/** Those that this version has written under the name of their id. */
async function holdFacts(folder: string): Promise<{ id: string; written: number }[]> {
  const found: { id: string; written: number }[] = [];
  for (const name of await namesIn(folder)) {
    const id = /^(.*)\.json$/.exec(name)?.[1] ?? '';
    if (!HOLD_ID.test(id)) continue;
    const path = join(folder, name);
    const text = await readFile(path, 'utf8').catch(() => '');
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: NaN }));
    if (isHold(text, id)) found.push({ id, written: mtimeMs });
  }
  return found;
}

function isHold(text: string, id: string): boolean {
  try {
    const hold = JSON.parse(text) as { readonly format?: unknown; readonly id?: unknown } | null;
    return hold?.format === HOLD_FORMAT && hold.id === id;
  } catch {
    return false;
  }
}

/** Those of these accounts, with a time in them and nothing else. */
async function spentFacts(folder: string, accounts: readonly TargetId[]): Promise<{ name: string; at: number }[]> {
  const found: { name: string; at: number }[] = [];
  for (const name of await namesIn(folder)) {
    const [, saving = '', account = ''] = /^([^.]+)\.(.+)$/.exec(name) ?? [];
    if (saving === '' || !accounts.some((target) => fileNameOf(target) === account)) continue;
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z\n$/.test(text)) found.push({ name, at: Date.parse(text.trim()) });
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw new Failure(
      'STATE_UNREADABLE',
      `${folder} cannot be read, so nothing was cleared there.`,
      'Look at who may read it, or name the right folder with --state-dir.',
      { cause },
    );
  }
}

async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await rm(path, { force: true }).catch((cause: unknown) => {
      throw unwritable(path, cause);
    });
  }
}
