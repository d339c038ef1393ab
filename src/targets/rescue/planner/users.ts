import type { BareNodes } from './bare-nodes.ts';
import { type Difference, diffUser, markerOf } from './diff.ts';
import { exchanges } from './emails.ts';
import { sortedBy } from '../../../core/collections.ts';
import { fold } from '../../../core/text.ts';
import { NO_FINGERPRINT, formatMarker, parseMarker } from './marker.ts';
import type { AccountReading, AccountUser } from './account.ts';
import type { Reason, UserFacts } from '../../../plan/model.ts';
import { becauseOf } from './reasons.ts';
import { operationsFrom } from '../../../plan/fields.ts';
import { type Facts, type RescueUserChange, targetId } from './change.ts';
import { completedChange } from './completed-change.ts';
import { FIELDS } from './fields.ts';
import { shownUser } from './shown-user.ts';
import { formatPath } from '../../../core/path.ts';
import type { FedGroups } from './fed-groups.ts';
import type { WantedUser } from './wanted-user.ts';

/**
 * The changes of all users, still without order. A bare node is taken out of `bare` where a new user can fill it in.
 */
export function planUsers(
  wanted: readonly WantedUser[],
  account: AccountReading,
  fedGroups: FedGroups,
  bare: BareNodes,
): RescueUserChange[] {
  const temporary = exchanges(wanted, account);
  const changing = wanted.flatMap((entry) => {
    const difference = diffUser(entry, fedGroups);
    return difference === null ? [] : [{ entry, difference }];
  });
  return sortedBy(changing, ({ entry }) => pathAndName(entry)).flatMap(({ entry, difference }) => {
    const change = userChange(entry, difference, { target: targetId(account.account), fedGroups, bare });
    if (entry.end === 'former') return addOnFirst(change);
    const address = temporary.get(entry);
    return address === undefined ? [change] : byWayOf(address, change);
  });
}

function pathAndName({ standing, name, email }: WantedUser): readonly string[] {
  return [formatPath(standing.path), fold(name), fold(email)];
}

interface Ground {
  readonly target: string;
  readonly fedGroups: FedGroups;
  readonly bare: BareNodes;
}

function userChange(
  wanted: WantedUser,
  { before, after }: Difference,
  { target, fedGroups, bare }: Ground,
): RescueUserChange {
  const { user, standing, end } = wanted;
  const facts = user === null ? null : factsOf(user);
  const adopted = user === null && standing.node !== null ? bare.get(standing.node)?.shift() : undefined;
  return completedChange({
    kind: 'user',
    target,
    role: wanted.role,
    ...shownUser(facts, after),
    group: formatPath(standing.node === null ? standing.path : fedGroups.after(standing.node)),
    before,
    after,
    facts,
    reason: reasonOf(wanted, before, after),
    because: becauseOf(wanted, before, after),
    evidence: wanted.evidence,
    isFormer: end === 'former',
    isStranger: end === 'stranger',
    node: user?.id ?? adopted ?? null,
    person: wanted.person?.id ?? null,
    native: { fromNode: user?.group ?? null, toNode: standing.node, marker: markerOf(wanted) },
    needs: [],
  });
}

/**
 * The two steps of a user that has to let go of an address before it takes another (planner/emails.ts). A run may break
 * off between them, so the marker of the first step vouches for nothing: the next plan then looks at the whole user.
 */
function byWayOf(address: string, change: RescueUserChange): RescueUserChange[] {
  const { before, after, person, facts, native } = change;
  const email = before?.email;
  if (before === null || email === undefined || facts === null) return [change];
  const reason: Reason = {
    ...change.reason,
    code: 'EMAIL_EXCHANGE',
    text: 'step 1 of 2: others wait for this address, so a temporary one comes first',
  };
  const marker =
    person === null || native.marker === null ? null : formatMarker({ person, fingerprint: NO_FINGERPRINT });
  const step = { email: address, ...linkOf(after), ...passwordOf(after) };
  const first = completedChange({
    ...change,
    group: before.group ?? change.group,
    before: { email, ...linkOf(before) },
    after: step,
    ...shownUser(facts, { email: address }),
    reason,
    because: becauseOf({ reason, byMembership: false }, before, step),
    native: { ...native, toNode: native.fromNode, marker },
  });
  const rest = without('password', after);
  const second = completedChange({
    ...change,
    before: { ...before, email: address },
    after: rest,
    facts: { ...facts, email: address, link: after.link ?? facts.link },
    reason: { ...change.reason, text: `step 2 of 2: ${change.reason.text}` },
    because: onlyOf(change.because, rest),
    needs: [first.id],
  });
  return [first, second];
}

/**
 * The user of a former role waits for the one of the new role, and that one may wait for the mobile add-on of the
 * former. So a change of its own gives the add-on back. The link marker that comes with it makes the next plan look
 * again.
 */
function addOnFirst(change: RescueUserChange): RescueUserChange[] {
  const { before, after } = change;
  if (before?.mobile !== true || after.mobile !== false || !change.operations.includes('disable')) return [change];
  const reason: Reason = {
    ...change.reason,
    code: 'ADD_ON_RETURNED',
    text: `gives the mobile add-on back; ${change.reason.text}`,
  };
  const first = completedChange({
    ...change,
    before: { mobile: true },
    after: { mobile: false },
    reason,
    because: { mobile: reason },
    isFormer: false,
  });
  const rest = without('mobile', after);
  const second = completedChange({
    ...change,
    before: without('mobile', before),
    after: rest,
    because: onlyOf(change.because, rest),
    isFormer: true,
    needs: [first.id],
  });
  return [first, second];
}

function without(left: keyof Facts, facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([field]) => field !== left));
}

function onlyOf(because: RescueUserChange['because'], fields: Facts): RescueUserChange['because'] {
  return Object.fromEntries(Object.entries(because).filter(([field]) => field in fields));
}

export function factsOf({ name, email, enabled, description }: AccountUser): UserFacts {
  const link = parseMarker(description)?.person ?? null;
  return { name, email, status: enabled ? 'enabled' : 'disabled', link };
}

/** The link is written with the first step, so that a run which breaks off leaves nobody unrecognised. */
function linkOf({ link }: Facts): Facts {
  return link === undefined ? {} : { link };
}

/** So is the new password: from then on the user is the new person's. */
function passwordOf({ password }: Facts): Facts {
  return password === undefined ? {} : { password };
}

/** Membership says why somebody stands in a group; for a mere update the reason is that the fields differ. */
function reasonOf({ reason, byMembership }: WantedUser, before: Facts | null, after: Facts): Reason {
  const updates = operationsFrom(before, after, FIELDS).every((operation) => operation === 'update');
  if (!byMembership || !updates) return reason;
  const renewed = Object.keys(after).every((field) => field === 'link');
  const text = renewed ? 'renews the link marker' : 'differs from the directory';
  return { ...reason, code: renewed ? 'LINK_RENEWED' : 'DIFFERS', text: `${text}; ${reason.text}` };
}
