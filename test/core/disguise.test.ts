import { describe, expect, test } from '@jest/globals';
import { addressFault, apparentAddress } from '../../src/core/address.ts';
import { newDisguise } from '../../src/core/disguise.ts';
import type { PersonId } from '../../src/core/people.ts';
import { Secret } from '../../src/core/secret.ts';
import { fold } from '../../src/core/text.ts';

const READABLE = { groups: new Set<string>(), names: new Set(['night shift']), domains: ['corp.example'] };
const { name, address, id, number } = newDisguise(new Secret('k'.repeat(32)), READABLE);

describe('names', () => {
  test.each([
    ['capitals', 'Ada King', 'ADA KING', true],
    ['capitals of another kind', 'Ada McKing', 'Ada Mcking', true],
    ['blanks', 'Ada  King ', 'Ada King', true],
    ['a word', 'Ada King', 'Ada Kong', false],
    ['the order', 'Ada King', 'King Ada', false],
  ])('that differ in %s', (_what, a, b, same) => {
    expect(fold(name(a)) === fold(name(b))).toBe(same);
  });

  test('are told apart by capitals, as the planner does', () => {
    const spellings = ['ada mcking', 'Ada Mcking', 'Ada McKing', 'ADA MCKING'].map(name);

    expect(new Set(spellings).size).toBe(4);
  });

  test('are put together word by word, and as long as before', () => {
    const given = 'Ada de la Königsmarck';

    expect(name(given)).toBe(given.split(' ').map(name).join(' '));
    expect(name(given)).toHaveLength(given.length);
    expect(name('- 🚀')).toBe('- 🚀');
    expect(name('')).toBe('');
  });

  test('of groups stay, and a name that is an address is that address', () => {
    expect(name('Night Shift')).toBe('Night Shift');
    expect(name('ada@corp.example')).toBe(address('ADA@corp.example'));
  });
});

describe('addresses', () => {
  test('keep a domain of the file, and no other', () => {
    expect(address('ada@corp.example')).toMatch(/^u[a-z]{14,}@corp\.example$/);
    expect(address('ada@home.example')).toMatch(/^u[a-z]{14,}@[a-z]{10}\.invalid$/);
    expect(addressFault(address('ada@home.example'))).toBeNull();
  });

  test.each(['ad\u200ba@corp.example', 'smtp:ada@corp.example'])(
    'that are none stay none, and read alike: %j',
    (odd) => {
      expect(addressFault(address(odd))).not.toBeNull();
      expect(apparentAddress(address(odd))).toBe(address('ada@corp.example'));
    },
  );

  test('of any other form are told apart', () => {
    expect(new Set(['jdoe', 'jdow', 'a b@c', ''].map(address)).size).toBe(4);
    expect(fold(address('JDOE'))).toBe(fold(address('jdoe')));
  });
});

test('ids stay ids, numbers stay numbers, and another key gives other tokens', () => {
  const given = '11111111-2222-4333-8444-555555555555' as PersonId;
  const other = newDisguise(new Secret('l'.repeat(32)), READABLE);

  expect(id(given)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(number('4711')).toMatch(/^[1-9]\d{17}$/);
  expect(
    [id(given), number('4711'), name('Ada'), address('ada@corp.example')].filter((token) =>
      [other.id(given), other.number('4711'), other.name('Ada'), other.address('ada@corp.example')].includes(token),
    ),
  ).toEqual([]);
});
