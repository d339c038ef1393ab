import { FREEZE } from '../freeze.ts';
import { groupBy } from '../../core/collections.ts';
import { isOwn } from './base.ts';
import type { NoticeKind } from './notices.ts';
import type { Row } from './rows.ts';

/**
 * What a reviewer has to look at, in the order in which every output shows it:
 *
 * - first       what has to be seen before all else (`Notice.first`)
 * - errors      what could not be read or decided
 * - guardRails  guards that the file weakens or overrules, and whatever an approval lets through
 * - held        held sets, one group each, after what is said of holds and approvals
 * - ends        users who are disabled or suspended
 * - takeover    users who pass from one person to another
 * - adoption    users who belonged to nobody, and become a person's
 * - privileged  who gets or keeps rights over others
 * - credentials who gets a new password, address or SSO id
 * - blocked     what is known to fail
 * - notices     whatever else the plan has to say
 */
export const ATTENTION_KINDS = [
  'first',
  'errors',
  'guardRails',
  'held',
  'ends',
  'takeover',
  'adoption',
  'privileged',
  'credentials',
  'blocked',
  'notices',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** Rows and notices that need attention for the same cause. At least one of both lists has something in it. */
export interface AttentionGroup {
  /** Names the group among those of its plan. */
  readonly id: string;
  readonly kind: AttentionKind;
  /** `Disabled or suspended`; not escaped. */
  readonly title: string;
  /** The id to approve, of a group that is a held set; null for all others. */
  readonly holdId: string | null;
  /** All of them, whatever the limit of the view: what this change of the file causes first, then those who end. */
  readonly rows: readonly Row[];
  /** Kind by kind, most urgent first. */
  readonly notices: readonly NoticeKind[];
}

/** What is said of each kind as a whole. */
export const ATTENTION_TITLES: Readonly<Record<AttentionKind, string>> = {
  first: 'To be seen first',
  errors: 'Errors',
  guardRails: 'Guard rails overruled',
  held: 'Held back',
  ends: 'Disabled or suspended',
  takeover: 'Passed to another person',
  adoption: 'Adopted: linked to a person from now on',
  privileged: 'Rights over others',
  credentials: 'New passwords, addresses or SSO ids',
  blocked: 'Blocked: cannot be made now',
  notices: 'Notices',
};

const GUARD_RAILS: readonly string[] = ['GUARD_RAILS', 'LET_THROUGH'];

/** Every reason to look at a row, the most urgent one first; empty for a row that needs no attention. */
export function attentionKinds({ held, ends, risk, letThrough, blocked }: Row): AttentionKind[] {
  const holds: Partial<Record<AttentionKind, boolean>> = {
    guardRails: letThrough && held === null,
    held: held !== null,
    ends,
    takeover: risk.includes('takeover'),
    adoption: risk.includes('adoption'),
    privileged: risk.includes('privileged'),
    credentials: risk.includes('credentials'),
    blocked,
  };
  return ATTENTION_KINDS.filter((kind) => holds[kind] === true);
}

/**
 * What needs attention, in the order in which it is shown. Each row stands once, under the most urgent of its reasons
 * ({@link attentionKinds} has them all); each notice stands once, so that these are all notices of the plan.
 *
 * @param rows in the order of the table of all changes
 */
export function attentionOf(rows: readonly Row[], notices: readonly NoticeKind[]): AttentionGroup[] {
  const sorted = rows.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || Number(b.ends) - Number(a.ends));
  const rowsOf = groupBy(sorted, (row) => attentionKinds(row)[0]);
  const noticesOf = groupBy(notices, kindOfNotice);
  return ATTENTION_KINDS.flatMap((kind) => {
    const said = noticesOf.get(kind) ?? [];
    const own = rowsOf.get(kind) ?? [];
    if (kind === 'held') return [...groupOf(kind, [], said), ...heldSets(own)];
    return groupOf(kind, own, said);
  });
}

function groupOf(kind: AttentionKind, rows: readonly Row[], notices: readonly NoticeKind[]): AttentionGroup[] {
  if (rows.length + notices.length === 0) return [];
  return [{ id: kind, kind, title: ATTENTION_TITLES[kind], holdId: null, rows, notices }];
}

/** In the order in which the rows come upon them. */
function heldSets(rows: readonly Row[]): AttentionGroup[] {
  const sets = groupBy(rows, ({ target, held }) => `held ${target} ${held?.id ?? ''}`);
  return [...sets].map(([id, own]) => {
    const limits = [...new Set(own.map(({ held }) => held?.limit ?? ''))].join(', ');
    const title = `${ATTENTION_TITLES.held} by ${limits}`;
    const holdId = own[0]?.held?.id ?? null;
    return { id, kind: 'held', title, holdId: holdId === FREEZE ? null : holdId, rows: own, notices: [] };
  });
}

function kindOfNotice({ code, severity, rows }: NoticeKind): AttentionKind {
  if (rows.some(({ first }) => first === true)) return 'first';
  if (severity === 'error') return 'errors';
  if (GUARD_RAILS.includes(code)) return 'guardRails';
  return rows.some(({ about }) => about !== undefined) ? 'held' : 'notices';
}
