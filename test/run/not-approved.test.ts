import { expect, test } from '@jest/globals';
import { activitiesOf } from '../../src/run/activities.ts';
import { leftUndone } from '../../src/run/left-undone.ts';
import { notApprovedIn } from '../../src/run/not-approved.ts';
import { userChange } from '../render/sample-plan.ts';
import { changeLine, recordOf } from './records.ts';

/** What was not approved in a workbook is not made by a retry of what was. */

const LEFT = changeLine('ada', { notApproved: true, operations: ['disable'] });
const FAILED = changeLine('bob', { operations: ['create'] });
const HEAD = { workbook: { file: 'plan.xlsx', sha256: 'f00d' } };

test('it is left undone by nobody, whether the run came to its end or broke off before it began', () => {
  const over = recordOf([
    [LEFT, { result: 'notApproved' }],
    [FAILED, { result: 'failed' }],
  ]);
  const brokenOff = recordOf([
    [LEFT, null],
    [FAILED, null],
  ]);

  for (const run of [over, brokenOff]) {
    expect(leftUndone(run, []).map(({ change }) => change.id)).toEqual(['bob']);
    expect(activitiesOf(run).find(({ change }) => change === 'ada')?.status).toBe('notApproved');
  }
});

test.each([
  ['the same change', { id: 'ada' }, true],
  ['the same operations for the same user', { node: 'ada', operations: ['disable'] }, true],
  ['another operation for the same user', { node: 'ada', operations: ['update'] }, false],
  ['somebody else', { node: 'bob', email: 'bob@corp.example', operations: ['disable'] }, false],
] as const)('%s in a new plan is left as well: %s', (_what, given, expected) => {
  const change = userChange({ operations: ['disable'], email: 'x@corp.example', ...given });

  const { isLeft, files } = notApprovedIn([recordOf([[LEFT, null]], HEAD)]);

  expect(isLeft(change)).toBe(expected);
  expect(files).toEqual(['plan.xlsx']);
});
