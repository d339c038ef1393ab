import { fold } from '../../../core/text.ts';
import type { UserFacts, Value } from '../../../plan/model.ts';
import { sameValue } from '../planner/journal-values.ts';
import type { Facts, GotoChange } from '../planner/change.ts';

/** The fields of a user that a change may set. The language is only that of a new user: nobody compares it. */
const FIELDS = [
  'status',
  'products',
  'role',
  'userGroup',
  'firstName',
  'lastName',
  'email',
  'attributes',
  'link',
] as const;
export type Field = (typeof FIELDS)[number];

export const LABELS: Readonly<Record<Field, string>> = {
  status: 'status',
  products: 'products',
  role: 'role',
  userGroup: 'user group',
  firstName: 'first name',
  lastName: 'last name',
  email: 'e-mail',
  attributes: 'attributes',
  link: 'link',
};

/**
 * Why a change no longer fits: a field that it sets is neither as planned before nor as planned after, or the user is
 * another one than the plan saw.
 *
 * @param live the user as the service shows it now
 * @returns a sentence; null when it fits
 */
export function misfit({ before, after, facts }: GotoChange, live: Required<Facts>): string | null {
  for (const field of FIELDS) {
    const wanted = after[field];
    const planned = before?.[field];
    if (wanted === undefined || same(field, live[field], wanted) || same(field, live[field], planned)) continue;
    return `The ${LABELS[field]} ${isOrAre(field)} ${show(live[field])} by now, not ${show(planned)} as it was planned.`;
  }
  return facts === null ? null : changedFact(facts, after, live);
}

function isOrAre(field: Field): string {
  return field === 'products' || field === 'attributes' ? 'are' : 'is';
}

/** A sentence where the user differs from the one that the plan was made from, though the change leaves that alone. */
function changedFact(facts: UserFacts, after: Facts, live: Required<Facts>): string | null {
  for (const field of ['email', 'status', 'link'] as const) {
    if (after[field] !== undefined || same(field, live[field], facts[field])) continue;
    return `The ${LABELS[field]} is ${show(live[field])} by now; it was ${show(facts[field])} when the plan was made.`;
  }
  return null;
}

/**
 * Which field comes out otherwise than the plan shows it, in a sentence: what is written must be what was reviewed.
 *
 * @param wanted the user as the calls will leave it
 * @returns null when it is all as shown
 */
export function unshown({ after }: GotoChange, wanted: Required<Facts>): string | null {
  const field = FIELDS.find((one) => after[one] !== undefined && !same(one, wanted[one], after[one]));
  if (field === undefined) return null;
  return `The plan shows ${show(after[field])} as the ${LABELS[field]}, but what it writes is ${show(wanted[field])}.`;
}

/** The first of the fields that a change sets which is not as wanted, without those that are left alone; null = none. */
export function firstDifference(
  { after }: Pick<GotoChange, 'after'>,
  live: Required<Facts>,
  wanted: Required<Facts>,
  leftAlone: ReadonlySet<string> = new Set(),
): Field | null {
  const set = FIELDS.filter((field) => after[field] !== undefined && !leftAlone.has(field));
  return set.find((field) => !same(field, live[field], wanted[field])) ?? null;
}

function same(field: Field, a: Value | undefined, b: Value | undefined): boolean {
  if (field === 'email') return typeof a === 'string' && typeof b === 'string' && fold(a) === fold(b);
  if (field === 'attributes') return b !== undefined && sameValue(filled(a), filled(b));
  return b !== undefined && sameValue(a, b);
}

/** Without the attributes of which a text says that they are to have no value. Names hold no `=`, values may. */
function filled(texts: Value | undefined): Value {
  return typeof texts === 'object' && texts !== null
    ? texts.filter((text) => text.indexOf('=') !== text.length - 1)
    : null;
}

/** A value for people to read. */
export function show(value: Value | undefined): string {
  if (typeof value === 'object' && value !== null) return value.length === 0 ? 'none' : value.join(', ');
  return value === null || value === undefined || value === '' ? 'none' : JSON.stringify(value);
}
