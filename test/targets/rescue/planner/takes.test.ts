import { expect, test } from '@jest/globals';
import type { RescueChange } from '../../../../src/targets/rescue/planner/change.ts';
import { takesOf } from '../../../../src/targets/rescue/planner/stage-risk-takes.ts';

type Part = Pick<RescueChange, 'kind' | 'role' | 'before' | 'after'>;
const TECHNICIAN = { kind: 'user', role: 'technician' } as const;

test.each<[string, Part, object]>([
  ['a new technician takes a seat', { ...TECHNICIAN, before: null, after: { status: 'enabled' } }, { technicians: 1 }],
  [
    'an enabled one as well',
    { ...TECHNICIAN, before: { status: 'disabled' }, after: { status: 'enabled' } },
    { technicians: 1 },
  ],
  [
    'a disabled one gives the seat back, and the add-on with it',
    { ...TECHNICIAN, before: { status: 'enabled', mobile: true }, after: { status: 'disabled', mobile: false } },
    { technicians: -1, mobile: -1 },
  ],
  ['a moved one takes nothing', { ...TECHNICIAN, before: { group: 'A' }, after: { group: 'B' } }, {}],
  [
    'a status that stays takes nothing',
    { ...TECHNICIAN, before: { status: 'enabled' }, after: { status: 'enabled' } },
    {},
  ],
  [
    'an administrator has no seat',
    { kind: 'user', role: 'administrator', before: null, after: { status: 'enabled' } },
    {},
  ],
  [
    'an administrator may have the add-on',
    { kind: 'user', role: 'administrator', before: null, after: { status: 'enabled', mobile: true } },
    { mobile: 1 },
  ],
  ['an add-on that stays is not taken twice', { ...TECHNICIAN, before: { mobile: true }, after: { name: 'A' } }, {}],
  ['a group takes nothing', { kind: 'group', role: 'technician', before: null, after: { name: 'A' } }, {}],
])('%s', (_, change, takes) => {
  expect(takesOf(change)).toEqual(takes);
});
