import type { Fields, Operation } from './model.ts';

/** What the engine knows of a field of a target. */
export interface FieldRule {
  /** What changing it is called: `status` is an enable or a disable. */
  readonly operation: 'move' | 'status' | 'update';
  /** No two users may have the same value, so that a value passes on only after the other user has let go of it. */
  readonly unique?: true;
  /** It goes with a disable, and is no update of its own then. */
  readonly goesWithDisable?: true;
}

/** All fields of the users and groups of a target, in the order in which documents list them. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/**
 * What is done to a user or group, as it follows from the fields that change. The planner and the reading of a saved
 * plan both use it, so that a plan cannot call a change by another name than what it does.
 *
 * @param before null for a create
 */
export function operationsFrom(before: Fields | null, after: Fields, rules: FieldRules): Operation[] {
  if (before === null) return ['create'];
  const names = Object.keys(after);
  const changed = (operation: FieldRule['operation']): string[] =>
    names.filter((name) => (rules[name]?.operation ?? 'update') === operation);
  const [status] = changed('status');
  const isDisable = status !== undefined && after[status] === 'disabled';
  const updates = changed('update').filter((name) => !isDisable || rules[name]?.goesWithDisable !== true);
  return [
    ...(changed('move').length === 0 ? [] : (['move'] as const)),
    ...(status === undefined ? [] : ([isDisable ? 'disable' : 'enable'] as const)),
    ...(updates.length === 0 ? [] : (['update'] as const)),
  ];
}

/** Values of the fields in the order of the rules; fields that the rules do not know come last, by name. */
export function fieldsInOrder(fields: Fields, rules: FieldRules): Fields {
  const known = Object.keys(rules).filter((name) => Object.hasOwn(fields, name));
  const others = Object.keys(fields).filter((name) => !Object.hasOwn(rules, name));
  return Object.fromEntries([...known, ...others.sort()].map((name) => [name, fields[name] ?? null]));
}
