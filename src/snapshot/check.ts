import { Failure } from '../core/failure.ts';
import type { Snapshot } from './document.ts';

/**
 * Looks at what no schema can say: that everything is there once, and that whatever is named is there. A group that names
 * a person whom the snapshot does not hold would make somebody look absent.
 *
 * @throws Failure SNAPSHOT_INVALID
 */
export function checkSnapshot({ directory, targets }: Snapshot): void {
  const { wanted, roots, people, groups, attributes, outside } = directory;
  if (wanted.length !== roots.length) throw invalid('does not say of every group that was asked for what was found');
  const personIds = onlyOnce(
    people.map(({ id }) => id),
    'person',
  );
  const groupIds = onlyOnce(
    groups.map(({ id }) => id),
    'directory group',
  );
  onlyOnce(
    outside.map(({ id }) => id),
    'person outside the groups',
  );
  onlyOnce(attributes, 'attribute');
  onlyOnce(
    targets.map(({ type }) => type),
    'section',
  );
  for (const { id, people: members } of groups) {
    const missing = onlyOnce(members, 'member').size - members.filter((member) => personIds.has(member)).length;
    if (missing > 0) throw invalid(`names members of the directory group ${id} whom it does not hold`);
  }
  for (const [index, { kind, group }] of roots.entries()) {
    if (group !== null && !groupIds.has(group))
      throw invalid(`names the directory group ${group}, and does not hold it`);
    if (kind === 'incomplete' || wanted[index]?.nested !== true) continue;
    const lost = insideOf(group, directory).find((id) => !groupIds.has(id));
    if (lost !== undefined) throw invalid(`names the directory group ${lost}, and does not hold it`);
  }
}

/** A group with all groups inside it, named or held. */
function insideOf(root: string, { groups }: Snapshot['directory']): string[] {
  const byId = new Map<string, readonly string[]>(groups.map((group) => [group.id, group.groups]));
  const seen = new Set<string>([root]);
  for (const id of seen) for (const inside of byId.get(id) ?? []) seen.add(inside);
  return [...seen];
}

function onlyOnce(ids: readonly string[], what: string): ReadonlySet<string> {
  const found = new Set(ids);
  if (found.size < ids.length) throw invalid(`holds a ${what} twice`);
  return found;
}

function invalid(what: string): Failure {
  return new Failure('SNAPSHOT_INVALID', `The snapshot ${what}.`, 'Take the snapshot again.');
}
