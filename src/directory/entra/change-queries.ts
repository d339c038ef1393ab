import { type AskedProperty, withProperties } from './attributes.ts';
import { GROUP_SELECT, USER_SELECT } from './graph-objects.ts';
import type { Query } from './graph-queries.ts';

/**
 * Whoever is restored has lost the date of the deletion: a change of something that is selected. Users have seen that no other
 * tells it.
 *
 * @see https://github.com/microsoftgraph/microsoft-graph-docs/issues/5821
 */
const DELETION = 'deletedDateTime';

/**
 * Where changes of all groups begin from now on, those of their members among them. The link that comes back keeps what
 * was selected.
 *
 * @see https://learn.microsoft.com/graph/delta-query-overview, "sync from now"
 */
export function groupsFromNow(): Query {
  return fromNow('groups', `${GROUP_SELECT},${DELETION},members`);
}

/**
 * Where changes of all users begin from now on: a change of a property that is not selected is never told.
 *
 * @param asked further properties that the reading asks for
 */
export function usersFromNow(asked: readonly AskedProperty[]): Query {
  return fromNow('users', withProperties(`${USER_SELECT},${DELETION}`, asked));
}

function fromNow(collection: 'groups' | 'users', select: string): Query {
  return { path: `/${collection}/delta?$select=${select}&$deltaToken=latest`, advanced: false };
}

/** The groups that hold a user or a group directly. */
export function groupsHolding(collection: 'groups' | 'users', id: string): Query {
  return { path: `/${collection}/${id}/memberOf?$select=id&$top=999`, advanced: false };
}
