import { describe, expect, test } from '@jest/globals';
import { type AccountLiteral, accountOf, codes, lines, mapping, planOf, readingOf, settingsOf } from './builders.ts';

/** Where a mapping that comes first is half read, it may give somebody another role: a right that no plan can take back. */

const DESK = mapping('Desk', 'Technicians/Desk');
const NIGHT = mapping('Night', 'Technicians/Night', { line: 15 });
const LEADS = mapping('Leads', 'Administrators/Leads', { line: 20 });

function plan(mappings: readonly (typeof DESK)[], account: AccountLiteral, incomplete: readonly string[]) {
  const groups = { Desk: [], Night: ['ada', 'bob'], Leads: ['ada', 'bob'] };
  const places = { 'Technicians/Desk': {}, ...account };
  return planOf(settingsOf([...mappings]), readingOf({ groups, incomplete }, [...mappings]), accountOf(places)).plan;
}

describe('a half-read mapping of another role that comes first', () => {
  test('keeps people from being created in a role that may not be theirs, and says so', () => {
    const made = plan([DESK, LEADS], { 'Administrators/Leads': {} }, ['Desk']);

    expect(lines(made)).toEqual([]);
    expect(codes(made)).toContain('ROLE_UNCERTAIN');
    expect(made.notices.find(({ code }) => code === 'ROLE_UNCERTAIN')).toMatchObject({
      severity: 'warning',
      line: 20,
      text: expect.stringMatching(/^Ada and 1 more are neither created nor enabled/),
    });
  });

  test('keeps users from being enabled in it, but not from being kept up to date', () => {
    const ada = { link: 'ada', enabled: false, name: 'Old' };
    const bob = { link: 'bob', name: 'Old' };

    const made = plan([DESK, LEADS], { 'Administrators/Leads': { ada, bob } }, ['Desk']);

    expect(lines(made)).toEqual([
      'update ada@corp.example in Administrators/Leads (name) DIFFERS',
      'update bob@corp.example in Administrators/Leads (name) DIFFERS',
    ]);
    expect(codes(made)).toContain('ROLE_UNCERTAIN');
  });
});

describe('people are created all the same', () => {
  test.each([
    ['where the half-read mapping gives the same role', [DESK, NIGHT], ['Desk'], 'Technicians/Night'],
    ['where it comes after theirs', [LEADS, DESK], ['Desk'], 'Administrators/Leads'],
    ['where it is the one that holds them', [LEADS], ['Leads'], 'Administrators/Leads'],
  ])('%s', (_, mappings, incomplete, place) => {
    const made = plan(mappings, { [place]: {} }, incomplete);

    expect(lines(made)).toEqual([
      `create ada@corp.example in ${place} MEMBER_OF`,
      `create bob@corp.example in ${place} MEMBER_OF`,
    ]);
    expect(codes(made)).not.toContain('ROLE_UNCERTAIN');
  });
});
