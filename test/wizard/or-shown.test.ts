import { expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import { changeMappings } from '../../src/wizard/change-mappings.ts';
import { orShown } from '../../src/wizard/or-shown.ts';
import type { Step } from '../../src/wizard/steps.ts';
import { personWith } from './person.ts';

const FLOW = 'rescue:\n  groups: [\n    { directoryGroup: A }, # a\n    # b\n    { directoryGroup: B }\n  ]\n';

test('what only an editor can change is shown, and the other answers stay', async () => {
  const person = personWith([1, 'first']);
  const draft = { text: FLOW, secrets: new Map([['A', 'typed']]) };

  expect(await changeMappings(draft, 'rescue', person.step)).toBe(draft);
  expect(person.shown).toEqual([expect.stringContaining('rescue.groups has comments between brackets')]);
});

test('any other failure ends the wizard', async () => {
  const step: Step = personWith([]).step;
  const fail = (): never => {
    throw new Failure('FILE_CHANGED', 'a', 'b');
  };

  await expect(orShown(fail, 1, step)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});
