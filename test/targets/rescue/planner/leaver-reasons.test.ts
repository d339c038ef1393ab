import { describe, expect, test } from '@jest/globals';
import type { Whereabouts } from '../../../../src/core/people.ts';
import { freezeChanges } from '../../../../src/plan/freeze.ts';
import type { Change } from '../../../../src/plan/model.ts';
import {
  accountOf,
  type AccountLiteral,
  type DirectoryLiteral,
  HELPDESK,
  mapping,
  planOf,
  readingOf,
  settingsOf,
} from './builders.ts';

/** An approver has to tell who was deleted from who left a group, and from who has lost the mapping. */

const NIGHT = mapping('Night', 'Technicians/Night', { line: 20, subgroups: 'ignore' });
const DIRECTORY: DirectoryLiteral = { groups: { Helpdesk: ['eve', '@Desk'], Desk: [], Night: [] } };
const IN_HELPDESK: AccountLiteral = { 'Technicians/Helpdesk': { ada: { link: 'ada' } } };

function reasonOf(account: AccountLiteral, said: Whereabouts) {
  const mappings = [HELPDESK, NIGHT];
  const reading = readingOf(DIRECTORY, mappings);
  const outside = { ada: said };
  const { plan } = planOf(settingsOf(mappings), reading, accountOf(account), [], new Map(), { outside });
  const [found] = plan.changes.filter((change: Change) => change.email === 'ada@corp.example');
  return { code: found?.reason.code, text: found?.reason.text, line: found?.reason.line, evidence: found?.evidence };
}

describe('a leaver', () => {
  test.each<[string, Whereabouts, string, string]>([
    ['left the group', 'enabled', 'LEFT_GROUP', 'in no mapped group any more, not in Helpdesk; still in the directory'],
    [
      'left the group and is disabled',
      'disabled',
      'LEFT_GROUP',
      'in no mapped group any more, not in Helpdesk; still in the directory, disabled',
    ],
    [
      'left the group and has expired',
      'expired',
      'LEFT_GROUP',
      'in no mapped group any more, not in Helpdesk; still in the directory, expired',
    ],
    [
      'left the group; more is not shown',
      'present',
      'LEFT_GROUP',
      'in no mapped group any more, not in Helpdesk; still in the directory',
    ],
    [
      'left the group; the directory says nothing',
      'unsure',
      'LEFT',
      'in no mapped group any more, not in Helpdesk; whether the directory still has them is not known',
    ],
  ])('%s', (_, said, code, text) => {
    expect(reasonOf(IN_HELPDESK, said)).toEqual({ code, text, line: 10, evidence: 'absence' });
  });

  test('is gone', () => {
    const text = 'not in the directory any more: deleted, or out of sight of whoever reads';

    expect(reasonOf(IN_HELPDESK, 'gone')).toEqual({ code: 'LEFT_DIRECTORY', text, line: 10, evidence: 'absence' });
  });

  test.each<[Whereabouts, string]>([
    ['enabled', 'still in the directory'],
    ['unsure', 'whether the directory still has them is not known'],
  ])('stands where no mapping feeds anything: %s', (said, end) => {
    const text = `no mapping feeds Technicians/Old, and the person is in no mapped group; ${end}`;

    expect(reasonOf({ 'Technicians/Old': { ada: { link: 'ada' } } }, said)).toEqual({
      code: 'NOT_MAPPED',
      text,
      line: null,
      evidence: 'absence',
    });
  });

  test('of a mirrored group is said to be missing in that group', () => {
    expect(reasonOf({ 'Technicians/Helpdesk/Desk': { ada: { link: 'ada' } } }, 'enabled').text).toContain(
      ', not in Desk; ',
    );
  });

  test('is gone wherever the user stands', () => {
    expect(reasonOf({ 'Technicians/Old': { ada: { link: 'ada' } } }, 'gone').code).toBe('LEFT_DIRECTORY');
  });
});

describe('where the file has a freeze', () => {
  const window = { dates: null, weekdays: [0], hours: null, reason: null, line: 3 };
  const calendar = { timeZone: 'UTC', freeze: [window] };

  test.each<[Whereabouts, string]>([
    ['disabled', 'LEFT_ENDED'],
    ['expired', 'LEFT_ENDED'],
    ['enabled', 'LEFT_GROUP'],
    ['present', 'LEFT_GROUP'],
    ['unsure', 'LEFT'],
    ['gone', 'LEFT_DIRECTORY'],
  ])('who left the groups and is %s in the directory: %s', (said, code) => {
    const settings = { ...settingsOf([HELPDESK]), calendar };
    const reading = readingOf(DIRECTORY, [HELPDESK]);
    const { plan } = planOf(settings, reading, accountOf(IN_HELPDESK), [], new Map(), { outside: { ada: said } });
    const changes = freezeChanges(plan.changes, { until: null, reason: null, line: 3 });
    const only = changes.find(({ email }) => email === 'ada@corp.example');

    expect(only).toMatchObject({ reason: { code }, evidence: 'absence' });
    expect(only?.held ?? null).toEqual(code === 'LEFT_ENDED' ? null : { limit: 'freeze', id: 'freeze', also: [] });
  });
});

test.each<[string, AccountLiteral]>([
  ['who is disabled already', { 'Technicians/Helpdesk': { ada: { link: 'ada', enabled: false } } }],
  ['who is in a group', { 'Technicians/Helpdesk': { eve: { link: 'eve' } } }],
  ['who is linked to nobody', { 'Technicians/Helpdesk': { ada: {} } }],
])('nobody is asked for %s', (_, account) => {
  const reading = readingOf(DIRECTORY, [HELPDESK]);

  const { people } = planOf(settingsOf([HELPDESK]), reading, accountOf(account));

  expect(people).toEqual([]);
});
