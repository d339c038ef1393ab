import type { Fields, Operation } from './model.ts';

/** What the engine knows of a field of a target. */
export interface FieldRule {
  /**
   * What changing it is called: `status` is an enable or a disable; `holding` the same for a user that has something or
   * nothing: a resume or a suspend; `entitlements` is a set of which some are granted and others revoked.
   */
  readonly operation: 'move' | 'status' | 'holding' | 'entitlements' | 'update';
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
  const [holding] = changed('holding');
  const ends = [status, holding].some((name) => name !== undefined && after[name] === 'disabled');
  const staying = (name: string): boolean => !ends || rules[name]?.goesWithDisable !== true;
  const sets = changed('entitlements').filter(staying);
  const lacks = (one: Fields, other: Fields): boolean =>
    sets.some((name) => members(other, name).some((value) => !members(one, name).includes(value)));
  return [
    ...(changed('move').length === 0 ? [] : (['move'] as const)),
    ...(status === undefined ? [] : ([ends ? 'disable' : 'enable'] as const)),
    ...(holding === undefined ? [] : ([ends ? 'suspend' : 'resume'] as const)),
    ...(lacks(before, after) ? (['grant'] as const) : []),
    ...(lacks(after, before) ? (['revoke'] as const) : []),
    ...(changed('update').some(staying) ? (['update'] as const) : []),
  ];
}

function members(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  return typeof value === 'object' && value !== null ? value : [];
}

/** Whether a user that works does not work any more afterwards. */
export function endsUser(operations: readonly Operation[]): boolean {
  return operations.includes('disable') || operations.includes('suspend');
}

/** Whether a user that did not work works again afterwards. */
export function returnsUser(operations: readonly Operation[]): boolean {
  return operations.includes('enable') || operations.includes('resume');
}

/** Values of the fields in the order of the rules; fields that the rules do not know come last, by name. */
export function fieldsInOrder(fields: Fields, rules: FieldRules): Fields {
  const known = Object.keys(rules).filter((name) => Object.hasOwn(fields, name));
  const others = Object.keys(fields).filter((name) => !Object.hasOwn(rules, name));
  return Object.fromEntries([...known, ...others.sort()].map((name) => [name, fields[name] ?? null]));
}
