import { Failure } from '../../core/failure.ts';
import { accountOf, type TargetId } from '../../core/target-id.ts';

/** What each file of this process has. Files are named as the user named them. */
export interface Claims {
  /**
   * Notes the accounts of a file, in the place of those that it had.
   *
   * @throws Failure RUN_SAME_ACCOUNT where another file has one of them
   */
  claim(file: string, accounts: readonly TargetId[]): void;
  /**
   * Gives a file the accounts that it had when adsync ran last, as far as no other has them: of two files that lead to one
   * account it is always the same that has it.
   */
  remember(file: string, accounts: readonly TargetId[]): void;
  /** The accounts of a file, as its last round found them. */
  accountsOf(file: string): readonly TargetId[];
  /** Notes the held sets that a file approves, in the place of those that it did; null = nobody knows yet. */
  approve(file: string, holds: readonly string[] | null): void;
  /** The held sets that any file approves; null = of one of them nobody knows. */
  approved(): readonly string[] | null;
}

/**
 * Two files that name one account would undo each other's changes round by round: the lock only keeps them from doing so
 * at the same time. So the file that comes first has the account as long as the process lives, or until it names another.
 */
export function newClaims(): Claims {
  const owners = new Map<TargetId, string>();
  const approvals = new Map<string, readonly string[] | null>();
  return {
    claim(file, accounts) {
      for (const account of accounts) {
        const owner = owners.get(account) ?? file;
        if (owner !== file) throw sameAccount(file, owner, account);
      }
      for (const [account, owner] of owners) if (owner === file) owners.delete(account);
      for (const account of accounts) owners.set(account, file);
    },
    remember(file, accounts) {
      for (const account of accounts) if (!owners.has(account)) owners.set(account, file);
    },
    accountsOf: (file) => [...owners].flatMap(([account, owner]) => (owner === file ? [account] : [])),
    approve(file, holds) {
      approvals.set(file, holds);
    },
    approved() {
      const all = [...approvals.values()];
      return all.includes(null) ? null : all.flatMap((holds) => holds ?? []);
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
