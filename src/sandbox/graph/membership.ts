import type { Entity, Objects } from './objects.ts';
import type { GraphGroup } from './tenant.ts';

/** The direct members, in the order of the tenant; ids that lead nowhere and deleted objects are left out. */
export function directMembers(group: GraphGroup, objects: Objects): Entity[] {
  return [...new Set(group.members)].flatMap((id) => objects.get(id) ?? []);
}

/** The groups that hold an object directly. */
export function groupsWith(id: string, objects: Objects): Entity[] {
  const wanted = id.toLowerCase();
  return objects
    .all('group')
    .filter(({ object }) => 'members' in object && object.members.some((member) => member.toLowerCase() === wanted));
}

/**
 * All members at any depth: flat, each once, the nested groups among them. In a cycle the group becomes a member of
 * itself.
 */
export function transitiveMembers(group: GraphGroup, objects: Objects): Entity[] {
  const found = new Map<string, Entity>();
  const open: GraphGroup[] = [group];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const member of directMembers(next, objects)) {
      if (found.has(member.object.id)) continue;
      found.set(member.object.id, member);
      if (member.kind === 'group') open.push(member.object);
    }
  }
  return [...found.values()];
}
