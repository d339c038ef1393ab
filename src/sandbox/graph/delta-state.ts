import { valueOf } from './rights.ts';
import { type Kind, kinds, schema } from './schema.ts';
import { type AnyObject, listsOf } from './objects.ts';
import type { GraphSwitches } from './switches.ts';
import type { GraphTenant } from './tenant.ts';

/** What a client wants to be told of: fixed by its first request, and kept in every token. */
export interface Tracking {
  readonly kind: 'user' | 'group';
  readonly select: readonly string[];
  /** Whether members of groups are tracked, too. */
  readonly members: boolean;
}

interface Tracked {
  readonly alive: boolean;
  /** The selected properties, as an entry shows them. */
  readonly shown: Readonly<Record<string, unknown>>;
  readonly members: ReadonlyMap<string, Kind>;
}

/** A collection at one moment. An object that was deleted for good is not in it. */
export type Snapshot = ReadonlyMap<string, Tracked>;

export const NOTHING: Snapshot = new Map();

export interface DeltaMember {
  readonly id: string;
  readonly kind: Kind;
  readonly removed: boolean;
}

/** What has become of one object. */
export interface DeltaEntry {
  readonly id: string;
  /** null where it is there. */
  readonly removed: 'changed' | 'deleted' | null;
  readonly shown: Readonly<Record<string, unknown>>;
  readonly members: readonly DeltaMember[];
}

export function snapshotOf(
  { kind, select, members }: Tracking,
  tenant: GraphTenant,
  switches: GraphSwitches,
): Snapshot {
  const list = listsOf(tenant)[kind];
  const linked = members ? membersIn(tenant, switches) : null;
  return new Map(
    list.map((object): [string, Tracked] => {
      const ids = linked === null || !('members' in object) ? [] : object.members;
      const found = ids.flatMap((id): [string, Kind][] => {
        const type = linked?.get(id.toLowerCase());
        return type === undefined ? [] : [[id, type]];
      });
      return [
        object.id,
        { alive: isAlive(object), shown: shownOf(object, kind, select, switches), members: new Map(found) },
      ];
    }),
  );
}

/** Every object that can be somebody's member, with its kind. */
function membersIn(tenant: GraphTenant, { deltaSoftDeleted }: GraphSwitches): ReadonlyMap<string, Kind> {
  const lists = listsOf(tenant);
  const there = (object: AnyObject): boolean => deltaSoftDeleted === 'staysMember' || isAlive(object);
  return new Map(kinds.flatMap((kind) => lists[kind].filter(there).map(({ id }) => [id.toLowerCase(), kind] as const)));
}

/** A property that was never set is left out: "it will not be included in the response at all" (group: delta). */
function shownOf(
  object: AnyObject,
  kind: Kind,
  select: readonly string[],
  { deltaUnset }: GraphSwitches,
): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of new Set(['id', ...select])) {
    const value = valueOf(object, name);
    if (value === undefined && deltaUnset === 'absent') continue;
    shown[name] = value ?? (schema[kind].get(name)?.type === 'list' ? [] : null);
  }
  return shown;
}

/**
 * What has changed from one moment to another. A restored object looks like a changed one, and keeps its memberships
 * (Microsoft Graph, "Get incremental changes for users").
 */
export function changesBetween(
  before: Snapshot,
  after: Snapshot,
  { deltaEntries, deltaRestored, deltaUntracked }: GraphSwitches,
): DeltaEntry[] {
  const gone = [...before.keys()].filter((id) => !after.has(id)).map((id) => removed(id, 'deleted'));
  const others = [...after].flatMap(([id, now]): DeltaEntry[] => {
    const then = before.get(id);
    if (!now.alive) return then?.alive === true ? [removed(id, 'changed')] : [];
    const members = membersBetween(then?.members ?? new Map(), now.members);
    const tracked = Object.keys(now.shown).filter((name) => !deltaUntracked.includes(name));
    const changed = tracked.filter((name) => !isSame(then?.shown[name], now.shown[name]));
    const isBack = then?.alive === false && deltaRestored === 'told';
    if (then !== undefined && !isBack && changed.length === 0 && members.length === 0) return [];
    const names = deltaEntries === 'selected' || then === undefined ? Object.keys(now.shown) : ['id', ...changed];
    return [{ id, removed: null, shown: Object.fromEntries(names.map((name) => [name, now.shown[name]])), members }];
  });
  return [...others, ...gone];
}

/** Something that has not changed, as a replay tells it again. */
export function replayOf(after: Snapshot): DeltaEntry[] {
  const first = [...after].find(([, { alive }]) => alive);
  return first === undefined ? [] : [{ id: first[0], removed: null, shown: first[1].shown, members: [] }];
}

function membersBetween(then: ReadonlyMap<string, Kind>, now: ReadonlyMap<string, Kind>): DeltaMember[] {
  const added = [...now].filter(([id]) => !then.has(id)).map(([id, kind]) => ({ id, kind, removed: false }));
  const left = [...then].filter(([id]) => !now.has(id)).map(([id, kind]) => ({ id, kind, removed: true }));
  return [...left, ...added];
}

function removed(id: string, reason: 'changed' | 'deleted'): DeltaEntry {
  return { id, removed: reason, shown: { id }, members: [] };
}

function isAlive({ deletedDateTime }: AnyObject): boolean {
  return (deletedDateTime ?? null) === null;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
