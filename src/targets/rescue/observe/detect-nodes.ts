import { greatest } from '../../../core/collections.ts';
import type { Told } from '../../../core/observation.ts';
import { meaningOf } from '../wire/tree-node.ts';
import { type Block, blocksOf } from '../wire/tree-text.ts';
import { isOk, restOf, type Seen } from './seen.ts';

const NO_TREE: Told = [null, 'No node of the tree could be read.'];
const INT32 = 2_147_483_647n;

function blocksIn({ one }: Seen): readonly Block[] {
  const tree = one('tree');
  if (!isOk(tree)) return [];
  try {
    return blocksOf(restOf(tree)).blocks;
  } catch {
    return [];
  }
}

function valuesOf(blocks: readonly Block[], key: string): readonly string[] {
  return blocks.flatMap(({ fields }) => fields?.get(key) ?? []);
}

export function rootListed(seen: Seen): Told {
  const blocks = blocksIn(seen);
  if (blocks.length === 0) return NO_TREE;
  const is = valuesOf(blocks, 'type').some((type) => type.toLowerCase() === 'root');
  return [is, is ? 'There is a node of the type Root.' : 'There is no node of the type Root.'];
}

export function nodeNumbers(seen: Seen): Told {
  const ids = blocksIn(seen).map(({ id }) => BigInt(id));
  if (ids.length === 0) return NO_TREE;
  const negative = ids.some((id) => id < 0n) ? ' Some are negative.' : '';
  const fits = ids.every((id) => id <= INT32 && id >= -INT32);
  return [fits, `${fits ? 'All do.' : 'Some are larger.'}${negative}`];
}

/** Only words are told: a text that somebody wrote is none of these. */
export function types(seen: Seen): Told {
  const found = valuesOf(blocksIn(seen), 'type');
  if (found.length === 0) return NO_TREE;
  const known = found.filter((type) => meaningOf(type) !== null);
  const odd = found.length - known.length;
  const text = odd === 0 ? 'adsync knows all of them.' : `${odd} nodes have another one, or a text looks like a node.`;
  return [[...new Set(known)].sort().join(' '), text];
}

const STATUSES = ['Disabled', 'Offline', 'Online', 'Busy', 'Away'];

export function statuses(seen: Seen): Told {
  const found = valuesOf(blocksIn(seen), 'status');
  if (found.length === 0) return NO_TREE;
  const is = (word: string): boolean => STATUSES.some((one) => one.toLowerCase() === word.toLowerCase());
  const odd = found.filter((word) => word !== '' && !is(word)).length;
  const empty = found.some((word) => word === '') ? ' Some nodes have none.' : '';
  const text = odd === 0 ? `adsync knows all of them.${empty}` : `${odd} nodes have another one.${empty}`;
  return [[...new Set(found.filter(is))].sort().join(' '), text];
}

export function links(seen: Seen): Told {
  const blocks = blocksIn(seen);
  if (blocks.length === 0) return NO_TREE;
  const count = valuesOf(blocks, 'type').filter((type) => /^administrator(?:group)?link$/i.test(type)).length;
  return [count > 0, count === 0 ? 'There are none.' : `There are ${count}.`];
}

export function nodeAlone(seen: Seen): Told {
  const single = seen.one('one group of the tree');
  if (!isOk(single)) return [null, 'No group that holds something was asked for.'];
  const count = restOf(single).match(/(?:^|[\r\n])\s*nodeid\s*:/gi)?.length ?? 0;
  if (count === 0) return [null, 'It was answered in a form that is not known.'];
  return [count > 1, count > 1 ? `${count} nodes came.` : 'The node came alone, though others stand in it.'];
}

export function severalNodes(seen: Seen): Told {
  const users = blocksIn(seen).filter(({ fields }) => meaningOf(fields?.get('type') ?? '')?.kind === 'user');
  if (users.length === 0) return NO_TREE;
  const addresses = valuesOf(users, 'email')
    .map((one) => one.toLowerCase())
    .filter((one) => one !== '');
  const several = addresses.length - new Set(addresses).size;
  return [
    several > 0,
    several === 0 ? 'Each address stands at one node.' : `${several} addresses stand at further nodes.`,
  ];
}

export function longestName(seen: Seen): Told {
  return longest(valuesOf(blocksIn(seen), 'name'));
}

export function longestDescription(seen: Seen): Told {
  return longest(valuesOf(blocksIn(seen), 'description'));
}

function longest(values: readonly string[]): Told {
  if (values.length === 0) return NO_TREE;
  return [
    greatest(
      values.map((value) => Array.from(value).length),
      0,
    ),
    'Of those that stand on one line.',
  ];
}
