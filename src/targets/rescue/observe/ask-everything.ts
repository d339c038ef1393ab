import type { Block } from '../wire/tree-text.ts';
import { blocksOf } from '../wire/tree-text.ts';
import { meaningOf } from '../wire/tree-node.ts';
import type { Asker } from './ask.ts';
import { isOk, restOf } from './seen.ts';

/** So many users and groups are asked for one by one. */
const USERS = 12;
const GROUPS = 4;

/** No node has this number: numbers of nodes are far higher. */
const NOBODY = '1';

/** Asks what the open questions need. All of it are methods that read. */
export async function askEverything({ ask }: Pick<Asker, 'ask'>): Promise<void> {
  await ask('account', 'getAccount', {});
  const tree = await ask('tree', 'getHierarchy_v2', { isnode: 'false' });
  await ask('user of a number that nobody has', 'getUser_v3', both(NOBODY));
  await ask('user of an address that nobody has', 'getUser_v3', { email: 'nobody@adsync.invalid' });
  if (!isOk(tree)) return;
  const blocks = blocksIn(restOf(tree));
  const users = sampleOf(
    blocks.filter((one) => kindOf(one) === 'user'),
    USERS,
    variety,
  );
  const groups = sampleOf(
    blocks.filter((one) => kindOf(one) === 'group'),
    GROUPS,
    (one) => typeOf(one),
  );
  const [user] = users;
  if (user !== undefined) {
    await ask('one user of the tree', 'getHierarchy_v2', { isnode: 'true', ...both(user.id) });
    await ask('user by node alone', 'getUser_v3', { node: user.id });
    await ask('user by nodeID alone', 'getUser_v3', { nodeID: user.id });
  }
  const parent = groups.find(({ id }) => blocks.some((one) => one.parent === id));
  if (parent !== undefined)
    await ask('one group of the tree', 'getHierarchy_v2', { isnode: 'true', ...both(parent.id) });
  await askByAddress(ask, blocks);
  for (const { id } of users) await ask('user', 'getUser_v3', both(id));
  for (const { id } of groups) await ask('group', 'getGroup_v2', both(id));
}

async function askByAddress(ask: Asker['ask'], blocks: readonly Block[]): Promise<void> {
  const addresses = blocks
    .filter((one) => kindOf(one) === 'user')
    .map(addressOf)
    .filter((one) => one !== '');
  const [address] = addresses;
  if (address === undefined) return;
  await ask('user by address', 'getUser_v3', { email: address });
  const other = address === address.toUpperCase() ? address.toLowerCase() : address.toUpperCase();
  await ask('user by address in capitals', 'getUser_v3', { email: other });
  const shared = addresses.find((one, index) => addresses.indexOf(one) < index);
  if (shared !== undefined) await ask('user of an address that several nodes have', 'getUser_v3', { email: shared });
}

function blocksIn(rest: string): readonly Block[] {
  try {
    return blocksOf(rest).blocks;
  } catch {
    // A tree in a form that nobody knows: it is recorded, and nothing else is asked for.
    return [];
  }
}

/** Both spellings, as the client sends them. */
function both(id: string): Readonly<Record<string, string>> {
  return { node: id, nodeID: id };
}

function kindOf(block: Block): string | null {
  return meaningOf(typeOf(block))?.kind ?? null;
}

function typeOf({ fields }: Block): string {
  return fields?.get('type') ?? '';
}

function addressOf({ fields }: Block): string {
  return fields?.get('email') ?? '';
}

/** What makes two users worth a look each: role, status, and whether they have an address and a description. */
function variety(block: Block): string {
  const { fields } = block;
  const has = (key: string): boolean => (fields?.get(key) ?? '') !== '';
  return [typeOf(block), fields?.get('status') ?? '', has('email'), has('description')].join(' ');
}

/** One of each kind first, then the others in their order. */
export function sampleOf<Item>(items: readonly Item[], most: number, kind: (item: Item) => string): readonly Item[] {
  const kinds = new Set<string>();
  const first = items.filter((item) => !kinds.has(kind(item)) && kinds.add(kind(item)).size > 0);
  return [...new Set([...first, ...items])].slice(0, most);
}
