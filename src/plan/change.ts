import { canonicalJson, digest } from '../core/digest.ts';
import { type FieldRules, operationsFrom } from './fields.ts';
import type { Change, UserChange } from './model.ts';

/** Gives a change its id: a digest of what it does, so that it is the same in two plans of one situation. */
export function withId<One extends Change>(change: One): One {
  const { target, kind, role, operations, group, before, after, node, person, native } = change;
  const id = digest(canonicalJson({ target, kind, role, operations, group, before, after, node, person, native }));
  return { ...change, id: id.slice(0, 12) };
}

/** What of a user's change follows from the rest of it, or is put on later. */
type Derived = 'id' | 'operations' | 'held' | 'letThrough';

/**
 * An object with more fields, or others, as a spread makes it. The engine of Node 20 gives each object a shape of its own
 * where fields are added behind a spread, which costs much memory and time where there are tens of thousands.
 */
export function extended<Given extends object, More extends object>(given: Given, more: More): Given & More {
  return Object.assign({}, given, more);
}

/** A change of a user with everything that follows from what it writes; nothing holds it yet. */
export function completeChange(draft: Omit<UserChange, Derived>, rules: FieldRules): UserChange {
  const operations = operationsFrom(draft.before, draft.after, rules);
  return withId<UserChange>(extended(draft, { id: '', operations, held: null, letThrough: [] }));
}
