import type { Notice } from '../core/notice.ts';
import type { Account } from './target.ts';

/** An account whose plans say something more. */
export function withNotices(account: Account, notices: readonly Notice[]): Account {
  if (notices.length === 0) return account;
  return {
    ...account,
    propose(input) {
      const proposed = account.propose(input);
      return proposed.kind === 'details' ? proposed : { ...proposed, notices: [...proposed.notices, ...notices] };
    },
    readMore: async (ids, options) => withNotices(await account.readMore(ids, options), notices),
  };
}
