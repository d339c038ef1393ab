import { expect, test } from '@jest/globals';
import { blocksOf } from '../../../../src/targets/rescue/wire/tree-text.ts';
import { plainNode } from '../../../../src/targets/rescue/wire/tree-node.ts';

/** Texts of nodes are copied out of the printed tree: each as it stands there. */
test.each(['Ada', 'Jörg Müller', 'David Dvořák', '李明', '😀 \ud83d', '\u0000ÿĀ'])('%j stays as it is', (name) => {
  const printed = `NodeID:1\nParentID:0\nName:${name}\nEmail:a@corp.example\nDescription:of ${name}\nStatus:Offline\nType:Technician\n`;
  const [block] = blocksOf(printed).blocks;
  const node = block === undefined ? null : plainNode(block);
  expect(node).toMatchObject({ name, email: 'a@corp.example', description: `of ${name}` });
});
