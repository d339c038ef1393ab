import { Failure } from '../../../core/failure.ts';
import { ROOTS } from '../planner/roles.ts';
import type { SavedRescue } from './saved-account.ts';

/**
 * Looks at what no schema can say of a saved account: it is a whole tree, as a reading of the account always is. The form
 * of the data was held against schemas/snapshot.schema.json.
 *
 * @throws Failure SNAPSHOT_INVALID
 */
export function checkSaved(data: unknown): SavedRescue {
  const saved = data as SavedRescue;
  const { groups, users, unreadable = [] } = saved;
  const nodes = [...groups, ...users, ...unreadable].map(({ id }) => id);
  if (new Set(nodes).size < nodes.length) throw invalid('holds a node of the Rescue account twice');
  const byId = new Map(groups.map((group) => [group.id, group]));
  for (const { id, parent, role, path } of groups) {
    const above = parent === null ? undefined : byId.get(parent);
    const stands = parent === null ? path.length === 1 && ROOTS[path[0] ?? ''] === role : above !== undefined;
    const isBelow = above === undefined || (above.role === role && path.length === above.path.length + 1);
    if (!stands || !isBelow) throw invalid(`holds the group ${id} of the Rescue account in no place that there is`);
  }
  for (const [name, role] of Object.entries(ROOTS)) {
    const roots = groups.filter((group) => group.parent === null && group.role === role);
    if (roots.length !== 1) throw invalid(`holds the root ${name} of the Rescue account ${roots.length} times`);
  }
  for (const { id, group, ...rest } of [...users, ...unreadable]) {
    const home = byId.get(group);
    const fits = home !== undefined && (!('role' in rest) || rest.role === home.role);
    if (!fits) throw invalid(`holds the user ${id} of the Rescue account in no place that there is`);
  }
  return saved;
}

function invalid(what: string): Failure {
  return new Failure('SNAPSHOT_INVALID', `The snapshot ${what}.`, 'Take the snapshot again.');
}
