import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/core/secret.ts';
import type { AccountReading, NodeId, UnreadableUser } from '../../../../src/targets/rescue/planner/account.ts';
import { countAccountGroups } from '../../../../src/targets/rescue/planner/account-groups.ts';
import { fingerprint, formatMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import type { Mapping } from '../../../../src/targets/rescue/settings.ts';
import { type AccountLiteral, accountOf, groupId, mapping } from './builders.ts';

const LINK = formatMarker({ person: groupId('Night'), fingerprint: fingerprint(null, false) });

function rows(mappings: Mapping[], reading: AccountReading, linkKey: Secret | null = null): string[] {
  return countAccountGroups({ mappings, linkKey }, reading).map(({ group, enabled, users, lines, below, unsure }) => {
    return `${group} ${enabled}/${users} ${[...lines, ...(below === null ? [] : [`below ${below}`])].join(' ')}${unsure ? '?' : ''}`;
  });
}

function account(literal: AccountLiteral, links: readonly string[] = []): AccountReading {
  return accountOf(literal, {}, Object.fromEntries(links.map((path) => [path, LINK]))).reading;
}

const ROOTS = ['Master Administrators 0/0 ', 'Administrators 0/0 '];
const A = mapping('A', 'Technicians/A', { line: 7 });

describe('the groups of an account', () => {
  test('count who stands in them, enabled or not, and nobody below; nodes that were never filled in are nobody', () => {
    const reading = account({
      'Technicians/A': { ada: {}, bob: { enabled: false } },
      'Technicians/A/B': { cyd: {}, dan: {} },
    });
    const users = reading.users.map((user) => (user.name === 'Dan' ? { ...user, email: '' } : user));

    expect(rows([A], { ...reading, users })).toEqual([
      ...ROOTS,
      'Technicians 0/0 ',
      'Technicians/A 1/2 7',
      'Technicians/A/B 1/1 ',
    ]);
  });

  test('name every line that maps them, in any case', () => {
    const again = mapping('C', 'technicians/a', { line: 9 });

    expect(rows([A, again], account({ 'Technicians/A': {} })).at(-1)).toBe('Technicians/A 0/0 7 9');
  });

  test('are followed by those that mappings name and that are not there, each once', () => {
    const missing = [mapping('X', 'Technicians/X', { line: 8 }), mapping('Y', 'technicians/x', { line: 9 })];

    expect(rows([A, ...missing], account({ 'Technicians/A': {} })).slice(-2)).toEqual([
      'Technicians/A 0/0 7',
      'Technicians/X null/null 8 9',
    ]);
  });

  test.each([
    ['Technicians/X', ['Technicians/X 0/0 7', 'Technicians/x 0/0 ']],
    ['TECHNICIANS/X', ['Technicians/X 0/0 7', 'Technicians/x 0/0 7']],
  ])('%s means the group that is spelt so, else any of that name', (path, expected) => {
    const reading = account({ 'Technicians/X': {}, 'Technicians/x': {} });

    expect(rows([mapping('A', path, { line: 7 })], reading).slice(3)).toEqual(expected);
  });

  test.each<[string, Partial<Mapping>, string]>([
    ['a mirroring mapping', { subgroups: 'mirror' }, 'Technicians/A/Night 0/0 below 7'],
    ['a mapping that mirrors nothing', { subgroups: 'flatten' }, 'Technicians/A/Night 0/0 '],
  ])('that are linked stand below %s', (_what, fields, expected) => {
    const reading = account({ 'Technicians/A': {} }, ['Technicians/A/Night']);

    expect(rows([{ ...A, ...fields }], reading)).toContain(expected);
  });

  test.each<[string, AccountReading, Secret | null]>([
    ['without a link', account({ 'Technicians/A/Night': {} }), null],
    ['with a link that lacks the seal of the key', account({}, ['Technicians/A/Night']), new Secret('k'.repeat(32))],
    ['with a link, outside', account({ 'Technicians/A': {} }, ['Technicians/B/Night']), null],
  ])('are mapped by nothing %s', (_what, reading, key) => {
    const named = mapping('A', 'Technicians/A', { line: 7, subgroups: 'mirror' });

    expect(rows([named], reading, key).filter((row) => row.includes('below'))).toEqual([]);
  });

  test('the nearest mapping above decides', () => {
    const inner = mapping('B', 'Technicians/A/B', { line: 8, subgroups: 'ignore' });
    const reading = account({ 'Technicians/A/B': {} }, ['Technicians/A/B/Night']);

    expect(rows([{ ...A, subgroups: 'mirror' }, inner], reading).at(-1)).toBe('Technicians/A/B/Night 0/0 ');
  });

  test('are unsure where something in them, or their own name, cannot be read', () => {
    const reading = account({ 'Technicians/A': {}, 'Technicians/B': {} });
    const [a, b] = reading.groups.slice(-2);
    const unreadable: UnreadableUser[] = [
      { id: '999' as NodeId, group: a?.id ?? ('' as NodeId), text: '', why: 'text' },
    ];
    const groups = reading.groups.map((group) => (group === b ? { ...group, unreadable: 'text' as const } : group));

    expect(rows([A], { ...reading, groups, unreadable }).slice(-2)).toEqual([
      'Technicians/A 0/0 7?',
      'Technicians/B 0/0 ?',
    ]);
  });
});
