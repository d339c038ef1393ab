import { Failure } from '../../core/failure.ts';
import { accountOf, type TargetId } from '../../core/target-id.ts';

/** Which file of this process has which accounts. */
export interface Claims {
  /**
   * Notes the accounts of a file, in the place of those that it had.
   *
   * @throws Failure RUN_SAME_ACCOUNT where another file has one of them
   */
  claim(file: string, accounts: readonly TargetId[]): void;
}

/**
 * Two files that name one account would undo each other's changes round by round: the lock only keeps them from doing so
 * at the same time. So the file that comes first has the account as long as the process lives, or until it names another.
 */
export function newClaims(): Claims {
  const owners = new Map<TargetId, string>();
  return {
    claim(file, accounts) {
      for (const account of accounts) {
        const owner = owners.get(account) ?? file;
        if (owner !== file) throw sameAccount(file, owner, account);
      }
      for (const [account, owner] of owners) if (owner === file) owners.delete(account);
      for (const account of accounts) owners.set(account, file);
    },
  };
}

function sameAccount(file: string, owner: string, account: TargetId): Failure {
  return new Failure(
    'RUN_SAME_ACCOUNT',
    `${file} leads to account ${accountOf(account)}, which ${owner} synchronises already. Two files would undo each other's changes, so nothing was changed by ${file}.`,
    'Put the mappings of one account into one file, or name another account.',
  );
}
