import { describe, expect, test } from '@jest/globals';
import {
  type AccountLiteral,
  accountOf,
  codes,
  type DirectoryLiteral,
  heldAgain,
  HELPDESK,
  mapping,
  personId,
  settingsOf,
} from './builders.ts';

import { approvedPlan, type Case, check, planFor } from './cases.ts';

const SSO = mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId: 'upn' });
const ada: DirectoryLiteral = { groups: { Helpdesk: ['ada'] } };

const adoptions: readonly Case[] = [
  {
    name: 'at once in the group of the mapping',
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: {} } },
    changes: ['update ada@corp.example in Technicians/Helpdesk (link) ADOPTED'],
  },
  {
    name: 'at once below it, whatever the case of its name',
    directory: ada,
    account: { 'Technicians/HELPDESK/Old': { ada: {} } },
    changes: ['move+update ada@corp.example in Technicians/HELPDESK (group,link) ADOPTED'],
  },
  {
    name: 'only with an approval in a group that no mapping feeds',
    directory: ada,
    account: { 'Technicians/Helpdesk': {}, 'Technicians/By hand': { ada: {} } },
    changes: ['held move+update ada@corp.example in Technicians/Helpdesk (group,link) ADOPTED'],
    notices: ['HELD'],
  },
  {
    name: 'only with an approval in the group of another mapping',
    mappings: [HELPDESK, mapping('Night', 'Technicians/Night', { line: 20 })],
    directory: { groups: { Helpdesk: ['ada'], Night: [] } },
    account: { 'Technicians/Helpdesk': {}, 'Technicians/Night': { ada: {} } },
    changes: ['held move+update ada@corp.example in Technicians/Helpdesk (group,link) ADOPTED'],
    notices: ['HELD'],
  },
  {
    name: 'only with an approval in a group whose name only begins alike',
    directory: ada,
    account: { 'Technicians/Helpdesk': {}, 'Technicians/Helpdesk 2': { ada: {} } },
    changes: ['held move+update ada@corp.example in Technicians/Helpdesk (group,link) ADOPTED'],
    notices: ['HELD'],
  },
  {
    name: 'only with an approval where the user is disabled, for somebody had it before',
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: { enabled: false } } },
    changes: ['held enable+update ada@corp.example in Technicians/Helpdesk (link,password,status) ADOPTED'],
    notices: ['HELD'],
  },
  {
    name: 'only with an approval where it is disabled and would only be enabled later',
    mappings: [mapping('Helpdesk', 'Technicians/Helpdesk', { attributes: ['name'] })],
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: { enabled: false } } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,password) ADOPTED'],
    notices: ['HELD'],
  },
  {
    name: 'only with an approval where a person who has ended has the address as well',
    directory: {
      groups: { Helpdesk: ['ada', 'bob'] },
      people: { bob: { mail: 'ada@corp.example', state: 'expired' } },
    },
    account: { 'Technicians/Helpdesk': { ada: {} } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,password) ADOPTED'],
    notices: ['HELD'],
  },
  {
    name: 'anywhere and at once with adopt: account, but with a new password where somebody had it before',
    settings: { adopt: 'account' },
    directory: { groups: { Helpdesk: ['ada', 'bob'] } },
    account: { 'Technicians/Helpdesk': {}, 'Technicians/By hand': { ada: {}, bob: { enabled: false } } },
    changes: [
      'move+update ada@corp.example in Technicians/Helpdesk (group,link) ADOPTED',
      'move+enable+update bob@corp.example in Technicians/Helpdesk (group,link,password,status) ADOPTED',
    ],
  },
  {
    name: 'not at all in a directory that is half read',
    mappings: [HELPDESK, mapping('Night', 'Technicians/Night', { line: 20 })],
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: {} } },
    changes: [],
    notices: ['GROUP_NOT_FOUND', 'ADOPTIONS_WITHHELD'],
  },
  {
    name: 'at once by the SSO id, where the address stays as it is',
    mappings: [mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId: 'upn', attributes: ['name', 'ssoId'] })],
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: { email: 'old@corp.example', ssoId: 'ada@corp.local' } } },
    changes: ['update old@corp.example in Technicians/Helpdesk (link) ADOPTED'],
  },
  {
    name: 'only with an approval by the SSO id, where the address would be replaced',
    mappings: [SSO],
    settings: { adopt: 'account' },
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: { email: 'old@corp.example', ssoId: 'ada@corp.local' } } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (email,link) ADOPTED'],
    notices: ['HELD'],
  },
  {
    name: 'not by an SSO id that two people have',
    mappings: [SSO],
    directory: { groups: { Helpdesk: ['ada', 'bob'] }, people: { bob: { upn: 'ADA@corp.local' } } },
    account: {
      'Technicians/Helpdesk': { bob: { link: 'bob', linkedSsoId: '' } },
      'Technicians/By hand': { old: { ssoId: 'ada@corp.local' } },
    },
    changes: ['create ada@corp.example in Technicians/Helpdesk MEMBER_OF'],
    notices: ['SHARED_SSO_ID'],
  },
];

const adoptionsByOthers: readonly Case[] = [
  {
    name: 'is held where the address is another one of somebody else who was read',
    settings: { loginId: 'upn' },
    directory: { groups: { Helpdesk: ['ada', 'bob'] }, people: { bob: { upn: 'ada@corp.example' } } },
    account: { 'Technicians/Helpdesk': { ada: {} } },
    changes: [
      'held update ada@corp.example in Technicians/Helpdesk (link,name,password) ADOPTED',
      'create ada@corp.local in Technicians/Helpdesk MEMBER_OF',
    ],
    notices: ['HELD'],
  },
  {
    name: 'is held where somebody else who was read has its SSO id',
    mappings: [SSO],
    directory: { groups: { Helpdesk: ['ada', 'bob'] } },
    account: {
      'Technicians/Helpdesk': {
        ada: { ssoId: 'bob@corp.local' },
        bob: { link: 'bob', linkedSsoId: 'bob@corp.local', ssoId: 'bob@corp.local' },
      },
    },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,password,ssoId) ADOPTED'],
    notices: ['HELD'],
  },
  {
    name: 'is not made, nor the user taken for a stranger, where two people claim its SSO id',
    mappings: [SSO],
    directory: { groups: { Helpdesk: ['ada', 'bob'] }, people: { bob: { upn: 'ada@corp.local' } } },
    account: {
      'Technicians/Helpdesk': {
        old: { ssoId: 'ada@corp.local' },
        ada: { link: 'ada', linkedSsoId: '' },
        bob: { link: 'bob', linkedSsoId: '' },
      },
    },
    changes: [],
    notices: ['SHARED_SSO_ID'],
  },
];

describe('an adoption of what may be somebody else’s', () => {
  test.each(adoptionsByOthers)('$name', check);
});

describe('an unlinked user that is found by an address is adopted', () => {
  test.each(adoptions)('$name', check);

  test('once it is approved, in exactly the way that was shown', () => {
    const { directory, account } = adoptions.find(({ name }) => name.includes('no mapping feeds')) as Case;

    const held = planFor({ directory, account });
    const plan = approvedPlan({ directory, account });

    expect(plan.changes.map((change) => ({ ...change, letThrough: [] }))).toEqual(
      held.changes.map((change) => ({ ...change, held: null })),
    );
    expect(codes(plan)).toEqual(['LET_THROUGH']);
    expect(held.changes[0]?.held).toMatchObject({ limit: 'rescue.adopt', id: expect.stringMatching(/^a1-/) });
  });

  test('and the question shows both side by side', () => {
    const { directory, account } = adoptions.find(({ name }) => name.includes('no mapping feeds')) as Case;

    const text = planFor({ directory, account }).notices.find(({ code }) => code === 'HELD')?.text;

    expect(text).toContain(
      'Ada <ada@corp.example> (CN=ada) has the address of the user Ada <ada@corp.example> in Technicians/By hand',
    );
    expect(text).toContain('it does not stand in Technicians/Helpdesk, where the mapping at line 10 rules');
  });
});

const left = { link: 'ada before' };

const takeOvers: readonly Case[] = [
  {
    name: 'at once where name and address are the same and nothing but the link changes',
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: left } },
    changes: ['update ada@corp.example in Technicians/Helpdesk (link) RELINKED'],
  },
  {
    name: 'only with an approval where the name is another',
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: { name: 'Eve' } } },
    account: { 'Technicians/Helpdesk': { ada: left } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,name,password) RELINKED'],
    notices: ['HELD', 'LEAVERS_LEFT'],
  },
  {
    name: 'only with an approval where the name is another and is not kept in step',
    mappings: [mapping('Helpdesk', 'Technicians/Helpdesk', { attributes: ['status'] })],
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: { name: 'Eve' } } },
    account: { 'Technicians/Helpdesk': { ada: left } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,password) RELINKED'],
    notices: ['HELD', 'LEAVERS_LEFT'],
  },
  {
    name: 'only with an approval where it would be moved',
    directory: ada,
    account: { 'Technicians/Helpdesk': {}, 'Technicians/Night': { ada: left } },
    changes: ['held move+update ada@corp.example in Technicians/Helpdesk (group,link,password) RELINKED'],
    notices: ['HELD', 'LEAVERS_LEFT'],
  },
  {
    name: 'only with an approval where it is disabled',
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: { ...left, enabled: false } } },
    changes: ['held enable+update ada@corp.example in Technicians/Helpdesk (link,password,status) RELINKED'],
    notices: ['HELD'],
  },
  {
    name: 'only with an approval where it is disabled and stays so',
    mappings: [mapping('Helpdesk', 'Technicians/Helpdesk', { attributes: ['name'] })],
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: { ...left, enabled: false } } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,password) RELINKED'],
    notices: ['HELD'],
  },
  {
    name: 'only with an approval where the SSO id would change',
    mappings: [SSO],
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: { ...left, ssoId: 'other@corp.local' } } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,password,ssoId) RELINKED'],
    notices: ['HELD', 'LEAVERS_LEFT'],
  },
  {
    name: 'only with an approval where it would get the mobile add-on',
    mappings: [mapping('Helpdesk', 'Technicians/Helpdesk', { mobileLicense: true })],
    directory: ada,
    account: { 'Technicians/Helpdesk': { ada: left } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,mobile,password) RELINKED'],
    notices: ['HELD', 'LEAVERS_LEFT'],
  },
  {
    name: 'only with an approval where a person who has ended has the address as well',
    directory: {
      groups: { Helpdesk: ['ada', 'bob'] },
      people: { bob: { mail: 'ada@corp.example', state: 'disabled' } },
    },
    account: { 'Technicians/Helpdesk': { ada: left } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,password) RELINKED'],
    notices: ['HELD', 'LEAVERS_LEFT'],
  },
  {
    name: 'only with an approval also with adopt: account, which is about users that are linked to nobody',
    settings: { adopt: 'account' },
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: { name: 'Eve' } } },
    account: { 'Technicians/Helpdesk': { ada: left } },
    changes: ['held update ada@corp.example in Technicians/Helpdesk (link,name,password) RELINKED'],
    notices: ['HELD', 'LEAVERS_LEFT'],
  },
];

describe('a user that is linked to somebody who is gone passes to a new person with the address', () => {
  test.each(takeOvers)('$name', check);
});

test('a leaver whose user passes to another person by an approval is no leaver that was left', () => {
  const { directory, account } = takeOvers.find(({ name }) => name.includes('the name is another')) as Case;
  const saved = planFor({ directory, account });

  const ids = [saved.changes[0]?.held?.id ?? ''];
  const approved = heldAgain(saved, settingsOf([HELPDESK]), accountOf(account), { ids });

  expect(saved.summary.leaversLeft).toBe(1);
  expect(approved.summary.leaversLeft).toBe(0);
  expect(approvedPlan({ directory, account }).summary.leaversLeft).toBe(0);
});

const ended = { ada: { state: 'disabled' as const } };

const endsByAddress: readonly Case[] = [
  {
    name: 'at once in the group of the mapping, and below',
    directory: { groups: { Helpdesk: ['ada'] }, people: ended },
    account: { 'Technicians/Helpdesk/Old': { ada: {} } },
    changes: ['disable ada@corp.example in Technicians/Helpdesk/Old (status) PERSON_DISABLED'],
  },
  {
    name: 'only with an approval elsewhere',
    directory: { groups: { Helpdesk: ['ada'] }, people: ended },
    account: { 'Technicians/Helpdesk': {}, 'Technicians/By hand': { ada: {} } },
    changes: ['held disable ada@corp.example in Technicians/By hand (status) PERSON_DISABLED'],
    notices: ['HELD'],
  },
  {
    name: 'only with an approval where somebody enabled, who has another user, claims the address',
    directory: { groups: { Helpdesk: ['ada', 'bob'] }, people: { ...ended, bob: { mail: 'ada@corp.example' } } },
    account: { 'Technicians/Helpdesk': { ada: {}, bob: { link: 'bob' } } },
    changes: ['held disable ada@corp.example in Technicians/Helpdesk (status) PERSON_DISABLED'],
    notices: ['EMAIL_IN_USE', 'HELD'],
  },
];

describe('an unlinked user is disabled for the address of a person who has ended', () => {
  test.each(endsByAddress)('$name', check);
});

describe('credentials do not change hands', () => {
  test('a user that passes to another person gets the SSO id of a new user', () => {
    const account = { 'Technicians/Helpdesk': { ada: { ...left, ssoId: 'old@corp.local' } } };

    const plan = approvedPlan({ mappings: [SSO], directory: ada, account });

    expect(plan.changes[0]?.after).toMatchObject({ password: 'new', ssoId: 'ada@corp.local' });
  });

  test.each<[string, AccountLiteral[string][string]]>([
    ['that is taken over', left],
    ['that is enabled by adoption', { enabled: false }],
  ])('a user %s loses an SSO id that the file does not manage', (_, user) => {
    const account = { 'Technicians/Helpdesk': { ada: { ...user, name: 'Other', ssoId: 'old@corp.local' } } };

    const plan = approvedPlan({ directory: ada, account });

    expect(plan.changes).toHaveLength(1);
    expect(plan.changes[0]?.after).toMatchObject({ password: 'new', ssoId: '' });
  });

  test('a person made again keeps them, for it is the same person', () => {
    const account = { 'Technicians/Helpdesk': { ada: { ...left, ssoId: 'ada@corp.local' } } };

    const plan = planFor({ mappings: [SSO], directory: ada, account });

    expect(plan.changes.map(({ after }) => Object.keys(after))).toEqual([['link']]);
  });

  test('the new password comes with the link, also where an exchange of addresses takes two steps', () => {
    const directory: DirectoryLiteral = {
      groups: { Helpdesk: ['ada', 'bob'] },
      people: { bob: { mail: 'old@corp.example' } },
    };
    const old = { email: 'old@corp.example', ssoId: 'ada@corp.local', enabled: false };
    const account = {
      'Technicians/Helpdesk': {
        ada: old,
        bob: { link: 'bob', email: 'ada@corp.example', linkedSsoId: 'bob@corp.local', ssoId: 'bob@corp.local' },
      },
    };

    const { changes } = approvedPlan({ mappings: [SSO], directory, account });

    const renewing = changes.filter(({ after }) => after['password'] === 'new');
    expect(renewing).toHaveLength(1);
    expect(renewing[0]).toMatchObject({ reason: { code: 'EMAIL_EXCHANGE' }, after: { link: personId('ada') } });
  });
});
