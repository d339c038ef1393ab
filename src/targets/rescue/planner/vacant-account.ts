import type { AccountReading, NodeId } from './account.ts';
import { ROOTS } from './roles.ts';

/** An account that has its three roots and nobody in it yet, as somebody of no rights sees it. */
export function vacantAccount(url: string): AccountReading {
  const groups = Object.entries(ROOTS).map(([name, role], index) => ({
    id: String(index + 1) as NodeId,
    parent: null,
    role,
    path: [name],
    description: '',
  }));
  return { account: '0', organization: '', url, self: { ids: [], email: '' }, groups, users: [] };
}
