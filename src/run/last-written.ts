import { Failure } from '../core/failure.ts';
import type { TargetId } from '../core/target-id.ts';
import { bearerOf, type Memory, NO_MEMORY, type Written } from '../plan/elsewhere.ts';
import { wasCleared } from './cleared.ts';
import { isForeign, listRuns, readJournal, type RunRecord } from './journal-read.ts';

type Call = RunRecord['calls'][number];

/**
 * What adsync last wrote in an account, from the journals of its runs. Nothing is known from before a run whose journal
 * cannot be read: it may have written anything.
 *
 * @param baseSha256 of the former file; null = nobody can tell whether a run was of it
 */
export async function readMemory(stateDir: string, target: TargetId, baseSha256: string | null): Promise<Memory> {
  const records: RunRecord[] = [];
  for (const run of await listRuns(stateDir).catch(nothing)) {
    const found = await readJournal(stateDir, run).catch(nothing);
    // A journal without a beginning is of a run that did nothing.
    if (found === null) continue;
    if (Array.isArray(found) || isForeign(found) || found.torn > 1) break;
    if (found.head.target === target) records.push(found);
  }
  const memory = memoryOf(records.reverse(), baseSha256);
  return (await wasCleared(stateDir, target)) ? { ...memory, forgets: true } : memory;
}

function nothing(error: unknown): [] {
  if (error instanceof Failure) return [];
  throw error;
}

/** @param records of one account, the oldest first */
export function memoryOf(records: readonly RunRecord[], baseSha256: string | null): Memory {
  const last = records.at(-1);
  if (last === undefined) return NO_MEMORY;
  const written = new Map<string, Written>();
  const nodes = new Map<string, readonly string[]>();
  for (const record of records) {
    const bearers = new Map(record.changes.map((change) => [change.id, bearerOf(change)]));
    for (const call of record.calls) {
      const node = call.begin.node ?? call.end?.node ?? null;
      if (node === null) continue;
      written.set(node, after(written.get(node) ?? {}, call, record));
      const bearer = bearers.get(call.begin.change);
      const known = bearer === undefined ? [] : (nodes.get(bearer) ?? []);
      if (bearer !== undefined && !known.includes(node)) nodes.set(bearer, [...known, node]);
    }
  }
  const undone = last.changes.filter(({ id }) => last.outcomes.get(id)?.result !== 'done').map(({ id }) => id);
  const isOfBase = baseSha256 !== null && last.head.config.sha256 === baseSha256 && last.close?.end === 'done';
  return { written, nodes, isOfBase, undone: new Set(undone) };
}

/** What is known of a node after a call: of values that it may have written, nothing. */
function after(before: Written, { begin, end }: Call, { settled }: RunRecord): Written {
  if (end?.class === 'refused') return before;
  const carriedOut = settled?.calls.find(({ call }) => call === begin.call)?.carriedOut;
  const isSure = end?.class === 'ok' || carriedOut === 'yes';
  const values: unknown = begin.after;
  if (typeof values !== 'object' || values === null) return {};
  const others = Object.entries(before).filter(([key]) => !(key in values));
  return isSure ? { ...before, ...begin.after } : Object.fromEntries(others);
}
