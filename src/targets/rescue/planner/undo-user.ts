import type { PersonId } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import { fold } from '../../../core/text.ts';
import type { Value } from '../../../plan/model.ts';
import { type PastChange, standingOf } from '../../../plan/undo/past.ts';
import type { LeftAlone } from '../../../plan/undo/undo-plan.ts';
import type { AccountReading, AccountUser, NodeId } from './account.ts';
import type { Facts, RescueUserChange } from './change.ts';
import { completedChange } from './completed-change.ts';
import type { Bond } from './links.ts';
import { formatMarker, NO_FINGERPRINT, parseMarker } from './marker.ts';
import type { RenamedTree } from './renamed-tree.ts';
import { shownUser } from './shown-user.ts';
import { same, type UndoGround } from './undo-group.ts';
import { factsOf } from './users.ts';

type Field = 'name' | 'email' | 'status' | 'ssoId' | 'mobile' | 'parent' | 'link';
const FIELDS: readonly Field[] = ['name', 'email', 'status', 'ssoId', 'mobile', 'parent', 'link'];
const LABELS: Readonly<Record<Field, string>> = {
  name: 'name',
  email: 'e-mail address',
  status: 'status',
  ssoId: 'SSO id',
  mobile: 'mobile add-on',
  parent: 'group',
  link: 'link',
};

/** What is to be put back of one user. */
export interface Wish {
  readonly live: AccountUser;
  /** The old values; the group is the node that it stood in. */
  readonly after: Omit<Facts, 'group' | 'password'> & { readonly parent?: NodeId };
}

/** @returns null where nothing is to be put back; why, is noted in `leftAlone` */
export function wishOf(
  past: PastChange,
  live: AccountUser | null,
  account: AccountReading,
  leftAlone: LeftAlone[],
): Wish | null {
  const note = (code: LeftAlone['code'], text: string): void => {
    leftAlone.push({ code, who: live?.email ?? past.email ?? past.name, text });
  };
  // A node without an address is a user that nobody has filled in.
  if (live?.email.trim() === '' || (live === null && past.node === null)) return null;
  if (live === null) {
    note('UNDO_STALE', 'The user is not in the account any more.');
    return null;
  }
  const other = otherUser(past, live);
  if (other !== null) {
    note('UNDO_STALE', `${other} So the user is left alone.`);
    return null;
  }
  if (past.isCreated) return endOf(live);
  const after = FIELDS.reduce<Wish['after']>((found, field) => {
    const known = past.fields.get(field);
    const standing = known === undefined ? 'back' : standingOf(known, valueOf(live, field), same);
    if (known === undefined || standing === 'back') return found;
    if (standing === 'changed') {
      const now = shown(valueOf(live, field));
      note('UNDO_STALE', `The ${LABELS[field]} is ${now} by now, not what the run left, so it is not put back.`);
      return found;
    }
    const old = oldValue(field, known.old, live, account);
    if (typeof old === 'string') note('UNDO_IMPOSSIBLE', old);
    return typeof old === 'string' ? found : { ...found, ...old };
  }, {});
  return Object.keys(after).length === 0 ? null : { live, after };
}

/** Nobody is deleted: a user that was created is disabled, and keeps the link, so that the next plan knows whose it is. */
function endOf(live: AccountUser): Wish | null {
  if (!live.enabled) return null;
  return { live, after: { status: 'disabled', ...(live.details?.mobile === true ? { mobile: false } : {}) } };
}

/** Why the user is somebody else's by now than when the run ended, in a sentence; null where it is not. */
function otherUser({ fields, person }: PastChange, live: AccountUser): string | null {
  for (const field of ['email', 'link'] as const) {
    const known = fields.get(field);
    if (known === undefined || standingOf(known, valueOf(live, field), same) !== 'changed') continue;
    return `The ${LABELS[field]} is ${shown(valueOf(live, field))} by now, not what the run left.`;
  }
  const link = parseMarker(live.description)?.person ?? null;
  const isOther = !fields.has('link') && person !== null && link !== null && link !== person;
  return isOther ? `The user is linked to another person by now (${link}).` : null;
}

function valueOf(live: AccountUser, field: Field): Value | undefined {
  const { name, email, enabled, group, details, description } = live;
  if (field === 'name') return name;
  if (field === 'email') return email;
  if (field === 'status') return enabled ? 'enabled' : 'disabled';
  if (field === 'parent') return group;
  if (field === 'link') return parseMarker(description)?.person ?? null;
  return details?.[field];
}

/** The old value; or, in a sentence, why it cannot be put back. A journal may hold anything. */
function oldValue(field: Field, old: Value, live: AccountUser, { groups }: AccountReading): Wish['after'] | string {
  const unfit = `What the ${LABELS[field]} was before the run is not known.`;
  if (field === 'parent') {
    const group = groups.find(({ id }) => id === old);
    if (group === undefined) return 'The group in which the user stood is not in the account any more.';
    return group.role === live.role ? { parent: group.id } : 'The group in which the user stood is of another role.';
  }
  if (field === 'status') return old === 'enabled' || old === 'disabled' ? { status: old } : unfit;
  if (field === 'mobile') return typeof old === 'boolean' ? { mobile: old } : unfit;
  if (field === 'link') return isLink(old) ? linkTo(old) : unfit;
  if (typeof old !== 'string') return unfit;
  return field === 'ssoId' ? { ssoId: old } : old.trim() === '' ? unfit : { [field]: old };
}

function isLink(old: Value): old is string | null {
  return old === null || typeof old === 'string';
}

function linkTo(link: string | null): Wish['after'] {
  return { link };
}

function shown(value: Value | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === null || value === undefined ? 'none' : JSON.stringify(value);
}

/** What people call a field. */
export function labelOf(field: string): string {
  return FIELDS.find((one) => one === field) === undefined ? field : LABELS[field as Field];
}

export function withoutField(wish: Wish, field: string): Wish {
  return { ...wish, after: Object.fromEntries(Object.entries(wish.after).filter(([name]) => name !== field)) };
}

interface Ground extends UndoGround {
  readonly bonds: ReadonlyMap<NodeId, Bond>;
  readonly tree: RenamedTree;
}

/** The change that puts it back; null where there is nothing. */
export function undoUser(
  { live, after: wish }: Wish,
  { bonds, target, reason, tree }: Ground,
): RescueUserChange | null {
  const { parent, ...rest } = wish;
  const facts = factsOf(live);
  const group = formatPath(tree.after(live.group));
  const after: Facts = {
    ...(parent === undefined ? {} : { group: formatPath(tree.after(parent)) }),
    ...withoutSame(rest, live),
    ...(passesOn(wish, facts.link) ? { password: 'new' } : {}),
  };
  const fields = Object.keys(after).filter((field) => field !== 'password');
  if (fields.length === 0) return null;
  const now: Facts = {
    group,
    ...facts,
    ...(live.details === null ? {} : { ssoId: live.details.ssoId, mobile: live.details.mobile }),
  };
  const before: Facts = Object.fromEntries(Object.entries(now).filter(([field]) => fields.includes(field)));
  return completedChange({
    kind: 'user',
    target,
    role: live.role,
    ...shownUser(facts, after),
    group: after.group ?? group,
    before,
    after,
    facts,
    reason,
    because: Object.fromEntries(Object.keys(after).map((field) => [field, reason])),
    evidence: 'said',
    node: live.id,
    person: (after.link === undefined ? facts.link : after.link) as PersonId | null,
    native: { fromNode: live.group, toNode: parent ?? live.group, marker: markerOf(after, live, bonds) },
    needs: [],
  });
}

/** Addresses that differ in case only are the same, as for every plan. */
function withoutSame(wish: Omit<Wish['after'], 'parent'>, live: AccountUser): Facts {
  const isSame = (field: string, value: Value): boolean =>
    (field === 'email' && fold(live.email) === fold(String(value))) ||
    (field === 'ssoId' && fold(live.details?.ssoId ?? '') === fold(String(value)));
  return Object.fromEntries(Object.entries(wish).filter(([field, value]) => !isSame(field, value)));
}

/** A user that passes to another person gets a new password, as in every plan. */
function passesOn({ link, status }: Wish['after'], owner: string | null): boolean {
  if (link === undefined || link === null || link === owner) return false;
  return owner !== null || status === 'enabled';
}

/** Whatever the link vouched for is not so any more: the next plan looks at the whole user. */
function markerOf(after: Facts, live: AccountUser, bonds: ReadonlyMap<NodeId, Bond>): string | null {
  if (after.link === null) return '';
  const changed = after.ssoId !== undefined || after.mobile !== undefined || after.status !== undefined;
  const owner =
    after.link ?? (changed && bonds.get(live.id) === 'sealed' ? parseMarker(live.description)?.person : null);
  return owner === null || owner === undefined
    ? null
    : formatMarker({ person: owner as PersonId, fingerprint: NO_FINGERPRINT });
}
