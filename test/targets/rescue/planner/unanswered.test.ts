import { describe, expect, test } from '@jest/globals';
import type { AccountReading, NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { unansweredUser } from '../../../../src/targets/rescue/planner/unreadable-nodes.ts';
import {
  accountOf,
  codes,
  HELPDESK,
  lines,
  mapping,
  personId,
  planOf,
  readingOf,
  settingsOf,
  type TestAccount,
} from './builders.ts';

/** The service gives no answer for one node; only the tree has shown it. */

type Hidden = Partial<Parameters<typeof unansweredUser>[0]>;

function accountWith(hidden: Hidden): TestAccount {
  const account = accountOf({ 'Technicians/Helpdesk': { bob: { link: 'bob' } } });
  const group = account.reading.users[0]?.group ?? ('' as NodeId);
  const base = { id: '999' as NodeId, group, name: 'Eve', email: 'eve@corp.example', description: '', enabled: true };
  return { ...account, reading: { ...account.reading, unreadable: [unansweredUser({ ...base, ...hidden })] } };
}

const link = (word: string): string => `[adsync ${personId(word)} 00000000]`;

describe('a user without an answer', () => {
  const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [HELPDESK]);

  test.each<[string, Hidden, readonly string[]]>([
    ['has the address', { email: 'ADA@corp.example' }, ['USER_UNANSWERED', 'USER_UNCERTAIN']],
    ['has the link', { description: link('ada') }, ['USER_UNANSWERED', 'USER_UNCERTAIN']],
    ['has the name', { name: 'Ada' }, ['USER_UNANSWERED', 'USER_UNCERTAIN']],
    ['has a longer name', { name: 'Ada Lovelace' }, ['USER_UNANSWERED']],
    ['is somebody else', {}, ['USER_UNANSWERED']],
  ])('that %s', (_, hidden, notices) => {
    const { plan } = planOf(settingsOf([HELPDESK]), reading, accountWith(hidden));

    expect(codes(plan)).toEqual(notices);
    expect(lines(plan)).toEqual(
      notices.length > 1 ? [] : ['create ada@corp.example in Technicians/Helpdesk MEMBER_OF'],
    );
    expect(plan.notices.find(({ code }) => code === 'USER_UNANSWERED')?.text).toMatch(
      /^The service answers only ERROR for a user in Technicians\/Helpdesk \(node 999, ".*"\)/,
    );
  });

  test.each<[string, Hidden, number]>([
    ['enabled', {}, 1],
    ['disabled', { enabled: false }, 0],
  ])('whose person has ended and who is %s counts as a leaver left: %d', (_, hidden, left) => {
    const account = accountWith({ description: link('cy'), ...hidden });
    const ended = readingOf({ groups: { Helpdesk: ['bob', 'cy'] }, people: { cy: { state: 'disabled' } } }, [HELPDESK]);

    const { plan } = planOf(settingsOf([HELPDESK]), ended, account);

    expect(plan.targets[0]?.summary.leaversLeft).toBe(left);
  });
});

describe('an SSO id', () => {
  const SSO = mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId: 'upn' });
  const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [SSO]);

  test.each<[string, Hidden, readonly string[]]>([
    ['nobody knows the one of a user who is linked to nobody', {}, ['SSO_ID_IN_USE', 'USER_UNANSWERED']],
    ['of somebody else, whom the link names', { description: link('zoe') }, ['LEAVERS_LEFT', 'USER_UNANSWERED']],
  ])('%s', (_, hidden, notices) => {
    const { plan } = planOf(settingsOf([SSO]), reading, accountWith(hidden));

    const ada = plan.changes.find(({ email }) => email === 'ada@corp.example');
    expect([...new Set(codes(plan))]).toEqual(notices);
    expect(ada?.after).toMatchObject({ email: 'ada@corp.example' });
    expect((ada?.after as { ssoId?: string }).ssoId ?? '').toBe(
      notices.includes('SSO_ID_IN_USE') ? '' : 'ada@corp.local',
    );
  });
});

test.each([
  ['text', 'GROUP_UNREADABLE', /Clean the name and the Description of that group/],
  ['unanswered', 'GROUP_UNANSWERED', /Look at that group in the Admin Center/],
] as const)('a group that cannot be read (%s) may be the one of a mapping', (unreadable, code, remedy) => {
  const account = accountOf({ 'Technicians/Other': {} });
  const groups: AccountReading['groups'] = account.reading.groups.map((group) =>
    group.path.length === 2 ? { ...group, path: ['Technicians', '\uFFFD 1'], unreadable } : group,
  );
  const reading = readingOf({ groups: { Helpdesk: ['ada'] } }, [HELPDESK]);

  const { plan } = planOf(settingsOf([HELPDESK]), reading, { ...account, reading: { ...account.reading, groups } });

  expect(plan.changes).toEqual([]);
  expect(plan.notices.map((notice) => notice.code)).toEqual(['RESCUE_GROUP_UNREADABLE', code]);
  expect(plan.notices[0]?.text).toMatch(remedy);
});
