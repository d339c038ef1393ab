import { expect, test } from '@jest/globals';
import { type DoneCall, pastChanges, standingOf } from '../../../src/plan/undo/past.ts';

function call(node: string | null, before: DoneCall['before'], after: DoneCall['after'], more: Partial<DoneCall> = {}) {
  const who = {
    change: 'c1',
    kind: 'user',
    name: 'Ada',
    email: 'ada@corp.example',
    person: null,
    group: 'All',
  } as const;
  return { ...who, node, before, after, creates: false, isSure: true, ...more };
}

const same = Object.is;

test('of several calls the first says what was before, and the last what is left', () => {
  const [past] = pastChanges([call('7', { name: 'A' }, { name: 'B' }), call('7', { name: 'B' }, { name: 'C' })]);

  expect(past?.fields.get('name')).toEqual({ old: 'A', left: ['C'] });
});

test('a call that may have been carried out leaves both values possible', () => {
  const calls = [call('7', { name: 'A' }, { name: 'B' }), call('7', { name: 'B' }, { name: 'C' }, { isSure: false })];

  expect(pastChanges(calls)[0]?.fields.get('name')).toEqual({ old: 'A', left: ['B', 'C'] });
});

test('users are kept apart, and what is created is known as such', () => {
  const calls = [
    call('7', {}, { name: 'A' }, { creates: true }),
    call('8', {}, { name: 'B' }),
    call('7', {}, { x: 'y' }),
  ];

  expect(pastChanges(calls).map(({ node, isCreated }) => [node, isCreated])).toEqual([
    ['7', true],
    ['8', false],
  ]);
});

test.each([
  ['as the run left it', 'new', 'left'],
  ['back already', 'old', 'back'],
  ['changed by hand', 'third', 'changed'],
  ['not shown by the service', undefined, 'left'],
])('a field that is %s', (_how, live, standing) => {
  expect(standingOf({ old: 'old', left: ['new'] }, live, same)).toBe(standing);
});

test('a run that changed a field and put it back has left nothing to undo', () => {
  expect(standingOf({ old: 'a', left: ['a'] }, 'a', same)).toBe('back');
});
