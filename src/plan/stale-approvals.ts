import type { Notice } from '../core/notice.ts';
import { type HeldSets, staleApproval } from './approvals.ts';
import type { Approval } from './judge.ts';

/** What one account says of the approvals that were given. */
export interface Answered {
  /** Approvals that fit nothing in it. */
  readonly stale: readonly Approval[];
  /** Whom its holds stand for that are not, or only in part, let through. */
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
 * @param earlier whom approvals of former plans stood for, as far as anybody remembers
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
