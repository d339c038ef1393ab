import { type SandboxAccount, type SandboxNode, userTypes } from './account.ts';
import { findNode } from './find-node.ts';

/** Whether a user other than `node` has the address. @param isSame compares as the service does */
export type AddressLookup = (
  account: SandboxAccount,
  node: SandboxNode,
  email: string,
  isSame: (one: string, other: string) => boolean,
) => boolean;

/** How it is found out who has which address. */
export interface Addresses {
  readonly lookup: AddressLookup;
  /** Has to be told of every user whom a call has changed. */
  readonly changed: (node: SandboxNode) => void;
}

/** Looks at every user: right also where somebody changes the account by hand while it is served. */
export function lookAtEverybody(): Addresses {
  return {
    lookup: ({ nodes }, node, email, isSame) =>
      nodes.some((other) => other !== node && userTypes.includes(other.type) && isSame(other.email, email)),
    changed: () => undefined,
  };
}

/**
 * Remembers who has had which address, so that a large account answers as quickly as a small one. Only where nobody else
 * changes the account: an address that came by other ways than a call is not seen.
 */
export function rememberAddresses(): Addresses {
  const bearers = new Map<string, Set<SandboxNode>>();
  let list: readonly SandboxNode[] = [];
  let seen = 0;

  function changed(node: SandboxNode): void {
    const key = node.email.toLowerCase();
    const known = bearers.get(key);
    if (known === undefined) bearers.set(key, new Set([node]));
    else known.add(node);
  }

  function lookup(...[account, node, email, isSame]: Parameters<AddressLookup>): boolean {
    // A user that was deleted is in no list any more; the others keep their place among the bearers.
    if (list !== account.nodes) [list, seen] = [account.nodes, 0];
    for (const added of seen < account.nodes.length ? account.nodes.slice(seen) : []) changed(added);
    seen = account.nodes.length;
    // Some may have another address by now.
    const candidates = [...(bearers.get(email.toLowerCase()) ?? [])];
    return candidates.some(
      (other) =>
        other !== node &&
        userTypes.includes(other.type) &&
        isSame(other.email, email) &&
        findNode(account, other.id) === other,
    );
  }

  return { lookup, changed };
}
