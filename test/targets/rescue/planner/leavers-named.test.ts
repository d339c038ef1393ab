import { expect, test } from '@jest/globals';
import type { NodeId, UnreadableUser } from '../../../../src/targets/rescue/planner/account.ts';
import { leaversLeft } from '../../../../src/targets/rescue/planner/leavers.ts';

test.each([
  [10, undefined],
  [12, 12],
])('of %d leavers who stay, all are named where the text names only ten', (count, named) => {
  const hiddenLeavers = Array.from(
    { length: count },
    (_, id) => ({ id: String(id) as NodeId, text: '' }) as UnreadableUser,
  );

  const [notice] = leaversLeft({ leavers: new Set(), hiddenLeavers }, [], new Map()).notices;

  expect(notice?.names?.length).toBe(named);
});
