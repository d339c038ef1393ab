import { groupBy } from '../core/collections.ts';
import { parsePath } from '../core/path.ts';
import { foldPath } from '../core/text.ts';
import { endsUser } from './fields.ts';
import { canonicalJson } from '../core/digest.ts';
import type { Change, Evidence } from './model.ts';
import { isUndo, UNDO_LIMIT } from './undoes.ts';

/** What a limit counts. */
export type Counts = 'disable' | 'move' | 'readdress' | 'create';

/** Everything planned for one user, or for one group that needs an approval, as the limits see it. */
export interface Member {
  /** See {@link memberKey}. */
  readonly key: string;
  readonly name: string;
  /** Empty for a group. */
  readonly email: string;
  /** The id of the group of the account in which it stands now; null for one that is created. */
  readonly parent: string | null;
  readonly counts: ReadonlySet<Counts>;
  /** What an end rests on. */
  readonly evidence: Evidence;
  /** Why it needs an approval of its own; null where it needs none. */
  readonly doubt: Doubtful | null;
  /** The person, or directory group, that would have it: an approval is for them, and for nobody else. */
  readonly claimant: string | null;
  readonly approvedFor: ApprovedFor;
}

export interface Doubtful {
  /** The setting that holds it: a word of the target. */
  readonly limit: string;
  /** Why, in a sentence. */
  readonly text: string;
}

/**
 * What an approval of each kind is for: the result of all steps of a user together. Two sets that differ in it have two
 * ids.
 */
export interface ApprovedFor {
  readonly create: Approvable;
  readonly move: Approvable;
  readonly readdress: Approvable;
  readonly doubt: readonly (string | boolean | null)[];
}

/** New values of fields; undefined for one that does not change. A list becomes a text only where a limit is exceeded. */
export type Approvable = string | readonly (string | null | undefined)[];

/** What the limits ask a target about its changes. */
export interface CountingRules<One extends Change> {
  /** The setting that holds members which need an approval of their own. */
  readonly doubtLimit: string;
  /** The id of the group in which the user or group stands before a change; null for a create. */
  parentOf(change: One): string | null;
  /** The person or directory group that has the user or group afterwards. */
  claimantOf(change: One): string | null;
  /** Whether new values change what an existing user is known by at login. */
  isReaddress(after: One['after']): boolean;
  /** Whether a change that is no end by its operation counts as one: an administrator without any product. */
  isEnd?(change: Pick<One, 'operations' | 'before' | 'after'>): boolean;
  approvedFor(after: One['after']): ApprovedFor;
}

type Keyed = { readonly node: string | null; readonly person: string | null } & Partial<
  Pick<Change, 'kind' | 'operations' | 'group'>
>;

/**
 * Names a member alike in every plan of the situation: by the node of a user or group, by the person of a user that is
 * created, by the path of a group that is created. A bare node that a create fills in names nobody.
 */
export function memberKey({ kind, node, person, operations, group }: Keyed): string {
  if (kind === 'group') return node ?? `group ${foldPath(parsePath(group ?? ''))}`;
  const created = operations?.includes('create') === true;
  return (created ? person : node) ?? person ?? node ?? '';
}

/** What one change, or the whole difference of a user, counts as. */
export function countsOf<One extends Change>(
  { operations, before, after }: Pick<One, 'operations' | 'before' | 'after'>,
  rules: Pick<CountingRules<One>, 'isReaddress' | 'isEnd'>,
): Set<Counts> {
  const ends = endsUser(operations) || (before !== null && rules.isEnd?.({ operations, before, after }) === true);
  const kinds = (['move', 'create'] as const).filter((kind) => operations.includes(kind));
  return new Set([
    ...(ends ? (['disable'] as const) : []),
    ...kinds,
    ...(before !== null && rules.isReaddress(after) ? (['readdress'] as const) : []),
  ]);
}

/**
 * All users that a plan changes, and the groups that need an approval. The two steps of one user are one member. What is
 * blocked cannot be made, and counts in no limit.
 *
 * @param doubts why users and groups need an approval of their own, by key; the doubts of the plan itself are added
 */
export function countChanges<One extends Change>(
  changes: readonly One[],
  rules: CountingRules<One>,
  doubts: ReadonlyMap<string, string>,
): Member[] {
  const possible = changes.filter(({ blocked }) => blocked === undefined);
  return [...groupBy(possible, memberKey)]
    .flatMap(([key, steps]) => countSteps(key, steps, rules, doubts.get(key) ?? null))
    .filter(({ counts, doubt }) => counts.size > 0 || doubt !== null);
}

function countSteps<One extends Change>(
  key: string,
  steps: readonly One[],
  rules: CountingRules<One>,
  doubt: string | null,
): Member[] {
  const [first] = steps;
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return [];
  const undoes = steps.some(isUndo);
  const doubtLimit = undoes ? UNDO_LIMIT : rules.doubtLimit;
  const text =
    doubt ?? steps.map((step) => doubtSaid(step, first, { doubtLimit })).find((said) => said !== null) ?? null;
  // Of a group, the directory group that it would be for says enough.
  const users = steps.filter(({ kind }) => kind === 'user');
  const after = users.reduce<One['after']>((fields, step) => ({ ...fields, ...step.after }), {});
  // What the first of two steps takes, the second one may replace: what counts is how they end together.
  const whole = users.map(({ operations, before }) => ({ operations, before, after }));
  return [
    {
      key,
      ...shown(first),
      parent: rules.parentOf(last),
      counts: new Set(whole.flatMap((step) => [...countsOf(step, rules)])),
      evidence: users.some((step) => step.evidence === 'absence') ? 'absence' : 'said',
      doubt: text === null ? null : { limit: doubtLimit, text },
      claimant: rules.claimantOf(last),
      approvedFor: undoes ? forAllOf(after, rules) : rules.approvedFor(after),
    },
  ];
}

/** Of an undo people approve the very values that are put back. */
function forAllOf<One extends Change>(after: One['after'], rules: CountingRules<One>): ApprovedFor {
  const { doubt, ...rest } = rules.approvedFor(after);
  return { ...rest, doubt: [...doubt, canonicalJson(after)] };
}

function shown({ kind, name, email, facts, reason }: Change): Pick<Member, 'name' | 'email'> {
  if (kind === 'group') return { name: reason.path.at(-1) ?? name, email: '' };
  return { name: facts?.name ?? name, email: facts?.email ?? email };
}

type Doubting = Pick<CountingRules<Change>, 'doubtLimit'>;

/** Whether a plan says itself that a change needs an approval of its own; one that was given when it was made is used up. */
function isDoubted({ held, letThrough }: Change, { doubtLimit }: Doubting): boolean {
  const named = held === null ? letThrough : [held, ...held.also, ...letThrough];
  return named.some(({ limit }) => limit === doubtLimit);
}

function doubtSaid(change: Change, first: Change, rules: Doubting): string | null {
  if (!isDoubted(change, rules)) return null;
  const { name, email } = shown(first);
  return `${name}${email === '' ? '' : ` <${email}>`}: ${change.reason.text}.`;
}
