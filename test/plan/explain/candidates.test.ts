import { describe, expect, test } from '@jest/globals';
import type { Person, PersonId } from '../../../src/core/people.ts';
import { candidateName, candidatesOf, fitting, personIdIn } from '../../../src/plan/explain/candidates.ts';
import type { UserOf } from '../../../src/plan/explain/explanation.ts';
import { directorySteps, personFacts } from '../../../src/plan/explain/person.ts';
import { person, personId } from '../../targets/rescue/planner/builders.ts';

function user(node: string, fields: Partial<UserOf['user']> = {}, target = 'rescue:1'): UserOf {
  const email = `${node}@corp.example`;
  return { target, user: { node, name: `User ${node}`, email, group: null, aliases: [], person: null, ...fields } };
}

const ADA = person('ada', { name: 'Ada  Lovelace', attributes: { sAMAccountName: 'al' } });
const BOB = person('bob', { name: personId('ada') });

function found(asked: string, people: readonly Person[], users: readonly UserOf[] = []): string[] {
  return fitting(asked, candidatesOf(people, users)).map((one) => {
    return [one.id ?? '-', ...one.users.map(({ target, user: { node } }) => `${target} ${node}`)].join(' ');
  });
}

describe('somebody is found', () => {
  test.each([
    'ADA@corp.example',
    'ada@CORP.local',
    ' cn=ada ',
    'Ada  Lovelace',
    'AL',
    `{${personId('ada').toUpperCase()}}`,
  ])('by %s', (asked) => {
    expect(found(asked, [ADA, BOB])).toEqual([personId('ada')]);
  });

  test('by an id before all else: nobody is in the way who is called so', () => {
    expect(found(personId('ada'), [BOB, ADA])).toEqual([personId('ada')]);
    expect(found('7', [person('eve', { name: '7' })], [user('7', { email: 'x@corp.example' })])).toEqual([
      '- rescue:1 7',
    ]);
  });

  test('by what a user of theirs is called', () => {
    const users = [user('7', { person: ADA.id, aliases: ['sso@corp.example'] })];

    for (const asked of ['7', 'User 7', '7@corp.example', 'SSO@corp.example']) {
      expect(found(asked, [ADA], users)).toEqual([`${ADA.id} rescue:1 7`]);
    }
  });

  test('by a part of a name not at all', () => {
    expect(found('Ada', [ADA])).toEqual([]);
  });
});

describe('a user', () => {
  test('with a link to somebody who was not read is theirs', () => {
    expect(found('7', [], [user('7', { person: ADA.id })])).toEqual([`${ADA.id} rescue:1 7`]);
  });

  test('of nobody is asked for with whoever alone has its address', () => {
    expect(found('ada@corp.example', [ADA], [user('7', { email: 'Ada@corp.example' })])).toEqual([
      `${ADA.id} rescue:1 7`,
    ]);
    const both = [ADA, person('eve', { mail: 'ada@corp.example' })];
    expect(found('ada@corp.example', both, [user('7', { email: 'ada@corp.example' })])).toHaveLength(3);
  });

  test('of nobody is asked for with that of another account with the same address', () => {
    const email = 'x@corp.example';

    expect(found(email, [], [user('7', { email }), user('8', { email }, 'goto:2')])).toEqual(['- rescue:1 7 goto:2 8']);
    expect(found(email, [], [user('7', { email }), user('8', { email })])).toEqual(['- rescue:1 7', '- rescue:1 8']);
  });
});

test('a text is an id only where it has the form of one', () => {
  expect(personIdIn(`{${personId('ada').toUpperCase()}}`)).toBe(personId('ada'));
  expect(['7', '../groups', 'ada@corp.example'].map(personIdIn)).toEqual([null, null, null]);
});

test('a candidate is called by the person, the user or the id', () => {
  expect(candidateName({ id: ADA.id, person: ADA, users: [] })).toBe('Ada Lovelace');
  expect(candidateName({ id: null, person: null, users: [user('7')] })).toBe('User 7');
  expect(candidateName({ id: ADA.id, person: null, users: [] })).toBe(ADA.id);
});

describe('the steps of a person', () => {
  const nobody = { people: new Map<PersonId, Person>(), groups: new Map() };
  const codes = (facts: ReturnType<typeof personFacts> | null): string[] =>
    directorySteps(facts).map(({ code }) => code);

  test('say where they are', () => {
    const read = { ...nobody, people: new Map([[ADA.id, ADA]]) };

    expect(codes(personFacts(ADA.id, read, null, null))).toEqual(['PERSON', 'IN_GROUPS']);
    expect(codes(personFacts(ADA.id, nobody, ADA, null))).toEqual(['PERSON', 'PERSON_OUTSIDE']);
    expect(codes(null)).toEqual(['PERSON_UNKNOWN']);
  });

  test('say what the directory says of an id', () => {
    expect(directorySteps(personFacts(ADA.id, nobody, null, 'gone'))[0]?.text).toMatch(
      /^not in the directory any more/,
    );
    expect(personFacts(ADA.id, { ...nobody, outside: new Map([[ADA.id, 'expired']]) }, null, null).state).toBe(
      'expired',
    );
    expect(personFacts(ADA.id, nobody, null, null).state).toBe('unsure');
  });
});
