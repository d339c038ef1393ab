import { greatest, sortedBy } from '../core/collections.ts';
import { parsePath } from '../core/path.ts';
import { compareText, fold, foldPath } from '../core/text.ts';
import { type FieldRules, returnsUser } from './fields.ts';
import type { Change, Stage } from './model.ts';
import { needsFirst } from './needs.ts';

/**
 * The order of changes, said once:
 *
 * 1. groups, parents before what stands in them;
 * 2. changes that give seats and add-ons back: disables, the users of former roles among them;
 * 3. changes of existing users; a user that takes a unique value (an e-mail address) comes after the one that gives it
 *    up;
 * 4. new users of roles that take no seat;
 * 5. users who are created or enabled, and take one.
 *
 * A phase begins when the one before it has ended; inside a phase only `needs` counts. Nothing comes before what it
 * needs: the user of a former role is disabled in a later phase than others, after the one of the new role is there.
 */
const PHASES: Readonly<Record<Stage, number>> = { groups: 0, release: 1, former: 1, change: 2, create: 3, seat: 4 };

/** The phase of each change, by its id. */
export function phasesOf(changes: readonly Change[]): ReadonlyMap<string, number> {
  const phases = new Map<string, number>();
  for (const { id, stage, needs } of needsFirst(changes)) {
    phases.set(
      id,
      greatest(
        needs.map((needed) => phases.get(needed) ?? 0),
        PHASES[stage],
      ),
    );
  }
  return phases;
}

/** Sorts the changes of one account into the order in which they are listed and executed, and fills in `needs`. */
export function orderChanges<One extends Change>(changes: readonly One[], rules: FieldRules): One[] {
  const linked = withNeeds(changes, rules);
  const phases = phasesOf(linked);
  const keyOf = placeKeys();
  // Needs never run in a ring: the planner sees to that.
  return needsFirst(sortedBy(linked, ({ id, group, name }) => [phases.get(id) ?? 0, keyOf(group), fold(name), id]));
}

/** Adds to `needs` what follows from the changes themselves, whatever their order. */
export function withNeeds<One extends Change>(changes: readonly One[], rules: FieldRules): One[] {
  const unique = Object.keys(rules).filter((field) => rules[field]?.unique === true);
  const known = makersOf(changes, unique, placeKeys());
  return changes.map((change): One => {
    const more = neededBy(change, unique, known);
    if (more.length === 0 && change.needs.length <= 1) return change;
    return { ...change, needs: [...new Set([...change.needs, ...more])].sort(compareText) };
  });
}

/** Which changes make what others wait for. */
interface Makers {
  readonly keyOf: PlaceKeys;
  /** Changes that create a group, by its path. */
  readonly groups: ReadonlyMap<string, string>;
  /** Changes that let go of a unique value, or of the name of a group, by the value. */
  readonly givers: ReadonlyMap<string, Change>;
  /** Changes by which a person comes to have a user that works. */
  readonly successors: ReadonlyMap<string, string>;
}

function makersOf(changes: readonly Change[], unique: readonly string[], keyOf: PlaceKeys): Makers {
  const groups = new Map<string, string>();
  const givers = new Map<string, Change>();
  const successors = new Map<string, string>();
  for (const change of [...changes].sort((a, b) => compareText(a.id, b.id))) {
    const { id, kind, operations, group, before, after, person } = change;
    // A user that is only found, and linked by this plan, is not the person's before that is done.
    const comes = operations.includes('create') || returnsUser(operations) || after.link === person;
    if (person !== null && comes) successors.set(person, id);
    if (kind === 'group' && operations.includes('create')) groups.set(keyOf(group), id);
    for (const field of unique) {
      const key = valueKey(field, before?.[field]);
      if (key !== null) givers.set(key, change);
    }
    const oldName = before?.name;
    if (kind === 'group' && oldName !== undefined) givers.set(siblingKey(group, oldName), change);
  }
  return { keyOf, groups, givers, successors };
}

function neededBy(change: Change, unique: readonly string[], makers: Makers): string[] {
  const { keyOf, groups, givers, successors } = makers;
  const { id, kind, group, after, node } = change;
  const home = groups.get(kind === 'group' ? parentKey(group) : keyOf(group));
  const taken = kind === 'group' ? [keyOf(group)] : unique.flatMap((field) => valueKey(field, after[field]) ?? []);
  // Of the two steps of one user the second knows the first; the first must not wait for the second.
  const freed = taken.flatMap((key) => givers.get(key) ?? []).filter((giver) => node === null || giver.node !== node);
  const owner = change.facts?.link;
  const successor = change.stage === 'former' ? successors.get(owner ?? '') : undefined;
  return [home, ...freed.map((giver) => giver.id), successor].flatMap((one) =>
    one === undefined || one === id ? [] : [one],
  );
}

/** null for a value that nobody has to wait for. */
function valueKey(field: string, value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? `${field} ${fold(value)}` : null;
}

/** The key of the place of a group. */
type PlaceKeys = (group: string) => string;

/** Each key is made once: the users of a group share it. */
function placeKeys(): PlaceKeys {
  const known = new Map<string, string>();
  return (group) => {
    const before = known.get(group);
    if (before !== undefined) return before;
    const key = foldPath(parsePath(group));
    known.set(group, key);
    return key;
  };
}

function parentKey(group: string): string {
  return foldPath(parsePath(group).slice(0, -1));
}

function siblingKey(group: string, name: string): string {
  return foldPath([...parsePath(group).slice(0, -1), name]);
}
