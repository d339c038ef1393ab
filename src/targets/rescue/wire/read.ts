import pLimit from 'p-limit';
import type {
  AccountGroup,
  AccountReading,
  AccountUser,
  GroupPath,
  NodeId,
  Role,
  UnreadableUser,
  UserDetails,
} from '../planner/account.ts';
import type { Client } from './client.ts';
import { ProtocolError } from './protocol.ts';
import { readRecord } from './record.ts';
import type { TreeNode } from './node.ts';
import { incomplete, readTree } from './tree.ts';
import { askUser, type UserRecord } from './user.ts';
import { unknownWord } from './words.ts';

/** The root categories have fixed places in our paths, whatever the account calls them. */
const ROOTS: Readonly<Record<Role, string>> = {
  technician: 'Technicians',
  administrator: 'Administrators',
  masterAdministrator: 'Master Administrators',
};

interface Account {
  readonly id: string;
  readonly organization: string;
  readonly self: AccountReading['self'];
}

/**
 * Reads the account: in two requests, and those that {@link readTree} needs where something is in doubt.
 *
 * @param url the address as the user gave it
 * @param thorough whether to ask for everything that {@link readDetails} is not asked for
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
      const fields = readRecord(rest, {
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
 * group and user hangs on one of them. What hangs below a link, channel or pseudo group is no part of the tree.
 */
function assemble(nodes: readonly TreeNode[]): Pick<AccountReading, 'groups' | 'users' | 'unreadable'> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  if (byId.size < nodes.length) throw incomplete('A node came twice in the answer.');
  for (const [role, name] of Object.entries(ROOTS)) {
    const found = nodes.filter((node) => node.kind === 'root' && node.role === role).length;
    if (found !== 1) throw incomplete(`The root category ${name} came ${found} times in the answer.`);
  }

  const paths = new Map<NodeId, GroupPath | null>();
  /** null = not in our part of the tree. */
  function pathOf(node: TreeNode, below: number): GroupPath | null {
    const known = paths.get(node.id);
    if (known !== undefined) return known;
    if (below > nodes.length) throw incomplete(`The groups around node ${node.id} stand in one another.`);
    const path = node.kind === 'root' && node.role !== null ? [ROOTS[node.role]] : pathBelowParent(node, below);
    paths.set(node.id, path);
    return path;
  }
  function pathBelowParent(node: TreeNode, below: number): GroupPath | null {
    const parent = byId.get(node.parent);
    if (node.kind === 'ignored') return null;
    if (parent === undefined) throw incomplete(`Node ${node.id} stands in node ${node.parent}, which did not come.`);
    if (parent.kind === 'user' || parent.kind === 'unreadable')
      throw incomplete(`Node ${node.id} stands in node ${parent.id}, which is a user.`);
    const path = pathOf(parent, below + 1);
    // A name that no mapping can mean.
    const name = node.unreadable === null ? node.name : `\uFFFD ${node.id}`;
    return path === null ? null : [...path, name];
  }

  const groups: AccountGroup[] = [];
  const users: AccountUser[] = [];
  const unreadable: UnreadableUser[] = [];
  for (const node of nodes) {
    const { id, role, name, email, description, enabled } = node;
    if (node.kind === 'ignored' || role === null) continue;
    const path = pathOf(node, 0);
    if (path === null) continue;
    if (node.kind === 'user')
      users.push({ id, group: node.parent, role, name, email, description, enabled, details: null });
    else if (node.kind === 'unreadable') unreadable.push({ id, group: node.parent, text: node.unreadable ?? '' });
    else {
      const group: AccountGroup = { id, parent: node.kind === 'root' ? null : node.parent, role, path, description };
      groups.push(node.unreadable === null ? group : { ...group, unreadable: true });
    }
  }
  return unreadable.length === 0 ? { groups, users } : { groups, users, unreadable };
}

/**
 * Asks user by user, `concurrent` at a time; stops at the first failure. Who does not answer as the user that the tree
 * has shown is left out, and looked at more closely by the next {@link readAccount}.
 *
 * @param roleOf the role in which the tree has shown a user; null for one that it has not shown
 */
export async function readDetails(
  client: Client,
  ids: readonly NodeId[],
  roleOf: (id: NodeId) => Role | null,
  options: { readonly concurrent: number; readonly signal: AbortSignal; readonly progress: (done: number) => void },
): Promise<Map<NodeId, UserDetails>> {
  const details = new Map<NodeId, UserDetails>();
  const limit = pLimit(options.concurrent);
  let done = 0;
  let stopped = false;

  async function look(id: NodeId): Promise<void> {
    if (stopped) return;
    const user = await askUser(client, id, options.signal);
    if (user !== null && !('unreadable' in user) && user.role === (roleOf(id) ?? user.role))
      details.set(id, detailsOf(user));
    else client.memory.doubts.add(id);
    done += 1;
    options.progress(done);
  }
  function stop(error: unknown): never {
    stopped = true;
    throw error;
  }
  // Calls under way come to their end before the first failure is passed on.
  const ends = await Promise.allSettled([...new Set(ids)].map((id) => limit(() => look(id).catch(stop))));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return details;
}

function detailsOf({ ssoId, mobile, accountHolder, ...record }: UserRecord): UserDetails {
  const { name, email, description, enabled, nick, rpat } = record;
  return { ssoId, mobile, accountHolder, record: { name, email, description, enabled, nick, rpat } };
}
