import type { CountingRules } from '../../../plan/members.ts';
import type { GotoChange } from './change.ts';

/** The limit of what needs an approval of its own. */
export const ADOPT = 'goto.adopt';

/**
 * How the limits look at users of a GoTo account. Somebody ends who loses everything, and also who loses the last
 * product and keeps a role only. Products are in no approval: who gets one depends on the seats of others.
 */
export const COUNTING: CountingRules<GotoChange> = {
  doubtLimit: ADOPT,
  parentOf: ({ native }) => native.fromGroup,
  claimantOf: ({ person }) => person,
  isReaddress: ({ email }) => email !== undefined,
  isEnd: ({ operations, before, after }) =>
    operations.includes('revoke') && (before?.products ?? []).length > 0 && after.products?.length === 0,
  approvedFor: ({ email, role, userGroup, link }) => ({
    create: [email, role, userGroup],
    move: '',
    readdress: [email],
    doubt: [email ?? null, role ?? null, userGroup ?? null, link !== undefined],
  }),
};
