import type { Change, Fields, Value } from '../model.ts';
import type { Labels } from './labels.ts';

export interface Difference {
  /** The target's word for the field. */
  readonly field: string;
  /** null where only the new value says something. */
  readonly from: string | null;
  readonly to: string;
}

/** What `differences` looks at. */
export interface Changed extends Pick<Change, 'kind' | 'operations'> {
  readonly before: Fields | null;
  readonly after: Fields;
}

/**
 * What a change does to the fields of a user, without what its operation already says: the place and name of a new user,
 * the status of an enable or disable.
 */
export function differences(
  { kind, operations, before, after }: Changed,
  { fields }: Pick<Labels, 'fields'>,
): Difference[] {
  const isNew = operations.includes('create');
  return fields.flatMap(({ field, label, ofNew, words }): Difference[] => {
    const to = after[field];
    if (to === undefined) return [];
    if (isNew) return ofNew === true && to !== false ? [{ field: label, from: null, to: valueWords(to) }] : [];
    const from = before?.[field];
    if (words !== undefined) return [{ field: label, from: null, to: words(to, from, kind) }];
    return [{ field: label, from: valueWords(from, typeof to === 'boolean'), to: valueWords(to) }];
  });
}

/** The change of status, for outputs that show it beside the operation; null where the status stays or is new. */
export function statusDifference({ before, after }: Pick<Changed, 'before' | 'after'>): Difference | null {
  const from = before?.['status'];
  return from === undefined
    ? null
    : { field: 'status', from: valueWords(from), to: valueWords(after['status'] ?? from) };
}

/** @param isSwitch whether nothing means off */
function valueWords(value: Value | undefined, isSwitch = false): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (isSwitch) return 'off';
  const text = typeof value === 'string' ? value : (value ?? []).join(', ');
  return text === '' ? '(none)' : text;
}

/** What happens to the link of a user to a person, or of a group to a directory group. */
export function linkWords(to: Value, from: Value | undefined, kind: Change['kind']): string {
  if (to === null) return 'removed';
  if ((from ?? null) === null)
    return kind === 'group' ? 'set to the directory group' : 'set to the person in the directory';
  if (from === to) return 'renewed';
  return kind === 'group' ? 'passes to the other directory group' : 'passes to the new person';
}
