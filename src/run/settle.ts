import type { AccountReading, NodeId, UserDetails } from '../targets/rescue/planner/account.ts';
import { withDetails } from '../targets/rescue/planner/plan.ts';
import { type CallValues, descriptionValues } from '../targets/journal.ts';
import type { Target } from '../targets/target.ts';
import type { BeginLine, SettledCall } from './journal-lines.ts';
import { listRuns, readRun, type RunRecord } from './journal-read.ts';
import { type LockOptions, lockOwner } from './lock.ts';

/** A run that broke off, and what became of the calls that were under way. */
export interface Settled {
  readonly record: RunRecord;
  readonly calls: readonly SettledCall[];
}

/** How many runs of an account are looked at: whatever is older was settled by a run that came after it. */
const LOOK_BACK = 20;

/**
 * The runs that have no end and were not looked at since: they broke off, or go on. Whoever holds the lock of their
 * account knows that they broke off.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function openRuns(stateDir: string, account: string): Promise<RunRecord[]> {
  const found: RunRecord[] = [];
  let seen = 0;
  for (const run of await listRuns(stateDir)) {
    const record = await readRun(stateDir, run);
    if (record?.head.account !== account) continue;
    if (isOpen(record)) found.push(record);
    seen += 1;
    if (seen === LOOK_BACK) break;
  }
  return found;
}

function isOpen({ close, settled }: RunRecord): boolean {
  return close === null && settled === null;
}

/**
 * The runs of an account that broke off and were not looked at since, for somebody who holds no lock.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function brokenRuns(world: Omit<LockOptions, 'command'>): Promise<RunRecord[]> {
  const { stateDir, account } = world;
  const open = await openRuns(stateDir, account);
  if (open.length === 0 || (await lockOwner(world)) !== null) return [];
  // They may have ended while we asked who holds the lock. Now that nobody does, they can no longer go on.
  const again = await Promise.all(open.map(({ head }) => readRun(stateDir, head.run)));
  return again.flatMap((record) => (record !== null && isOpen(record) ? [record] : []));
}

/**
 * Compares the calls that were under way when a run broke off with the account as it is.
 *
 * @param reading the account, read after the run broke off
 * @throws Failure when details of users cannot be read
 */
export async function settle(record: RunRecord, reading: AccountReading, target: Target): Promise<Settled> {
  const open = record.calls.filter(({ end }) => end === null).map(({ begin }) => begin);
  const asked = open.flatMap(({ node, after }) => {
    return node !== null && ('ssoId' in after || 'mobile' in after) ? [node] : [];
  });
  const details: ReadonlyMap<NodeId, UserDetails> =
    asked.length === 0 ? new Map() : await target.readDetails(asked, () => undefined);
  const live = withDetails(reading, asked, details);
  return { record, calls: open.map((begin) => ({ call: begin.call, carriedOut: wasCarriedOut(begin, live) })) };
}

/** Whether the account is as a call would have left it (yes), as it found it (no), or neither. */
export function wasCarriedOut(
  { method, node, before, after }: BeginLine,
  live: AccountReading,
): SettledCall['carriedOut'] {
  if (node === null) return hasBareNode(method, after, live) ? 'yes' : 'no';
  const values = valuesOf(node, live);
  if (values === null) return 'unclear';
  const is = (wanted: CallValues): boolean =>
    Object.entries(wanted).every(([key, value]) => !(key in values) || same(values[key] ?? null, value));
  if (is(after)) return 'yes';
  return is(before) ? 'no' : 'unclear';
}

/** A creation leaves a node that nobody has filled in; the call that fills it in comes after it. */
function hasBareNode(method: string, { parent }: CallValues, { users, groups }: AccountReading): boolean {
  if (method === 'createUser') return users.some(({ group, email }) => group === parent && email.trim() === '');
  return groups.some((group) => group.parent === parent && group.path.at(-1)?.trim() === '');
}

/** Under the names that the journal uses; what the reading does not show is absent. */
function valuesOf(node: string, { users, groups }: AccountReading): CallValues | null {
  const user = users.find(({ id }) => id === node);
  if (user !== undefined) {
    const { name, email, enabled, group, details } = user;
    const shown = details === null ? {} : { ssoId: details.ssoId, mobile: details.mobile };
    const status = enabled ? 'enabled' : 'disabled';
    return { name, email, status, parent: group, ...shown, ...descriptionValues(user.description) };
  }
  const group = groups.find(({ id }) => id === node);
  return group === undefined ? null : { name: group.path.at(-1) ?? '', ...descriptionValues(group.description) };
}

/** Answers do not keep white space at the ends. */
function same(a: CallValues[string] | null, b: CallValues[string] | null): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.trim() === b.trim() : a === b;
}
