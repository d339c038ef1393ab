import type { AccountGroup, AccountReading, AccountUser, NodeId, UnreadableUser } from '../planner/account.ts';
import { ROOTS } from '../planner/roles.ts';
import { unansweredUser } from '../planner/unreadable-nodes.ts';
import type { Client } from './call.ts';
import { nodePaths } from './node-paths.ts';
import { parseRecord } from './parse-record.ts';
import { ProtocolError } from './protocol.ts';
import { incomplete, readTree } from './read-tree.ts';
import { unknownWord } from './service-words.ts';
import type { TreeNode } from './tree-node.ts';

interface Account {
  readonly id: string;
  readonly organization: string;
  readonly self: AccountReading['self'];
}

/**
 * Reads the account: in two requests, and those that {@link readTree} needs where something is in doubt.
 *
 * @param url the address as the user gave it
 * @param thorough whether to ask for everything that nobody asks the details of (read-details.ts)
 * @throws Failure RESCUE_READING_INCOMPLETE when it is not proved that everything was read
 */
export async function readAccount(
  client: Client,
  url: string,
  signal: AbortSignal,
  thorough = false,
): Promise<AccountReading> {
  const account = await readSelf(client, signal);
  const nodes = await readTree(client, signal, thorough);
  const { id, organization, self } = account;
  return { account: id, organization, url, self, ...assemble(nodes) };
}

/** The account's id, in one request. */
export async function readAccountId(client: Client, signal: AbortSignal): Promise<string> {
  return (await readSelf(client, signal)).id;
}

async function readSelf(client: Client, signal: AbortSignal): Promise<Account> {
  const result = await client.call({
    method: 'getAccount',
    signal,
    parse({ rest }): Account {
      const fields = parseRecord(rest, {
        numbers: ['accountid'],
        texts: ['organization'],
        words: ['adminid', 'techid', 'email'],
      });
      if (fields === null) throw new ProtocolError('its fields cannot be told apart');
      const [id = '', ...own] = ['accountid', 'adminid', 'techid'].map((key) => fields.get(key) ?? '');
      if (![id, ...own].every((number) => /^-?\d+$/.test(number))) throw new ProtocolError('an id is no number');
      return {
        id,
        organization: fields.get('organization') ?? '',
        self: { ids: own.filter((one) => Number(one) > 0) as NodeId[], email: fields.get('email') ?? '' },
      };
    },
  });
  if (!result.ok) throw unknownWord(result.word);
  return result.value;
}

/**
 * Puts the nodes together. Proof of completeness: no node comes twice, all three root categories are there, and every
 * group and user hangs on one of them. Nodes below an administrator's link, a channel or a pseudo group
 * are no part of the tree.
 */
function assemble(nodes: readonly TreeNode[]): Pick<AccountReading, 'groups' | 'users' | 'unreadable'> {
  if (new Set(nodes.map(({ id }) => id)).size < nodes.length) throw incomplete('A node came twice in the answer.');
  for (const [name, role] of Object.entries(ROOTS)) {
    const found = nodes.filter((node) => node.kind === 'root' && node.role === role).length;
    if (found !== 1) throw incomplete(`The root category ${name} came ${found} times in the answer.`);
  }
  const paths = nodePaths(nodes);
  const groups: AccountGroup[] = [];
  const users: AccountUser[] = [];
  const unreadable: UnreadableUser[] = [];
  for (const node of nodes) {
    const { id, role, name, email, description, enabled } = node;
    const path = paths.get(id) ?? null;
    if (path === null || role === null) continue;
    const user = { id, group: node.parent, role, name, email, description, enabled, details: null };
    if (node.kind === 'user' && node.unanswered === true) unreadable.push(unansweredUser(user));
    else if (node.kind === 'user') users.push(user);
    else if (node.kind === 'unreadable')
      unreadable.push({ id, group: node.parent, text: node.unreadable ?? '', why: 'text' });
    else {
      const group: AccountGroup = { id, parent: node.kind === 'root' ? null : node.parent, role, path, description };
      const why = node.unanswered === true ? 'unanswered' : 'text';
      groups.push(node.unreadable === null ? group : { ...group, unreadable: why });
    }
  }
  return unreadable.length === 0 ? { groups, users } : { groups, users, unreadable };
}
