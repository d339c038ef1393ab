import { groupBy } from '../../core/collections.ts';
import type { Change, Value } from '../model.ts';

/** A call of a run, as its journal has it: it was carried out, or may have been. Never a refused one. */
export interface DoneCall {
  /** The user or group; the created one where the call made it. null = nobody knows which it made. */
  readonly node: string | null;
  readonly kind: Change['kind'];
  /** Whether it was made for a change that creates the user or group. */
  readonly creates: boolean;
  /** Whether it is certain that it was carried out. */
  readonly isSure: boolean;
  readonly before: Readonly<Record<string, Value>>;
  readonly after: Readonly<Record<string, Value>>;
  /** The change that it was made for, and whom that was about. */
  readonly change: string;
  readonly name: string;
  readonly email: string | null;
  readonly person: string | null;
  readonly group: string;
}

/** What a run did to one field. */
export interface PastField {
  /** What it was before the run. */
  readonly old: Value;
  /** What the run has left: several, where calls after the last certain one may have been carried out or not. */
  readonly left: readonly Value[];
}

/** What a run did to one user or group, all its calls together. */
export interface PastChange extends Pick<DoneCall, 'node' | 'kind' | 'name' | 'email' | 'person' | 'group'> {
  readonly isCreated: boolean;
  /** By the names that journals of the target use. */
  readonly fields: ReadonlyMap<string, PastField>;
}

/** Everything that a run did, by user and group, in the order in which it began with them. */
export function pastChanges(calls: readonly DoneCall[]): PastChange[] {
  return [...groupBy(calls, ({ node, change }) => node ?? `change ${change}`).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { node, kind, name, email, person, group } = own.at(-1) ?? first;
    return [
      { node, kind, name, email, person, group, isCreated: own.some(({ creates }) => creates), fields: fieldsOf(own) },
    ];
  });
}

function fieldsOf(calls: readonly DoneCall[]): Map<string, PastField> {
  const fields = new Map<string, PastField>();
  for (const { before, after, isSure } of calls) {
    for (const [name, value] of Object.entries(after)) {
      const known = fields.get(name);
      const old = known === undefined ? (before[name] ?? null) : known.old;
      fields.set(name, { old, left: isSure ? [value] : [...(known?.left ?? []), value] });
    }
  }
  return fields;
}

/**
 * How a field stands today: as the run left it, back at what it was before, or changed by somebody since. What the service
 * does not show (undefined) counts as left: it is looked at again right before it is written.
 */
export function standingOf(
  { old, left }: PastField,
  live: Value | undefined,
  isSame: (a: Value, b: Value) => boolean,
): 'left' | 'back' | 'changed' {
  if (live === undefined) return 'left';
  if (isSame(live, old)) return 'back';
  return left.some((value) => isSame(live, value)) ? 'left' : 'changed';
}
