import { expect, test } from '@jest/globals';
import { sandboxNode, type SandboxNode } from '../../../src/sandbox/index.ts';
import { findNode, highestId } from '../../../src/sandbox/rescue/find-node.ts';

function node(id: number, name = ''): SandboxNode {
  return sandboxNode({ id, parent: null, type: 'Technicians', name });
}

/** What somebody may do to a list between two looks, and who is found then. */
const CHANGES: readonly (readonly [string, (nodes: SandboxNode[]) => unknown, number, string | undefined])[] = [
  ['nothing', () => undefined, 2, 'two'],
  ['somebody is added', (nodes) => nodes.push(node(9, 'nine')), 9, 'nine'],
  ['somebody is taken out', (nodes) => nodes.splice(1, 1), 2, undefined],
  ['somebody before is taken out', (nodes) => nodes.splice(0, 1), 2, 'two'],
  ['the order is another', (nodes) => nodes.reverse(), 2, 'two'],
  ['another stands in the place', (nodes) => nodes.splice(1, 1, node(7, 'seven')), 7, 'seven'],
  ['somebody stands there anew', (nodes) => nodes.splice(1, 1, node(2, 'new')), 2, 'new'],
];

test.each(CHANGES)('a node is found by its id after a look when %s', (_what, change, id, name) => {
  const nodes = [node(1, 'one'), node(2, 'two'), node(3, 'three')];
  findNode({ nodes }, 2);

  change(nodes);

  expect(findNode({ nodes }, id)?.name).toBe(name);
});

test('the list is looked through once, not once a question', () => {
  let reads = 0;
  const count = 1_000;
  const list = Array.from({ length: count }, (_, index) => node(index + 1));
  const nodes = new Proxy(list, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key) as unknown;
    },
  });

  for (let id = 1; id <= count; id++) expect(findNode({ nodes }, id)?.id).toBe(id);

  expect(reads).toBe(2 * count);
});

test('the highest id is that of the list as it is now', () => {
  const nodes = [node(5), node(3)];
  expect(highestId({ nodes })).toBe(5);
  nodes.push(node(8));
  expect(highestId({ nodes })).toBe(8);
  expect(highestId({ nodes: [] })).toBe(0);
});
