import { expect, test } from '@jest/globals';
import type { AccountReading } from '../../../src/targets/rescue/planner/account.ts';
import type { Operation } from '../../../src/plan/model.ts';
import type { BeginLine } from '../../../src/run/journal-lines.ts';
import { wasCarriedOut } from '../../../src/targets/rescue/carried-out.ts';
import { descriptionValues } from '../../../src/targets/rescue/journal-values.ts';
import { guid } from './planner/builders.ts';

const PERSON = guid('ada');

const live = {
  users: [
    {
      id: '1',
      group: '10',
      role: 'technician',
      name: 'Ada King',
      email: 'ada@corp.example',
      description: `badge 1815 [adsync ${PERSON} bfe2ad0c]`,
      enabled: true,
      details: { ssoId: 'ada', mobile: true, accountHolder: false },
    },
    { id: '2', group: '11', role: 'technician', name: '', email: '', description: '', enabled: false, details: null },
  ],
  groups: [
    { id: '10', parent: null, role: 'technician', path: ['Technicians'], description: '' },
    { id: '12', parent: '10', role: 'technician', path: ['Technicians', 'Day'], description: '' },
    { id: '14', parent: '11', role: 'technician', path: ['Technicians', 'New Group'], description: '' },
    { id: '15', parent: '14', role: 'technician', path: ['Technicians', 'New Group', 'A'], description: 'of the desk' },
    { id: '16', parent: '15', role: 'technician', path: ['Technicians', 'New Group', 'A', 'B'], description: '' },
    { id: '13', parent: '12', role: 'technician', path: ['Technicians', 'Day', ''], description: '' },
  ],
} as unknown as AccountReading;

const OLD = `[adsync ${PERSON} bfe2ad0c]`;
const SEALED = `[adsync ${PERSON} bfe2ad0c-u0123456789abcdef0123456789abcdef]`;

function begun(method: string, node: string | null, before: BeginLine['before'], after: BeginLine['after']): BeginLine {
  const operations: Operation[] = [];
  const who = { change: 'c', person: null, name: '', email: null, operations };
  return { type: 'begin', call: 1, at: '', method, node: node, ...who, before, after };
}

test.each([
  ['a new name that is there', 'yes', begun('setUser_v2', '1', { name: 'Ada' }, { name: 'Ada King' })],
  ['a new name that is not there', 'no', begun('setUser_v2', '1', { name: 'Ada King' }, { name: 'Ada' })],
  ['a name that is neither', 'unclear', begun('setUser_v2', '1', { name: 'Ada' }, { name: 'Ada Byron' })],
  ['white space at the ends', 'yes', begun('setUser_v2', '1', { name: 'Ada' }, { name: 'Ada King ' })],
  ['a status', 'yes', begun('setUser_v2', '1', { status: 'disabled' }, { status: 'enabled' })],
  ['an add-on', 'no', begun('setUser_v2', '1', { mobile: true }, { mobile: false })],
  ['a link', 'yes', begun('setUser_v2', '1', { link: null }, { link: PERSON, fingerprint: 'bfe2ad0c' })],
  ['a seal that is not there', 'no', begun('setUser_v2', '1', descriptionValues(OLD), descriptionValues(SEALED))],
  ['a move that was made', 'yes', begun('moveNode', '1', { parent: '12', group: 'x' }, { parent: '10', group: 'y' })],
  ['a move that was not made', 'no', begun('moveNode', '1', { parent: '10' }, { parent: '12' })],
  ['a user who is gone', 'unclear', begun('setUser_v2', '9', { name: 'a' }, { name: 'b' })],
  ['a user that was created', 'yes', begun('createUser', null, {}, { parent: '11' })],
  ['a user that was not created', 'no', begun('createUser', null, {}, { parent: '12' })],
  ['a group that was created', 'yes', begun('createGroup', null, {}, { parent: '12' })],
  ['a group that was not created', 'no', begun('createGroup', null, {}, { parent: '10' })],
  ['a group beside a full one', 'no', begun('createGroup', null, {}, { parent: '11' })],
  ['a group beside a described one', 'no', begun('createGroup', null, {}, { parent: '14' })],
  ['a group beside an empty one, which may be it', 'unclear', begun('createGroup', null, {}, { parent: '15' })],
  ['a name of a group', 'yes', begun('setGroup_v2', '12', { name: '' }, { name: 'Day' })],
] as const)('what became of a call is seen in the account: %s → %s', (_name, verdict, call) => {
  expect(wasCarriedOut(call, live, [call])).toBe(verdict);
});

test('of two users who may have been created side by side, one is there, and nobody knows which', () => {
  const calls = [begun('createUser', null, {}, { parent: '11' }), begun('createUser', null, {}, { parent: '11' })];
  const other = begun('createUser', null, {}, { parent: '12' });

  expect(calls.map((call) => wasCarriedOut(call, live, [...calls, other]))).toEqual(['unclear', 'unclear']);
  expect(wasCarriedOut(other, live, [...calls, other])).toBe('no');
});
