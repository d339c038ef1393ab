import { compareText, fold } from '../../../core/text.ts';
import type { Reason } from '../../../plan/model.ts';
import type { Details } from '../../../plan/propose.ts';
import type { Lasting } from '../../../plan/undo/lasting.ts';
import type { PastChange } from '../../../plan/undo/past.ts';
import type { LeftAlone, Undoing } from '../../../plan/undo/undo-plan.ts';
import type { RescueSettings } from '../settings.ts';
import type { AccountReading, AccountUser } from './account.ts';
import { type RescueChange, targetId, TYPE } from './change.ts';
import { SAVED_RULES } from './consistent-change.ts';
import { lastMaster, ruleFor } from './forbidden.ts';
import { linksOf } from './links.ts';
import { renamedTree } from './renamed-tree.ts';
import { SEATS } from './stage-risk-takes.ts';
import { undoGroup } from './undo-group.ts';
import { labelOf, undoUser, type Wish, wishOf, withoutField } from './undo-user.ts';

/**
 * What puts back what a run has changed, as far as the account still is as the run left it, and no more than any plan may
 * do with the file of today.
 *
 * @param reason of all the changes
 */
export function undoChanges(
  past: readonly PastChange[],
  settings: RescueSettings,
  account: AccountReading,
  reason: Reason,
): Undoing<RescueChange> | Details {
  const links = linksOf(account, settings.linkKey);
  const users = new Map<string, AccountUser>(links.account.users.map((user) => [user.id, user]));
  const unseen = past.flatMap(({ node }) => users.get(node ?? '') ?? []).filter(({ details }) => details === null);
  if (unseen.length > 0) return { kind: 'details', ids: unseen.map(({ id }) => id) };

  const leftAlone: LeftAlone[] = [];
  const ground = { account: links.account, bonds: links.bonds, target: targetId(account.account), reason };
  const ofGroups = past.filter(({ kind }) => kind === 'group');
  const groups = allowed(
    ofGroups.flatMap((one) => undoGroup(one, ground, leftAlone) ?? []),
    { settings, account },
    leftAlone,
  );
  const tree = renamedTree(groups, links.account);
  const wishes = past
    .filter(({ kind }) => kind === 'user')
    .flatMap((one) => wishOf(one, users.get(one.node ?? '') ?? null, links.account, leftAlone) ?? []);
  const free = withoutTaken(wishes, links.account, leftAlone);
  const changes = free.flatMap((wish) => {
    return narrowed(wish, (one) => undoUser(one, { ...ground, tree }), { settings, account, groups }, leftAlone);
  });
  const made = keepMaster([...groups, ...changes], account, leftAlone);
  return {
    kind: 'undoing',
    changes: made,
    leftAlone,
    lasting: past.flatMap(lastingOf),
    facts: {
      id: ground.target,
      type: TYPE,
      account: account.account,
      organization: account.organization,
      url: account.url,
      unchanged: 0,
      leaversLeft: 0,
      budgets: [{ name: SEATS, held: settings.licenses.technicians, before: seated(account) }],
      tallies: [],
    },
  };
}

function seated({ users }: AccountReading): number {
  return users.filter(({ role, enabled, email }) => role === 'technician' && enabled && email !== '').length;
}

function lastingOf({ kind, isCreated, fields }: PastChange): Lasting[] {
  if (isCreated) return [kind === 'group' ? 'createdGroup' : 'createdUser'];
  return fields.has('credentials') ? ['password'] : [];
}

interface Today {
  readonly settings: RescueSettings;
  readonly account: AccountReading;
}

/** Why a change must not be made, as a clause about it; null where it may. */
function wrongWith(change: RescueChange, made: readonly RescueChange[], { settings, account }: Today): string | null {
  return SAVED_RULES.contradiction(change) ?? ruleFor(made, settings, account)(change);
}

/** Without what no plan may do. */
function allowed(changes: readonly RescueChange[], today: Today, leftAlone: LeftAlone[]): RescueChange[] {
  return changes.filter((change) => {
    const wrong = wrongWith(change, changes, today);
    if (wrong !== null) leftAlone.push(impossible(change.group, `It cannot be put back: ${wrong}.`));
    return wrong === null;
  });
}

/** The change of one user; fields that no plan may write are left as they are, and the rest is put back. */
function narrowed(
  wish: Wish,
  make: (wish: Wish) => RescueChange | null,
  { groups, ...today }: Today & { readonly groups: readonly RescueChange[] },
  leftAlone: LeftAlone[],
): RescueChange[] {
  const wrongOf = (one: Wish): string | null => {
    const change = make(one);
    return change === null ? null : wrongWith(change, groups, today);
  };
  const fields = Object.keys(wish.after).sort(compareText);
  const bad = fields.filter((field) => wrongOf({ ...wish, after: onlyField(wish, field) }) !== null);
  for (const field of bad) {
    const why = wrongOf({ ...wish, after: onlyField(wish, field) }) ?? '';
    leftAlone.push(impossible(wish.live.email, `The ${labelOf(field)} cannot be put back: ${why}.`));
  }
  const rest = bad.reduce(withoutField, wish);
  const change = make(rest);
  if (change === null) return [];
  const wrong = wrongOf(rest);
  if (wrong === null) return [change];
  leftAlone.push(impossible(wish.live.email, `The user cannot be put back: ${wrong}.`));
  return [];
}

function onlyField({ after }: Wish, field: string): Wish['after'] {
  return Object.fromEntries(Object.entries(after).filter(([name]) => name === field));
}

function impossible(who: string, text: string): LeftAlone {
  return { code: 'UNDO_IMPOSSIBLE', who, text };
}

/** No two users have one address: one that somebody else has by now, and keeps, is not put back. */
function withoutTaken(wishes: readonly Wish[], { users }: AccountReading, leftAlone: LeftAlone[]): Wish[] {
  const giving = new Set(wishes.filter(({ after }) => after.email !== undefined).map(({ live }) => live.id));
  const kept = new Map(users.filter(({ id }) => !giving.has(id)).map((user) => [fold(user.email), user]));
  return wishes.map((wish) => {
    const bearer = wish.after.email === undefined ? undefined : kept.get(fold(wish.after.email));
    if (bearer === undefined || bearer.id === wish.live.id) return wish;
    const text = `The e-mail address ${wish.after.email ?? ''} is that of ${bearer.name} by now, so it is not put back.`;
    leftAlone.push(impossible(wish.live.email, text));
    return withoutField(wish, 'email');
  });
}

/** The account keeps an enabled master administrator, whatever a run has done. */
function keepMaster(changes: readonly RescueChange[], account: AccountReading, leftAlone: LeftAlone[]): RescueChange[] {
  const last = lastMaster(changes, account);
  if (last === null) return [...changes];
  leftAlone.push(impossible(last.email ?? '', 'The last enabled master administrator is never disabled.'));
  return changes.filter((one) => one !== last);
}

/** What of a change no undo could take back. */
export function lastingIn({ kind, operations, after }: Pick<RescueChange, 'kind' | 'operations' | 'after'>): Lasting[] {
  if (operations.includes('create')) return [kind === 'group' ? 'createdGroup' : 'createdUser'];
  return after.password === undefined ? [] : ['password'];
}
