import { describe, expect, test } from '@jest/globals';
import { fingerprint, formatMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import { accountOf, type DirectoryLiteral, mapping, personId, planOf, readingOf, settingsOf } from './builders.ts';

import { approvedPlan, type Case, check, planFor } from './cases.ts';

const SSO = mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId: 'upn' });
const ada: DirectoryLiteral = { groups: { Helpdesk: ['ada'] } };

const hopper = mapping('Leads', 'Administrators/Leads', { line: 20 });

const ssoIds: readonly Case[] = [
  {
    name: 'that an administrator has is given to nobody else',
    mappings: [SSO],
    directory: ada,
    account: { 'Technicians/Helpdesk': {}, Administrators: { adam: { ssoId: 'ADA@corp.local' } } },
    changes: ['create ada@corp.example in Technicians/Helpdesk MEMBER_OF'],
    notices: ['SSO_ID_IN_USE'],
  },
  {
    name: 'that a disabled user of another group has is given to nobody else',
    mappings: [SSO],
    directory: ada,
    account: {
      'Technicians/Helpdesk': { ada: { link: 'ada' } },
      'Technicians/By hand': { old: { enabled: false, link: 'ada', oldLink: true, ssoId: 'x@corp.local' } },
      'Master Administrators': { mia: { ssoId: 'ada@corp.local' } },
    },
    changes: ['update ada@corp.example in Technicians/Helpdesk (link) LINK_RENEWED'],
    notices: ['DOUBLE_LINK', 'SSO_ID_IN_USE'],
  },
  {
    name: 'that two people have is given to neither, and stays with the one who has it',
    mappings: [SSO],
    directory: {
      groups: { Helpdesk: ['ada', 'bob', 'cy'] },
      people: { bob: { upn: 'ada@corp.local' }, cy: { upn: 'ADA@corp.local' } },
    },
    account: {
      'Technicians/Helpdesk': {
        ada: { link: 'ada', linkedSsoId: 'ada@corp.local', ssoId: 'ada@corp.local' },
        bob: { link: 'bob', linkedSsoId: '', ssoId: '' },
      },
    },
    changes: ['create cy@corp.example in Technicians/Helpdesk MEMBER_OF'],
    notices: ['SHARED_SSO_ID'],
  },
  {
    name: 'that somebody who has ended has as well is given all the same',
    mappings: [SSO],
    directory: {
      groups: { Helpdesk: ['ada', 'bob'] },
      people: { bob: { upn: 'ada@corp.local', state: 'disabled' } },
    },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada', linkedSsoId: '' } } },
    changes: ['update ada@corp.example in Technicians/Helpdesk (link,ssoId) DIFFERS'],
  },
  {
    name: 'that is given up goes to the next one, after it was given up',
    mappings: [SSO],
    directory: {
      groups: { Helpdesk: ['ada', 'bob'] },
      people: { ada: { upn: 'a2@corp.local' }, bob: { upn: 'ada@corp.local' } },
    },
    account: {
      'Technicians/Helpdesk': {
        ada: { link: 'ada', ssoId: 'ada@corp.local' },
        bob: { link: 'bob', ssoId: 'bob@corp.local' },
      },
    },
    changes: [
      'update ada@corp.example in Technicians/Helpdesk (link,ssoId) DIFFERS',
      'update bob@corp.example in Technicians/Helpdesk (link,ssoId) DIFFERS',
    ],
  },
  {
    name: 'that two users would exchange stays where it is',
    mappings: [SSO],
    directory: {
      groups: { Helpdesk: ['ada', 'bob'] },
      people: { ada: { upn: 'bob@corp.local' }, bob: { upn: 'ada@corp.local' } },
    },
    account: {
      'Technicians/Helpdesk': {
        ada: { link: 'ada', ssoId: 'ada@corp.local', linkedSsoId: 'ada@corp.local' },
        bob: { link: 'bob', ssoId: 'bob@corp.local', linkedSsoId: 'bob@corp.local' },
      },
    },
    changes: [],
    notices: ['SSO_ID_IN_USE', 'SSO_ID_IN_USE'],
  },
  {
    name: 'is not replaced together with the e-mail address',
    mappings: [SSO],
    directory: {
      groups: { Helpdesk: ['ada'] },
      people: { ada: { mail: 'king@corp.example', upn: 'king@corp.local' } },
    },
    account: {
      'Technicians/Helpdesk': { ada: { link: 'ada', ssoId: 'ada@corp.local', linkedSsoId: 'ada@corp.local' } },
    },
    changes: ['update king@corp.example in Technicians/Helpdesk (email) DIFFERS'],
    notices: ['SSO_ID_LATER'],
  },
  {
    name: 'follows in the next run',
    mappings: [SSO],
    directory: {
      groups: { Helpdesk: ['ada'] },
      people: { ada: { mail: 'king@corp.example', upn: 'king@corp.local' } },
    },
    account: {
      'Technicians/Helpdesk': {
        ada: { link: 'ada', email: 'king@corp.example', ssoId: 'ada@corp.local', linkedSsoId: 'ada@corp.local' },
      },
    },
    changes: ['update king@corp.example in Technicians/Helpdesk (link,ssoId) DIFFERS'],
  },
  {
    name: 'that somebody would take over is cleared where another user has it',
    mappings: [SSO, hopper],
    directory: { groups: { Helpdesk: ['ada'], Leads: [] } },
    account: {
      'Technicians/Helpdesk': { ada: { enabled: false, ssoId: 'old@corp.local' } },
      'Administrators/Leads': {},
      Administrators: { adam: { ssoId: 'ada@corp.local' } },
    },
    changes: ['held enable+update ada@corp.example in Technicians/Helpdesk (link,password,ssoId,status) ADOPTED'],
    notices: ['HELD', 'SSO_ID_IN_USE'],
  },
];

describe('an SSO id', () => {
  test.each(ssoIds)('$name', check);

  test('that was cleared is not vouched for by the new link', () => {
    const { mappings, directory, account } = ssoIds.find(({ name }) => name.includes('is cleared')) as Case;

    const { changes } = approvedPlan({ mappings: mappings ?? [], directory, account });

    const marker = formatMarker({ person: personId('ada'), fingerprint: fingerprint('', false) });
    expect(changes[0]).toMatchObject({ after: { ssoId: '' }, native: { marker } });
  });

  test('is not taken before the other user has given it up', () => {
    const { directory, account } = ssoIds.find(({ name }) => name.includes('given up')) as Case;

    const { changes } = planFor({ mappings: [SSO], directory, account });

    expect(changes[1]?.needs).toEqual([changes[0]?.id]);
  });

  test('of everybody is asked for only when one is to be taken', () => {
    const linked = { link: 'ada', linkedSsoId: 'ada@corp.local', ssoId: 'ada@corp.local' };
    const account = accountOf({ 'Technicians/Helpdesk': { ada: linked }, Administrators: { adam: {}, eva: {} } });
    const settings = settingsOf([SSO]);

    const quiet = planOf(settings, readingOf(ada, [SSO]), account);
    const busy = planOf(settings, readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [SSO]), account);

    expect(quiet.asked).toEqual([]);
    const admins = account.reading.users.filter(({ role }) => role === 'administrator').map(({ id }) => id);
    expect([...busy.asked].sort()).toEqual([...admins].sort());
  });
});
