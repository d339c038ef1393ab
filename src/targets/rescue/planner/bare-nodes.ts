import { groupBy } from '../../../core/collections.ts';
import { isBare } from './decide.ts';
import type { AccountReading, AccountUser, NodeId } from './account.ts';
import type { Notice } from '../../../core/notice.ts';
import { compareNodeIds } from './node-ids.ts';
import { formatPath } from '../../../core/path.ts';
import type { FedGroups } from './fed-groups.ts';
import type { WantedUser } from './wanted-user.ts';

/** Nodes of users that were created but never filled in, by the group they stand in, oldest first. */
export type BareNodes = Map<NodeId, NodeId[]>;

export interface Bare {
  /** Those that new users can be made of. */
  readonly free: BareNodes;
  /** Users without an e-mail address who have other fields all the same: somebody has filled them in, and not we. */
  readonly others: readonly AccountUser[];
  /** Those that `wanted` would take, and of which it is not known yet whether they are empty altogether. */
  unknown(wanted: readonly WantedUser[]): NodeId[];
}

/**
 * Only a node with all fields empty is bare: an SSO id that was left in one would let its owner log in as the new user.
 * The name does not count, for it is not known whether the service gives new nodes one.
 */
export function bareNodes(account: AccountReading): Bare {
  const all = account.users.filter(isBare).sort((a, b) => compareNodeIds(a.id, b.id));
  const empty = groupBy(all.filter(isEmpty), ({ group }) => group);
  return {
    free: new Map([...empty].map(([group, users]) => [group, users.map(({ id }) => id)])),
    others: all.filter((user) => !isEmpty(user)),
    unknown(wanted) {
      const coming = groupBy(
        wanted.filter(({ user }) => user === null),
        ({ standing }) => standing.node,
      );
      return [...coming].flatMap(([node, entries]) => {
        const first = node === null ? [] : (empty.get(node) ?? []).slice(0, entries.length);
        return first.filter(({ details }) => details === null).map(({ id }) => id);
      });
    },
  };
}

/** As far as it is known. */
function isEmpty({ description, details }: AccountUser): boolean {
  if (description !== '') return false;
  if (details === null) return true;
  const { ssoId, mobile, record } = details;
  return ssoId === '' && !mobile && (record === undefined || (record.nick === '' && !record.rpat));
}

/** Bare nodes that nobody needs: they are reported, and never touched. */
export function leftBare(bare: BareNodes, fedGroups: FedGroups): Notice[] {
  return [...bare].flatMap(([group, ids]) =>
    ids.map((id): Notice => {
      const place = formatPath(fedGroups.after(group));
      return {
        code: 'BARE_USER',
        severity: 'warning',
        text: `${place} holds a user without an e-mail address (node ${id}), as a run that broke off would leave it. Fill it in or remove it in the Admin Center.`,
        subject: place,
        line: null,
      };
    }),
  );
}

/** Users who have no e-mail address, but something else: they are reported, and never taken for a new user. */
export function halfFilled(users: readonly AccountUser[], fedGroups: FedGroups): Notice[] {
  return users.map(({ id, group }): Notice => {
    const place = formatPath(fedGroups.after(group));
    return {
      code: 'USER_WITHOUT_EMAIL',
      severity: 'warning',
      text: `${place} holds a user without an e-mail address (node ${id}) that has other fields, so no new user is made of it, and it is left as it is. Fill it in or remove it in the Admin Center.`,
      subject: place,
      line: null,
    };
  });
}
