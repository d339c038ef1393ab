import { withId } from './change.ts';
import type { DesiredGroup } from './desired.ts';
import { foldPath } from './identity.ts';
import type { Change, GroupPath, Reason } from './model.ts';
import { formatPath } from './path.ts';
import type { Tree } from './tree.ts';

/** The groups that have to be created, with every missing group on the way to them, parents first. */
export function planGroups(groups: readonly DesiredGroup[], tree: Tree): Change[] {
  const changes = new Map<string, Change>();
  for (const desired of groups) {
    for (let length = 2; length <= desired.group.length; length++) {
      const path = desired.group.slice(0, length);
      const key = foldPath(path);
      if (tree.find(path) !== null || changes.has(key)) continue;
      changes.set(key, createGroup(tree.spelled(path), reasonFor(desired)));
    }
  }
  return [...changes.values()];
}

function reasonFor({ mapping, path }: DesiredGroup): Reason {
  const mirrored = path.length > 1;
  return {
    code: mirrored ? 'MIRRORED' : 'MAPPED',
    text: mirrored ? `mirrors ${path.join(' › ')}` : `fed by ${path[0] ?? mapping.directoryGroup}`,
    line: mapping.line,
    path,
  };
}

function createGroup(path: GroupPath, reason: Reason): Change {
  const name = path.at(-1) ?? '';
  return withId({
    id: '',
    target: 'rescue',
    kind: 'group',
    role: 'technician',
    operations: ['create'],
    name,
    email: null,
    group: formatPath(path),
    before: null,
    after: { name },
    reason,
    held: null,
    node: null,
    person: null,
    marker: null,
    needs: [],
  });
}
