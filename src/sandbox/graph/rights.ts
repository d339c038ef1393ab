import { basicProperties, type Kind, schema } from './schema.ts';
import type { AnyObject, Entity } from './objects.ts';
import type { GraphSwitches } from './switches.ts';

/** How much of a kind of object an app may see. */
export type Sight = 'all' | 'basic' | 'none';

const readers: Readonly<Record<Kind, readonly string[]>> = {
  user: ['User.Read.All'],
  group: ['GroupMember.Read.All', 'Group.Read.All'],
  device: ['Device.Read.All'],
  servicePrincipal: ['Application.Read.All'],
  orgContact: ['OrgContact.Read.All'],
};

export function sightOf(kind: Kind, roles: readonly string[]): Sight {
  if (roles.includes('Directory.Read.All') || readers[kind].some((role) => roles.includes(role))) return 'all';
  return kind === 'user' && roles.includes('User.ReadBasic.All') ? 'basic' : 'none';
}

export interface View {
  /** The properties asked for; null = those that come by default. */
  readonly select: readonly string[] | null;
  readonly roles: readonly string[];
  /** Whether @odata.type goes first. */
  readonly typed: boolean;
  readonly switches: GraphSwitches;
}

/**
 * An object as an app may see it. An app without rights to a kind sees type and id, and everything else is null: with
 * status 200 (Microsoft Graph permissions overview, "Limited information returned for inaccessible member objects").
 */
export function show({ kind, object }: Entity, view: View): Record<string, unknown> {
  const shown: Record<string, unknown> = view.typed ? { '@odata.type': `#microsoft.graph.${kind}` } : {};
  const sight = sightOf(kind, view.roles);
  const known = schema[kind];
  const names = view.select ?? [...known].flatMap(([name, { byDefault }]) => (byDefault ? [name] : []));
  for (const name of names) {
    const property = known.get(name);
    if (property === undefined) continue;
    const visible = name === 'id' || sight === 'all' || (sight === 'basic' && basicProperties.has(name));
    if (!visible && sight === 'basic' && view.switches.beyondBasic === 'absent') continue;
    const empty = property.type === 'list' ? [] : null;
    shown[name] = visible ? (valueOf(object, name) ?? empty) : empty;
  }
  return shown;
}

/** The value of a property; undefined where the tenant says nothing about it. */
export function valueOf(object: AnyObject, name: string): unknown {
  const value = (object as unknown as Readonly<Record<string, unknown>>)[name];
  return value === undefined && name === 'userType' ? 'Member' : value;
}
