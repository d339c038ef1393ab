import type { BareNodes } from './bare.ts';
import { withId } from '../../../plan/change.ts';
import { type Difference, diffUser, markerOf } from './diff.ts';
import { exchanges } from './emails.ts';
import { compareText, fold } from '../../../core/text.ts';
import { NO_FINGERPRINT, formatMarker, parseMarker } from './marker.ts';
import type { AccountReading, AccountUser } from './account.ts';
import type { Change, Facts, Reason, UserFacts } from '../../../plan/model.ts';
import { formatPath } from '../../../core/path.ts';
import type { Places } from './places.ts';
import { shownUser } from '../../../plan/shown.ts';
import type { WantedUser } from './wanted.ts';

/** The changes of all users, still without order. A bare node is taken out of `bare` where a new user can fill it in. */
export function planUsers(
  wanted: readonly WantedUser[],
  account: AccountReading,
  places: Places,
  bare: BareNodes,
): Change[] {
  const temporary = exchanges(wanted, account);
  return [...wanted].sort(byPlaceAndName).flatMap((entry) => {
    const difference = diffUser(entry, places);
    if (difference === null) return [];
    const change = userChange(entry, difference, places, bare);
    if (change.reason.code === 'ROLE_CHANGED') return addOnFirst(change);
    const address = temporary.get(entry);
    return address === undefined ? [change] : byWayOf(address, change);
  });
}

function byPlaceAndName(a: WantedUser, b: WantedUser): number {
  return (
    compareText(formatPath(a.standing.path), formatPath(b.standing.path)) ||
    compareText(fold(a.name), fold(b.name)) ||
    compareText(fold(a.email), fold(b.email))
  );
}

function userChange(wanted: WantedUser, difference: Difference, places: Places, bare: BareNodes): Change {
  const { user, standing } = wanted;
  const facts = user === null ? null : factsOf(user);
  const adopted = user === null && standing.node !== null ? bare.get(standing.node)?.shift() : undefined;
  return withId({
    id: '',
    target: 'rescue',
    kind: 'user',
    role: wanted.role,
    operations: difference.operations,
    ...shownUser(facts, difference.after),
    group: formatPath(standing.node === null ? standing.path : places.after(standing.node)),
    before: difference.before,
    after: difference.after,
    facts,
    reason: reasonOf(wanted, difference),
    held: null,
    letThrough: [],
    node: user?.id ?? adopted ?? null,
    fromNode: user?.group ?? null,
    toNode: standing.node,
    person: wanted.person?.id ?? null,
    marker: markerOf(wanted),
    needs: [],
  });
}

/**
 * The two steps of a user who has to let go of an address before taking another (targets/rescue/planner/emails.ts). Should a run break
 * off between them, the marker of the first vouches for nothing, so that the next plan looks at the whole user.
 */
function byWayOf(address: string, change: Change): Change[] {
  const { before, person, facts } = change;
  const email = before?.email;
  if (before === null || email === undefined || facts === null) return [change];
  const first = withId({
    ...change,
    operations: ['update'],
    group: before.group ?? change.group,
    toNode: change.fromNode,
    before: { email, ...linkOf(before) },
    after: { email: address, ...linkOf(change.after), ...passwordOf(change.after) },
    ...shownUser(facts, { email: address }),
    reason: {
      ...change.reason,
      code: 'EMAIL_EXCHANGE',
      text: 'step 1 of 2: others wait for this address, so a temporary one comes first',
    },
    marker: person === null || change.marker === null ? null : formatMarker({ person, fingerprint: NO_FINGERPRINT }),
  });
  const then = { ...facts, email: address, link: change.after.link ?? facts.link };
  const reason = { ...change.reason, text: `step 2 of 2: ${change.reason.text}` };
  const rest = {
    ...change,
    before: { ...before, email: address },
    after: without('password', change.after),
    facts: then,
    reason,
    needs: [first.id],
  };
  return [first, withId(rest)];
}

/**
 * The user of a former role waits for the one of the new role, who may wait for the mobile add-on of the former: so that
 * is given back by a change of its own. The link marker that comes with it makes the next plan look again.
 */
function addOnFirst(change: Change): Change[] {
  const { before, after } = change;
  if (before?.mobile !== true || after.mobile !== false || !change.operations.includes('disable')) return [change];
  const reason = {
    ...change.reason,
    code: 'ADD_ON_RETURNED',
    text: `gives the mobile add-on back; ${change.reason.text}`,
  };
  const first = withId({
    ...change,
    operations: ['update'],
    before: { mobile: true },
    after: { mobile: false },
    reason,
  });
  return [
    first,
    withId({ ...change, before: without('mobile', before), after: without('mobile', after), needs: [first.id] }),
  ];
}

function without(left: keyof Facts, facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([field]) => field !== left));
}

function factsOf({ name, email, enabled, description }: AccountUser): UserFacts {
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
function reasonOf({ reason }: WantedUser, { operations, after }: Difference): Reason {
  if (reason.code !== 'MEMBER_OF' || operations.some((operation) => operation !== 'update')) return reason;
  const renewed = Object.keys(after).every((field) => field === 'link');
  const text = renewed ? 'renews the link marker' : 'differs from the directory';
  return { ...reason, code: renewed ? 'LINK_RENEWED' : 'DIFFERS', text: `${text}; ${reason.text}` };
}
