import { type Member, type CountingRules, countsOf, memberKey } from '../../../plan/members.ts';
import type { RescueChange } from './change.ts';
import { formatPath } from '../../../core/path.ts';
import { diffUser } from './diff.ts';
import type { FedGroups } from './fed-groups.ts';
import type { WantedUser } from './wanted-user.ts';

/** The limit of what needs an approval of its own. */
export const ADOPT = 'rescue.adopt';

/**
 * How the limits look at users of a Rescue account: a user is known by e-mail address and SSO id. The approval of a
 * doubt is for the group where the user stands then, for the addresses it is known by, and for whether it is linked and
 * gets a new password.
 */
export const COUNTING: CountingRules<RescueChange> = {
  doubtLimit: ADOPT,
  parentOf: ({ native }) => native.fromNode,
  claimantOf: ({ kind, person, after }) => (kind === 'user' ? person : (after.link ?? null)),
  isReaddress: ({ email, ssoId }) => email !== undefined || ssoId !== undefined,
  approvedFor: ({ group, email, ssoId, password, link }) => ({
    create: [group, email, ssoId],
    move: group ?? '',
    readdress: [email, ssoId],
    doubt: [group ?? null, email ?? null, ssoId ?? null, password ?? null, link !== undefined],
  }),
};

/** The key that the holds of a plan know a wanted user by. */
export function wantedKey({ user, person }: WantedUser): string {
  return memberKey({ node: user?.id ?? null, person: person?.id ?? null });
}

/** All users that something is planned for, and the groups that need an approval. */
export function countWanted(wanted: readonly WantedUser[], fedGroups: FedGroups): Member[] {
  const users = wanted.flatMap((entry): Member[] => {
    const difference = diffUser(entry, fedGroups);
    if (difference === null) return [];
    const { user, person, evidence, doubt } = entry;
    const { name, email } = user ?? entry;
    return [
      {
        key: wantedKey(entry),
        name,
        email,
        parent: user?.group ?? null,
        counts: countsOf<RescueChange>(difference, COUNTING),
        evidence,
        doubt: doubt === null ? null : { limit: ADOPT, text: doubt.text },
        claimant: person?.id ?? null,
        approvedFor: COUNTING.approvedFor(difference.after),
      },
    ];
  });
  return [...countGroups(fedGroups), ...users];
}

function countGroups(fedGroups: FedGroups): Member[] {
  return fedGroups.all.flatMap(({ assigned, node, path, doubt }): Member[] => {
    if (doubt === null) return [];
    return [
      {
        key: memberKey({ kind: 'group', node: node?.id ?? null, person: null, group: formatPath(path) }),
        name: path.at(-1) ?? '',
        email: '',
        parent: node?.parent ?? null,
        counts: new Set(),
        evidence: 'said',
        doubt: { limit: ADOPT, text: doubt.text },
        claimant: assigned.source,
        approvedFor: COUNTING.approvedFor({}),
      },
    ];
  });
}
