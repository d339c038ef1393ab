import type { Notice } from '../core/notice.ts';
import { Failure } from '../core/failure.ts';
import { type HeldSets, type HeldUser, named } from './held-sets.ts';
import { readHoldId } from './hold-id.ts';
import type { Approval } from './approvals.ts';

/** What one account says of the approvals that were given. */
export interface Answered {
  /** Approvals that fit nothing in it. */
  readonly stale: readonly Approval[];
  /** The held sets that are not let through, or only in part. */
  readonly open: HeldSets;
}

/** Whether accounts of the file were not looked at: because nobody asked for them, or because they could not be read. */
export type Missing = 'none' | 'unasked' | 'lost';

/**
 * Approvals that fit nothing in any account: one of the file is a notice, one of the command line a refusal.
 *
 * Nothing is said of an approval that may be for an account which was not looked at: one of the file then waits for
 * another run, and one of the command line is a refusal only where no account was lost.
 *
 * @param accounts those that were looked at
 * @param earlier the users that approvals of former plans stood for, as far as anybody remembers
 * @param missing the accounts of the file that were not looked at
 * @throws Failure APPROVAL_STALE
 */
export function staleApprovals(accounts: readonly Answered[], earlier: HeldSets, missing: Missing): Notice[] {
  const [first, ...others] = accounts;
  const stale = (first?.stale ?? []).filter(({ id, line }) =>
    others.every((one) => one.stale.some((other) => other.id === id && other.line === line)),
  );
  const open: HeldSets = new Map(accounts.flatMap((one) => [...one.open]));
  const given = stale.filter(({ line }) => line === null).map(({ id }) => id);
  if (missing === 'lost') return given.map(unknownNotice);
  if (given.length > 0) throw staleApproval(given, open, earlier);
  return missing === 'unasked' ? [] : stale.map((approval) => staleNotice(approval, open));
}

/** An approval of the command line that may be for an account which could not be read. */
function unknownNotice(id: string): Notice {
  const text =
    'The approval fits nothing in the accounts that could be read. Whether it fits anything in the others is not known.';
  return { code: 'APPROVAL_STALE', severity: 'warning', text, subject: id, line: null, about: 'holds' };
}

/** An approval of the file that stands for nothing, or for another set than is held now. */
function staleNotice({ id, line }: Approval, held: HeldSets): Notice {
  const waits = held.size > 0;
  const text = waits
    ? `The approval stands for another set of users than is held now (${[...held.keys()].join(', ')}), and lets nobody through. Look at who is held, and replace it.`
    : 'The approval stands for nothing that is planned now. Remove it from the file.';
  return {
    code: 'APPROVAL_STALE',
    severity: waits ? 'warning' : 'info',
    text,
    subject: id,
    line,
    about: 'staleApproval',
  };
}

/**
 * Refuses approvals that fit no held set.
 *
 * @param held what is held now
 * @param earlier the users that approvals of former plans stood for, as far as anybody remembers
 */
export function staleApproval(ids: readonly string[], held: HeldSets, earlier: HeldSets): Failure {
  return new Failure(
    'APPROVAL_STALE',
    ids.map((id) => staleText(id, held, earlier.get(id) ?? null)).join(' '),
    'Look at the plan again, and approve the id that it names.',
  );
}

/** What an approval stood for, what is held now, and how the two differ; in sentences. */
export function staleText(id: string, held: HeldSets, stood: readonly HeldUser[] | null): string {
  const count = stood?.length ?? readHoldId(id)?.count ?? 0;
  const then = count === 0 ? `${id} is no id of a held set.` : `The approval ${id} stood for ${users(count)}.`;
  if (held.size === 0) return `${then} Nothing is held now.`;
  const [nearest] = [...held].sort(([, a], [, b]) => common(b, stood) - common(a, stood));
  if (stood === null || nearest === undefined || common(nearest[1], stood) === 0) {
    const now = [...held].map(([other, set]) => `${other}, ${users(set.length)}: ${named(set)}`);
    return `${then} Held now: ${now.join('; ')}.`;
  }
  const [now, set] = nearest;
  const gone = difference(stood, set);
  const come = difference(set, stood);
  const parts = [
    ...(gone.length === 0 ? [] : [`no longer in it: ${named(gone)}`]),
    ...(come.length === 0 ? [] : [`new in it: ${named(come)}`]),
  ];
  const how = parts.length === 0 ? 'the same people under another limit' : parts.join('; ');
  return `${then} Held now is ${now}, ${users(set.length)}; ${how}.`;
}

function common(set: readonly HeldUser[], stood: readonly HeldUser[] | null): number {
  return set.length - difference(set, stood ?? []).length;
}

function difference(set: readonly HeldUser[], other: readonly HeldUser[]): HeldUser[] {
  const keys = new Set(other.map(({ key }) => key));
  return set.filter(({ key }) => !keys.has(key));
}

function users(count: number): string {
  return count === 1 ? '1 user' : `${count} users`;
}
