import { withCleanReasons } from '../../../plan/clean.ts';
import { completeChange } from '../../../plan/change.ts';
import { operationsFrom } from '../../../plan/fields.ts';
import type { Blocked, Reason, UserFacts } from '../../../plan/model.ts';
import type { AccountUser, LicenceKey } from './account.ts';
import { type Facts, type GotoChange, isGotoChange } from './change.ts';
import { type Difference, diffUser, statusOf, type Words } from './diff.ts';
import { FIELDS } from './fields.ts';
import { fullName } from './identity.ts';
import { linkOf } from './match.ts';
import { notGiven, productsReason } from './reasons.ts';
import { canBeAdded, NO_RIGHTS, rightsOf } from './roles.ts';
import { shownUser } from './shown-user.ts';
import { riskOf, stageOf, takesOf } from './stage-risk-takes.ts';
import { evidenceOf, holdsAnything, type WantedUser } from './wanted-user.ts';

/** A wanted user, and what it can get of that now. */
export interface Served {
  readonly wanted: WantedUser;
  /** The licences that it holds once the changes that can be made are made. */
  readonly now: readonly LicenceKey[];
  /** Licences of which none is left, each with why. */
  readonly refused: ReadonlyMap<LicenceKey, string>;
  /** Licences that it gives back before it takes another one, because others wait for them; empty = in one step. */
  readonly first: readonly LicenceKey[];
}

/** The changes of one user: what it gives back first, what can be made, and what cannot. */
export function planUser({ wanted, now, refused, first }: Served, target: string, words: Words): GotoChange[] {
  const make = (entry: WantedUser, blocked: Blocked | null, needs: readonly string[] = []): GotoChange[] => {
    const difference = diffUser(entry, words);
    return difference === null ? [] : [changeOf({ entry, difference, blocked, needs, target }, words)];
  };
  const { user } = wanted;
  const without = { ...wanted, licences: now };
  const open: Blocked | null =
    refused.size === 0 ? null : { kind: 'out-of-licences', text: [...refused.values()].join(' ') };
  if (wanted.blocked !== null) return make(wanted, wanted.blocked);
  if (user === null && open !== null && !canBeAdded(now, wanted.rights ?? NO_RIGHTS)) return make(wanted, open);
  const released = user === null || first.length === 0 ? [] : release(wanted, user, first, target, words);
  const left = user === null ? null : { ...user, licences: user.licences.filter((key) => !first.includes(key)) };
  const needs = released.map(({ id }) => id);
  const main = make({ ...without, user: left }, null, needs).map((change) =>
    user === null || released.length === 0 ? change : withoutStatus(change, user, without, words),
  );
  const made = [...released, ...main];
  return open === null ? made : [...made, stillOpen({ wanted, without, open, made }, target, words)];
}

/** The first step of two: nothing but the licences that others wait for. */
function release(
  wanted: WantedUser,
  user: AccountUser,
  first: readonly LicenceKey[],
  target: string,
  words: Words,
): GotoChange[] {
  const licences = user.licences.filter((key) => !first.includes(key));
  const before = { products: words.licences.namesOf(user.licences) };
  const after = { products: words.licences.namesOf(licences) };
  const native = { ...NO_NATIVE, fromGroup: user.group ?? '', licences };
  return [changeOf({ entry: wanted, difference: { before, after, native }, blocked: null, needs: [], target }, words)];
}

const NO_NATIVE = {
  fromGroup: null,
  licences: null,
  adminRoles: null,
  managedGroups: null,
  roleSet: null,
  group: null,
};

/** The second step of two says what both together do to the status: a user that gets something else never ends between them. */
function withoutStatus(change: GotoChange, user: AccountUser, wanted: WantedUser, words: Words): GotoChange {
  const rights = rightsOf(user);
  const [was, is] = [holdsAnything(user.licences, rights), holdsAnything(wanted.licences, wanted.rights ?? rights)].map(
    statusOf,
  );
  if (was !== is || change.after.status === undefined) return change;
  const before = withoutField(change.before ?? {}, 'status');
  const after = withoutField(change.after, 'status');
  const because = withoutField(change.because, 'status');
  return complete({ ...change, before, after, because, facts: factsOf(user, words) });
}

function withoutField<Fields extends object>(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name)) as Fields;
}

interface Open {
  readonly wanted: WantedUser;
  /** As it is to be without what cannot be given. */
  readonly without: WantedUser;
  readonly open: Blocked;
  /** The changes that can be made. */
  readonly made: readonly GotoChange[];
}

/** What is left to do when the changes that can be made are made. */
function stillOpen({ wanted, without, open, made }: Open, target: string, words: Words): GotoChange {
  const { user } = wanted;
  const rights = wanted.rights ?? (user === null ? NO_RIGHTS : rightsOf(user));
  const [was, is] = [without, wanted].map(({ licences }) => statusOf(holdsAnything(licences, rights)));
  const status =
    was === is || was === undefined || is === undefined ? null : ([{ status: was }, { status: is }] as const);
  const before = { ...status?.[0], products: words.licences.namesOf(without.licences) };
  const after = { ...status?.[1], products: words.licences.namesOf(wanted.licences) };
  const native = {
    ...NO_NATIVE,
    fromGroup: user === null ? null : (user.group ?? ''),
    licences: wanted.licences.toSorted(),
  };
  const last = made.at(-1);
  const needs = last === undefined ? [] : [last.id];
  const change = changeOf(
    { entry: wanted, difference: { before, after, native }, blocked: open, needs, target },
    words,
  );
  // A name that changes before is shown as it is then.
  return last === undefined ? change : complete({ ...change, name: last.name, email: last.email });
}

interface Parts {
  readonly entry: WantedUser;
  readonly difference: Difference;
  readonly blocked: Blocked | null;
  readonly needs: readonly string[];
  readonly target: string;
}

function changeOf({ entry, difference, blocked, needs, target }: Parts, words: Words): GotoChange {
  const { user, person, heading, why } = entry;
  const { before, after } = difference;
  const because = becauseOf(entry, before, after);
  const facts = user === null ? null : factsOf(user, words);
  const evidence = why.end !== null && why.end.code !== 'LEFT' ? 'said' : evidenceOf(because);
  const isStranger = why.end?.code === 'LEFT' && person === null && facts?.link === null;
  return complete({
    target,
    kind: 'user',
    role: 'user',
    ...shownUser(facts, before, after),
    group: heading,
    person: person?.id ?? null,
    facts,
    ...{ before, after, because, evidence, needs },
    reason: reasonOf(entry, because),
    risk: isStranger ? ['stranger'] : [],
    ...(blocked === null ? {} : { blocked }),
    node: user?.key ?? null,
    native: difference.native,
  });
}

type Draft = Omit<GotoChange, 'id' | 'operations' | 'held' | 'letThrough' | 'stage' | 'takes'>;

/** With everything that follows from what it writes. @param draft its risk says whether it is about a stranger */
function complete(draft: Draft): GotoChange {
  const rest = { stage: 'change', takes: takesOf(draft) } as const;
  const operations = operationsFrom(draft.before, draft.after, FIELDS);
  const stage = stageOf({ ...draft, operations });
  const risk = riskOf({ ...draft, operations }, draft.risk.includes('stranger'));
  const change = withCleanReasons(completeChange({ ...draft, ...rest, stage, risk }, FIELDS));
  if (!isGotoChange(change)) throw new Error(`${change.target} is no GoTo account`);
  return change;
}

/** The change of a user that is there, for one reason, with everything that follows from what it writes. */
export function completedUser(
  draft: Omit<Draft, 'kind' | 'role' | 'name' | 'email' | 'evidence' | 'risk' | 'needs'>,
): GotoChange {
  const { facts, before, after } = draft;
  return complete({
    ...draft,
    ...shownUser(facts, before, after),
    ...{ kind: 'user', role: 'user', evidence: 'said', risk: [], needs: [] },
  });
}

export function factsOf(user: AccountUser, { settings }: Pick<Words, 'settings'>): UserFacts {
  return {
    name: fullName({ first: user.firstName, last: user.lastName }),
    email: user.email,
    status: statusOf(holdsAnything(user.licences, rightsOf(user))),
    link: linkOf(user, settings),
  };
}

function becauseOf({ why }: WantedUser, before: Facts | null, after: Facts): Record<string, Reason> {
  const products = productsReason(why.products, before?.products ?? [], after.products ?? []);
  const differs: Reason = { ...why.member, code: 'DIFFERS', text: `differs from the directory; ${why.member.text}` };
  const adopted: Reason = { ...why.member, code: (before?.link ?? null) === null ? 'ADOPTED' : 'RELINKED' };
  const isNew = before === null;
  // A new user who is no more than a member loses nothing by it.
  const role = isNew && why.role?.code === 'NOT_GIVEN' ? why.member : why.role;
  const own: Readonly<Record<string, Reason | null>> = {
    products,
    status: why.products.size > 0 || role === null ? products : role,
    role,
    userGroup: why.userGroup,
    language: why.language,
    link: adopted,
    ...Object.fromEntries(['firstName', 'lastName', 'email', 'attributes'].map((field) => [field, differs])),
  };
  return Object.fromEntries(
    Object.keys(after).map((field) => {
      if (why.end !== null) return [field, why.end];
      const isIdentity = !['products', 'status', 'role', 'userGroup', 'language'].includes(field);
      return [field, (isNew && isIdentity ? why.member : own[field]) ?? why.member];
    }),
  );
}

/** Why the change is made at all: what it gives and takes, or else the first field that changes. */
function reasonOf({ why }: WantedUser, because: Readonly<Record<string, Reason>>): Reason {
  if (why.end !== null) return why.end;
  const telling = ['products', 'role', 'userGroup'].flatMap((field) => because[field] ?? []);
  const [first] = telling.length > 0 ? telling : Object.values(because);
  if (first === undefined) return notGiven('nothing changes');
  const texts = telling.map(({ text }) => text).filter((text) => text !== '');
  const loss = telling.find(({ code }) => code === 'NOT_GIVEN');
  return { ...first, code: loss?.code ?? first.code, text: [...new Set(texts)].join('; ') || first.text };
}
