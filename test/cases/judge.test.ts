import { describe, expect, test } from '@jest/globals';
import { judgeCase, judgeRule, type WorldResult } from '../../src/cases/judge.ts';
import { membersOf } from '../../src/cases/membership.ts';
import type { Expected, NeverRule } from '../../src/cases/model.ts';
import type { Notice } from '../../src/core/notice.ts';
import type { UserChange } from '../../src/plan/model.ts';
import { mapping, personId, readingOf } from '../targets/rescue/planner/builders.ts';

/** What of the result of a file is held against a case. */

const REASON = { code: 'MEMBER_OF', text: 'member of Staff', line: 7, path: ['Staff'] } as const;

function create(word: string, after: UserChange['after'], role = 'technician'): UserChange {
  return {
    id: word,
    target: 'rescue:1',
    kind: 'user',
    role,
    operations: ['create'],
    name: word,
    email: `${word}@corp.example`,
    group: 'Technicians/Staff',
    before: null,
    after,
    reason: REASON,
    because: {},
    evidence: 'said',
    stage: 'create',
    risk: [],
    takes: {},
    held: null,
    letThrough: [],
    node: null,
    needs: [],
    native: {},
    person: personId(word),
    facts: null,
  };
}

const NOTICE: Notice = { code: 'NO_LOGIN_ID', severity: 'warning', text: 'No address.', subject: 'Cy', line: null };

const WORLD: WorldResult = {
  file: 'sync.yaml',
  reading: readingOf(
    {
      groups: { Staff: ['ada', 'bob', 'cy'], Top: ['@Staff'], Few: ['cy'] },
      people: { bob: { state: 'disabled' }, cy: { mail: null } },
    },
    [mapping('Top', 'Technicians/Staff')],
  ),
  placements: new Map([
    ['rescue', new Map([[personId('ada'), create('ada', { group: 'Technicians/Staff', ssoId: 'ada', mobile: true })]])],
    ['goto', new Map([[personId('ada'), create('ada', { products: ['Connect', 'Meeting'], role: 'admin' }, 'user')]])],
  ]),
  notices: [NOTICE],
  membersOf: (ref) => membersOf(ref, WORLD.reading),
  incomplete: [],
  summary: null,
};

function faultsOf(...expected: readonly Partial<Record<string, unknown>>[]): string[] {
  const expect = expected.map((one) => ({ line: 1, ...one })) as unknown as Expected[];
  return judgeCase({ expect }, WORLD).map(({ text }) => text);
}

function placement(person: string, wanted: unknown, target = 'rescue') {
  return { kind: 'placement', person, target, wanted };
}

describe('a placement', () => {
  test.each([
    ['in its group', placement('Ada', { group: 'Technicians/Staff' })],
    ['by its role', placement('ada@corp.example', { role: 'technician', ssoId: 'ada', mobile: true })],
    ['a role that is a field', placement('Ada', { role: 'Admin' }, 'goto')],
    ['a set in another order', placement('Ada', { products: ['Meeting', 'Connect'] }, 'goto')],
    [
      'nothing there, and nothing wanted',
      placement('Ada', { products: ['Connect', 'Meeting'], mobile: false, ssoId: null }, 'goto'),
    ],
    ['nobody', placement('Bob', null)],
  ])('that is so: %s', (_what, expected) => {
    expect(faultsOf(expected)).toEqual([]);
  });

  test.each([
    [placement('Zoe', null), 'Nobody in the mapped groups is called "Zoe".'],
    [placement('Ada', null), 'Ada gets a user of rescue in Technicians/Staff: member of Staff, sync.yaml:7.'],
    [placement('Bob', {}), 'Bob gets no user of rescue. The person is disabled.'],
    [placement('Cy', {}), 'Cy gets no user of rescue. NO_LOGIN_ID: No address.'],
    [placement('Ada', { ssoId: 'x' }), 'Ada: ssoId of rescue is "ada", not "x": member of Staff, sync.yaml:7.'],
    [
      placement('Ada', { mobile: false }),
      'Ada: mobile of rescue is "true", not nothing: member of Staff, sync.yaml:7.',
    ],
    [
      placement('Ada', { products: ['Meeting'] }, 'goto'),
      'Ada: products of goto is "Connect, Meeting", not "Meeting": member of Staff, sync.yaml:7.',
    ],
  ])('that is not so: %j', (expected, fault) => {
    expect(faultsOf(expected)).toEqual([fault]);
  });
});

describe('a notice', () => {
  test.each([[null], ['Cy'], ['cy@corp.local']])('is there about %s', (who) => {
    expect(faultsOf({ kind: 'notice', code: 'NO_LOGIN_ID', person: who })).toEqual([]);
  });

  test('is not there, or about somebody else', () => {
    expect(
      faultsOf({ kind: 'notice', code: 'X', person: null }, { kind: 'notice', code: 'NO_LOGIN_ID', person: 'Ada' }),
    ).toEqual([
      'There is no notice X. The notices are: NO_LOGIN_ID.',
      'There is no notice NO_LOGIN_ID about Ada. The notices are: NO_LOGIN_ID.',
    ]);
  });
});

describe('what must never be', () => {
  function forbidden(more: Partial<NeverRule>): string[] | null {
    const rule = { because: '', target: 'rescue', inside: null, outside: null, mail: null, becomes: {}, line: 1 };
    const judged = judgeRule({ ...rule, ...more }, WORLD);
    return judged?.map(({ text }) => text) ?? null;
  }
  const ADA = ['ada@corp.example becomes a user of rescue in Technicians/Staff: member of Staff, sync.yaml:7.'];

  test.each<[string, Partial<NeverRule>, string[] | null]>([
    ['anybody of a role', { becomes: { role: 'technician' } }, ADA],
    ['a role by a pattern', { becomes: { role: 'tech*' } }, ADA],
    ['one role of several', { becomes: { role: ['administrator', 'technician'] } }, ADA],
    ['another role', { becomes: { role: 'administrator' } }, []],
    ['several fields, one of which does not fit', { becomes: { role: 'technician', ssoId: 'x' } }, []],
    ['below a group of the account', { becomes: { group: 'technicians/*' } }, ADA],
    ['a switch', { becomes: { mobile: true } }, ADA],
    ['a switch that is off', { becomes: { mobile: false } }, []],
    [
      'one member of a set',
      { target: 'goto', becomes: { products: 'meeting' } },
      [(ADA[0] ?? '').replace('rescue', 'goto')],
    ],
    ['inside a group, through another', { inside: 'Top', becomes: { role: '*' } }, ADA],
    ['inside a group where nobody is', { inside: 'Few', becomes: { role: '*' } }, []],
    ['outside a group', { outside: 'few', becomes: { role: '*' } }, ADA],
    ['outside a group where they are', { outside: 'Staff', becomes: { role: '*' } }, []],
    ['by address', { mail: '*@corp.example', becomes: { role: '*' } }, ADA],
    ['by another address', { mail: '*@partner.example', becomes: { role: '*' } }, []],
    ['a group that is not there', { inside: 'IT', becomes: { role: '*' } }, null],
  ])('%s', (_what, rule, expected) => {
    expect(forbidden(rule)).toEqual(expected);
  });
});

describe('where something could not be read', () => {
  const partly = { ...WORLD, incomplete: ['Group X was not read.'] };

  test.each([
    ['none', null, ['Whether Bob gets a user is not known: Group X was not read.']],
    ['what there is', { group: 'x' }, ['Bob gets no user of rescue. The person is disabled.']],
  ])('%s is not taken for sure', (_what, wanted, faults) => {
    const expect_ = { line: 1, kind: 'placement', person: 'bob@corp.example', target: 'rescue', wanted } as const;
    const told = judgeCase({ expect: [expect_] }, partly).map(({ text }) => text.replace('bob@corp.example', 'Bob'));
    expect(told).toEqual(faults);
  });

  test('a rule does not hold', () => {
    const rule = { because: '', target: 'rescue', inside: null, outside: null, mail: null, line: 1 };
    expect(judgeRule({ ...rule, becomes: { role: 'x' } }, partly)).toEqual([
      { line: 1, text: 'The rule was not tried on all: Group X was not read.' },
    ]);
  });
});
