import { fold } from '../../../core/text.ts';
import type { Reason } from '../../../plan/model.ts';
import type { Lasting } from '../../../plan/undo/lasting.ts';
import type { PastChange } from '../../../plan/undo/past.ts';
import type { LeftAlone, Undoing } from '../../../plan/undo/undo-plan.ts';
import type { GotoSettings } from '../settings.ts';
import type { AccountReading } from './account.ts';
import { type GotoChange, targetId, TYPE } from './change.ts';
import { SAVED_RULES } from './consistent-change.ts';
import type { Words } from './diff.ts';
import { connectLicences } from './effects.ts';
import { lastSuperAdmin, ruleFor } from './forbidden.ts';
import { wordsOf } from './passes.ts';
import { budgetsOf } from './seats.ts';
import { liveOf, partsOf, undoUser, type Wish, wishOf, withoutField } from './undo-user.ts';

/**
 * What puts back what a run has changed, as far as the account still is as the run left it, and no more than any plan may
 * do with the file of today.
 *
 * @param reason of all the changes
 */
export function undoChanges(
  past: readonly PastChange[],
  settings: GotoSettings,
  account: AccountReading,
  reason: Reason,
): Undoing<GotoChange> {
  const leftAlone: LeftAlone[] = [];
  const words = wordsOf(settings, account);
  const target = targetId(account.account);
  const known = past.map((one) => ({ one, live: liveOf(one, account) })).filter(({ one, live }) => isKnown(one, live));
  const wishes = known.flatMap(({ one, live }) => wishOf(one, live, words, leftAlone) ?? []);
  const free = withoutTaken(wishes, account, leftAlone);
  const whyForbidden = ruleFor(settings, account);
  const wrongWith = (change: GotoChange): string | null => SAVED_RULES.contradiction(change) ?? whyForbidden(change);
  const changes = free.flatMap((wish) =>
    narrowed(wish, (one) => undoUser(one, { target, reason, words }), wrongWith, leftAlone),
  );
  return {
    kind: 'undoing',
    changes: keepSuperAdmin(changes, account, leftAlone),
    leftAlone,
    lasting: known.flatMap(({ one }) => lastingOf(one, words, account)),
    facts: {
      ...{ id: target, type: TYPE, account: account.account, organization: account.organization, url: account.url },
      ...{ unchanged: 0, leaversLeft: 0, tallies: [] },
      budgets: budgetsOf(settings.products, account),
    },
  };
}

/** A user whose addition may have failed, and who is not there, was not added. */
function isKnown({ node }: PastChange, live: unknown): boolean {
  return node !== null || live !== null;
}

function lastingOf({ isCreated, fields }: PastChange, { settings }: Words, account: AccountReading): Lasting[] {
  if (isCreated) return ['createdUser', 'mail'];
  const link = fields.get(`attribute ${settings.linkAttribute ?? ''}`);
  const phones = connectLicences(account);
  const had = fields.get('licences')?.old;
  const has = fields.get('licences')?.left.at(-1);
  const isPhone = (value: typeof had): boolean =>
    typeof value === 'object' && value !== null && value.some((key) => phones.has(key));
  return [
    ...(link !== undefined && (link.old === null || link.old === '') ? (['link'] as const) : []),
    ...(isPhone(had) && !isPhone(has) ? (['phone'] as const) : []),
  ];
}

/** What of a change no undo could take back. */
export function lastingIn({
  operations,
  before,
  after,
}: Pick<GotoChange, 'operations' | 'before' | 'after'>): Lasting[] {
  if (operations.includes('create')) return ['createdUser', 'mail'];
  const isLinked = after.link !== undefined && (before?.link ?? null) === null;
  return isLinked ? ['link'] : [];
}

/** The change of one user; what no plan may write is left as it is, and the rest is put back. */
function narrowed(
  wish: Wish,
  make: (wish: Wish) => GotoChange | null,
  wrongWith: (change: GotoChange) => string | null,
  leftAlone: LeftAlone[],
): GotoChange[] {
  const note = (text: string): void => {
    leftAlone.push({ code: 'UNDO_IMPOSSIBLE', who: wish.live.email, text });
  };
  const wrongOf = (one: Wish): string | null => {
    const change = make(one);
    return change === null ? null : wrongWith(change);
  };
  let rest = wish;
  for (const fields of partsOf(wish)) {
    const alone = { ...wish, old: Object.fromEntries(fields.map((field) => [field, wish.old[field] ?? null])) };
    const wrong = wrongOf(alone);
    if (wrong === null) continue;
    note(`It cannot be put back (${fields.join(', ')}): ${wrong}.`);
    rest = fields.reduce(withoutField, rest);
  }
  const change = make(rest);
  if (change === null) return [];
  const wrong = wrongWith(change);
  if (wrong === null) return [change];
  note(`The user cannot be put back: ${wrong}.`);
  return [];
}

/** No two users have one address: one that somebody else has by now, and keeps, is not put back. */
function withoutTaken(wishes: readonly Wish[], { users }: AccountReading, leftAlone: LeftAlone[]): Wish[] {
  const giving = new Set(wishes.filter(({ old }) => 'email' in old).map(({ live }) => live.key));
  const kept = new Map(users.filter(({ key }) => !giving.has(key)).map((user) => [fold(user.email), user]));
  return wishes.map((wish) => {
    const { email } = wish.old;
    const bearer = typeof email === 'string' ? kept.get(fold(email)) : undefined;
    if (bearer === undefined || bearer.key === wish.live.key) return wish;
    const text = `The e-mail address ${String(email)} is that of another user by now, so it is not put back.`;
    leftAlone.push({ code: 'UNDO_IMPOSSIBLE', who: wish.live.email, text });
    return withoutField(wish, 'email');
  });
}

/** The account keeps a super admin, whatever a run has done. */
function keepSuperAdmin(
  changes: readonly GotoChange[],
  account: AccountReading,
  leftAlone: LeftAlone[],
): readonly GotoChange[] {
  const last = lastSuperAdmin(changes, account);
  if (last === null) return changes;
  leftAlone.push({
    code: 'UNDO_IMPOSSIBLE',
    who: last.email,
    text: 'The last super admin is never suspended or demoted.',
  });
  return changes.filter((one) => one !== last);
}
