import { type Kind, kinds } from './schema.ts';
import type {
  GraphDevice,
  GraphGroup,
  GraphOrgContact,
  GraphServicePrincipal,
  GraphTenant,
  GraphUser,
} from './tenant.ts';

export type AnyObject = GraphUser | GraphGroup | GraphDevice | GraphServicePrincipal | GraphOrgContact;

/** A directory object with its kind. */
export type Entity =
  | { readonly kind: 'user'; readonly object: GraphUser }
  | { readonly kind: 'group'; readonly object: GraphGroup }
  | { readonly kind: Exclude<Kind, 'user' | 'group'>; readonly object: AnyObject };

/** The live tenant, looked up by id in any case. Deleted objects are not there. */
export interface Objects {
  all(kind: Kind): readonly Entity[];
  /** Users by userPrincipalName as well. */
  find(kind: Kind, ref: string): Entity | null;
  get(id: string): Entity | null;
}

interface Index {
  /** The list as it was when the index was made. */
  readonly seen: readonly AnyObject[];
  readonly byId: ReadonlyMap<string, Entity>;
}

/** The live lists of a tenant. */
export function listsOf(tenant: GraphTenant): Readonly<Record<Kind, readonly AnyObject[]>> {
  return {
    user: tenant.users,
    group: tenant.groups,
    device: tenant.devices,
    servicePrincipal: tenant.servicePrincipals,
    orgContact: tenant.orgContacts,
  };
}

/**
 * @returns a function to be called once a request: tests change the tenant's lists as they like, so it makes sure that
 * the indexes still fit.
 */
export function objectsOf(tenant: GraphTenant): () => Objects {
  const lists = listsOf(tenant);
  const indexes = new Map<Kind, Index>();

  function refresh(): void {
    for (const kind of kinds) {
      const list = lists[kind];
      const known = indexes.get(kind);
      if (known !== undefined && isSame(known.seen, list)) continue;
      const byId = new Map(list.map((object) => [object.id.toLowerCase(), { kind, object } as Entity]));
      indexes.set(kind, { seen: [...list], byId });
    }
  }

  function lookUp(kind: Kind, id: string): Entity | undefined {
    return indexes.get(kind)?.byId.get(id);
  }

  const objects: Objects = {
    all: (kind) => [...(indexes.get(kind)?.byId.values() ?? [])].filter(isAlive),
    find(kind, ref) {
      const wanted = ref.toLowerCase();
      const found = lookUp(kind, wanted);
      if (found !== undefined) return isAlive(found) ? found : null;
      if (kind !== 'user' || !wanted.includes('@')) return null;
      return (
        objects
          .all('user')
          .find(({ object }) => 'userPrincipalName' in object && object.userPrincipalName.toLowerCase() === wanted) ??
        null
      );
    },
    get(id) {
      const wanted = id.toLowerCase();
      for (const kind of kinds) {
        const found = lookUp(kind, wanted);
        if (found !== undefined) return isAlive(found) ? found : null;
      }
      return null;
    },
  };
  return () => {
    refresh();
    return objects;
  };
}

function isAlive({ object }: { readonly object: AnyObject }): boolean {
  return (object.deletedDateTime ?? null) === null;
}

function isSame(a: readonly AnyObject[], b: readonly AnyObject[]): boolean {
  return a.length === b.length && a.every((object, position) => object === b[position]);
}
