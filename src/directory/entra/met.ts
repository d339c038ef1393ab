import { isDeepStrictEqual } from 'node:util';
import type { WantedGroup } from '../../core/people.ts';
import { parseGuid } from '../guid.ts';
import { called } from '../names.ts';
import type { Member } from '../reading.ts';
import { commentedNames } from '../wanted-groups.ts';
import type { AskedProperty } from './attributes.ts';
import { readMember } from './graph-objects.ts';
import type { Json } from './json.ts';
import type { EntraRead } from './nested-groups.ts';

/** What a reading met, and what it rests on besides: enough to tell whether a change matters to it. */
export interface Met {
  /** Ids of the groups that were read. */
  readonly read: ReadonlySet<string>;
  /** Ids of the groups that are inside those, read or not. */
  readonly inside: ReadonlySet<string>;
  /** People and guests, as their properties were read, by id. */
  readonly users: ReadonlyMap<string, Member>;
  /** Names by which groups were looked for. */
  readonly names: readonly string[];
  /** Whether groups were looked for that a comment in the file may name. */
  readonly comments: boolean;
  /** Further properties of people. */
  readonly asked: readonly AskedProperty[];
}

/**
 * What a change means for a reading: null = nothing, `stranger` = nothing, unless a group that was read holds the
 * object, else the reason why the reading is out of date, a sentence.
 */
export type News = 'stranger' | { readonly why: string } | null;

type Groups = ReadonlyMap<string, Pick<EntraRead, 'people' | 'groups' | 'others' | 'hidden'>>;

/** Notes what a reading met; or says why nobody can tell what matters to it, a sentence. */
export function metIn(
  groups: Groups,
  wanted: readonly WantedGroup[],
  asked: readonly AskedProperty[],
): Met | { readonly why: string } {
  const users = new Map<string, Member>();
  for (const { people, others, hidden } of groups.values()) {
    if (hidden) return { why: 'A group has hidden membership, of which Microsoft Graph may not tell changes.' };
    const all = [...people.map((person): Member => ({ kind: 'person', id: person.id, person })), ...others];
    for (const member of all) {
      if (isUser(member)) {
        const known = users.get(member.id);
        if (known !== undefined && !isDeepStrictEqual(known, member)) {
          return { why: 'Somebody was changed while the groups were read.' };
        }
        users.set(member.id, member);
      } else if (nameOf(member) !== member.id) {
        return { why: 'A member is no user and no group, and its name could change unseen.' };
      }
    }
  }
  const refs = wanted.map(({ ref }) => ref);
  return {
    read: new Set(groups.keys()),
    inside: new Set([...groups.values()].flatMap((group) => group.groups.map(({ id }) => id))),
    users,
    names: [...new Set(refs)].filter((ref) => parseGuid(ref) === null),
    comments: commentedNames(wanted).length > 0,
    asked,
  };
}

/** What the change of a group means. @param id in the form of {@link parseGuid} */
export function newsOfGroup(entry: Json, id: string, { read, inside, names, comments }: Met): News {
  if (read.has(id) || inside.has(id)) return { why: 'A group that was read has changed, or its members have.' };
  // What it was called before, the entry does not say.
  if (comments) return { why: 'A group has changed, and a comment in the file may name it.' };
  if (isRemoved(entry)) return null;
  const name = entry['displayName'];
  if (typeof name !== 'string') return { why: 'A group has changed whose name is not shown.' };
  const group = { names: [name] };
  return names.some((one) => called(one)(group)) ? { why: 'Another group has a name that the file uses.' } : 'stranger';
}

/** What the change of a user means. @param id in the form of {@link parseGuid} */
export function newsOfUser(entry: Json, id: string, { users, asked }: Met): News {
  const known = users.get(id);
  if (known === undefined) return isRemoved(entry) ? null : 'stranger';
  // The date of the deletion: the mark of one is reported as missing at times.
  if (isRemoved(entry) || typeof entry['deletedDateTime'] === 'string') {
    return { why: 'Somebody who was read has been deleted.' };
  }
  const now = readMember({ ...entry, '@odata.type': '#microsoft.graph.user' }, asked);
  return isDeepStrictEqual(now, known) ? null : { why: 'Somebody who was read has changed.' };
}

function isUser(member: Member): boolean {
  return member.kind === 'person' || member.other.kind === 'guest';
}

/** Whoever may not read an object of its kind sees its id in place of its name. */
function nameOf(member: Member): string {
  return member.kind === 'person' ? member.person.name : member.other.name;
}

function isRemoved(entry: Json): boolean {
  return entry['@removed'] !== undefined;
}
