import { afterEach, describe, expect, test } from '@jest/globals';
import type { DirectoryReading } from '../../../src/core/people.ts';
import type { GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, BOTH_ROLES, guid, newTenant, TENANT } from '../../sandbox/graph/world.ts';
import { until } from '../../until.ts';
import { closeAll, newLab } from './fixture.ts';
import { failureOf } from '../failure-of.ts';

afterEach(closeAll);

/** Helpdesk holds two people and Tier 1, which holds a third and Helpdesk again. */
function helpdesk(roles = BOTH_ROLES): GraphTenant {
  const tenant = newTenant([...roles]);
  addUsers(tenant, 3);
  addGroup(tenant, 900, 'Helpdesk', [guid(1), guid(2), guid(901)]);
  addGroup(tenant, 901, 'Tier 1', [guid(3), guid(900)]);
  return tenant;
}

function texts(reading: DirectoryReading): string[] {
  return reading.roots.map((root) => (root.kind === 'incomplete' ? `${root.code}: ${root.text}` : root.kind));
}

test('a name that a " #" cut short is named where there is a group of that name', async () => {
  const tenant = newTenant([...BOTH_ROLES]);
  addGroup(tenant, 900, 'Sales', []);
  addGroup(tenant, 901, 'Sales #2', []);
  const lab = await newLab(tenant);
  const wanted = { ref: 'Sales', nested: true };

  const reading = await lab.read([
    { ...wanted, commented: 'Sales #2' },
    { ...wanted, commented: 'Sales # all' },
  ]);

  expect(reading.roots).toMatchObject([{ group: guid(900) }, { group: guid(900) }]);
  expect(reading.notices).toMatchObject([{ code: 'NAME_CUT_BY_COMMENT', subject: 'Sales #2' }]);
});

test('a group is found however the letters of its name are composed, and with a blank at its end', async () => {
  const tenant = newTenant([...BOTH_ROLES]);
  addGroup(tenant, 900, 'Ko\u0308ln', []);
  addGroup(tenant, 901, 'K\u00f6ln West', []);
  addGroup(tenant, 902, 'Desk ', []);
  addGroup(tenant, 903, 'Desk', []);
  const lab = await newLab(tenant);

  const reading = await lab.read(['K\u00f6ln', 'Ko\u0308ln West', 'Desk ', 'Desk']);

  expect(reading.roots.map(({ group }) => group)).toEqual([guid(900), guid(901), guid(902), guid(903)]);
});

describe('people and groups', () => {
  test('are read with who holds whom, cycles included', async () => {
    const lab = await newLab(helpdesk());

    const reading = await lab.read(['Helpdesk']);

    expect(reading).toMatchObject({ kind: 'complete', type: 'entra', name: TENANT, notices: [] });
    expect(reading.roots).toEqual([{ kind: 'complete', group: guid(900) }]);
    expect([...reading.groups.values()]).toEqual([
      {
        id: guid(900),
        name: 'Helpdesk',
        label: guid(900),
        people: [guid(1), guid(2)],
        groups: [guid(901)],
        others: [],
      },
      { id: guid(901), name: 'Tier 1', label: guid(901), people: [guid(3)], groups: [guid(900)], others: [] },
    ]);
    expect(reading.people.get(guid(1) as never)).toEqual({
      id: guid(1),
      name: 'User 1',
      mail: 'user1@corp.example',
      upn: 'user1@corp.example',
      state: 'enabled',
      label: 'user1@corp.example',
    });
  });

  test('groups inside are left alone where they are not wanted', async () => {
    const lab = await newLab(helpdesk());

    const reading = await lab.read([{ ref: 'Helpdesk', nested: false }]);

    expect([...reading.groups.keys()]).toEqual([guid(900)]);
    expect(reading.kind).toBe('complete');
  });

  test.each([
    ['a disabled account', { accountEnabled: false }, { state: 'disabled' }],
    ['no mail', { mail: null }, { mail: null }],
    ['a blank mail', { mail: '  ' }, { mail: null }],
    ['no display name', { displayName: null }, { name: 'user1@corp.example' }],
    [
      'an external member',
      { userPrincipalName: 'a_b.example#EXT#@corp.example' },
      { upn: 'a_b.example#EXT#@corp.example' },
    ],
  ])('%s', async (_name, change, expected) => {
    const tenant = helpdesk();
    Object.assign(tenant.users[0] ?? {}, change);
    const lab = await newLab(tenant);

    const reading = await lab.read(['Helpdesk']);

    expect(reading.people.get(guid(1) as never)).toMatchObject(expected);
    expect(reading.kind).toBe('complete');
  });

  test('a person who was deleted is simply no member any more', async () => {
    const tenant = helpdesk();
    Object.assign(tenant.users[1] ?? {}, { deletedDateTime: '2026-01-01T00:00:00Z' });
    const lab = await newLab(tenant);

    const reading = await lab.read(['Helpdesk']);

    expect(reading.kind).toBe('complete');
    expect([...reading.people.keys()]).toEqual([guid(1), guid(3)]);
  });

  test('an empty group is complete', async () => {
    const tenant = helpdesk();
    addGroup(tenant, 902, 'Empty', []);
    const lab = await newLab(tenant);

    const reading = await lab.read(['Empty']);

    expect(reading.kind).toBe('complete');
    expect(reading.people.size).toBe(0);
  });
});

describe('members that are no people', () => {
  test('get no user, and a notice says what they are', async () => {
    const tenant = helpdesk();
    const others = [guid(50), guid(51), guid(52), guid(53)];
    tenant.users.push({
      id: guid(50),
      displayName: 'Gus Guest',
      userPrincipalName: 'gus_x.example#EXT#@corp.example',
      accountEnabled: true,
      userType: 'Guest',
    });
    tenant.devices.push({ id: guid(51), displayName: 'KIOSK', accountEnabled: true });
    tenant.servicePrincipals.push({ id: guid(52), displayName: 'Robot', accountEnabled: true });
    tenant.orgContacts.push({ id: guid(53), displayName: 'Carol Contact' });
    addGroup(tenant, 902, 'Mixed', [guid(1), ...others]);
    const lab = await newLab(tenant, { switches: { servicePrincipalsListed: true } });

    const reading = await lab.read(['Mixed']);

    expect(reading.kind).toBe('complete');
    expect([...reading.people.keys()]).toEqual([guid(1)]);
    expect(reading.groups.get(guid(902) as never)?.others.map(({ kind }) => kind)).toEqual([
      'guest',
      'device',
      'servicePrincipal',
      'contact',
    ]);
    expect(reading.notices.map(({ code, severity, subject }) => [code, severity, subject])).toEqual([
      ['MEMBER_NOT_A_PERSON', 'warning', 'Gus Guest'],
      // Without rights to devices Graph shows no more of them than their id, and none is needed.
      ['MEMBER_NOT_A_PERSON', 'info', guid(51)],
      ['MEMBER_NOT_A_PERSON', 'warning', guid(52)],
      ['MEMBER_NOT_A_PERSON', 'warning', guid(53)],
    ]);
    expect(reading.notices[0]?.text).toBe(
      '"Gus Guest" in the directory group "Mixed" is a guest of the tenant and gets no user.',
    );
  });
});

describe('a wanted group', () => {
  test.each([
    ['its object id', guid(900)],
    ['its object id in capitals and braces', `{${guid(900).toUpperCase()}}`],
    ['its name', 'Helpdesk'],
    ['its name in other capitals', 'HELPDESK'],
    ['its name between blanks', '  Helpdesk '],
  ])('is found by %s', async (_name, ref) => {
    const lab = await newLab(helpdesk());

    const reading = await lab.read([ref]);

    expect(reading.roots).toEqual([{ kind: 'complete', group: guid(900) }]);
  });

  test.each(["R&D #1 'n' Söhne? 100%+", "O'Brien''s", 'a=b&$top=1', '组/🙂', '"quoted" \\ back'])(
    'is found by a name like %j',
    async (name) => {
      const tenant = helpdesk();
      addGroup(tenant, 902, name, [guid(1)]);
      const lab = await newLab(tenant);

      const reading = await lab.read([name]);

      expect(reading.roots).toEqual([{ kind: 'complete', group: guid(902) }]);
    },
  );

  test('that does not exist is named, with names like it', async () => {
    const lab = await newLab(helpdesk());

    const reading = await lab.read(['Helpdesc', 'Helpdesk']);

    expect(reading.kind).toBe('partial');
    expect(texts(reading)).toEqual([
      'GROUP_NOT_FOUND: No directory group is called "Helpdesc" (compared with displayName). Similar: Helpdesk.',
      'complete',
    ]);
  });

  test('named by a DN, as in Active Directory, is told what to write', async () => {
    const lab = await newLab(helpdesk());

    const reading = await lab.read(['CN=Helpdesk,DC=corp,DC=example']);

    expect(texts(reading)[0]).toMatch(/^GROUP_NOT_FOUND: .*Entra ID knows no distinguished names/);
  });

  test('that was deleted is an error, not a group without members', async () => {
    const tenant = helpdesk();
    Object.assign(tenant.groups[0] ?? {}, { deletedDateTime: '2026-01-01T00:00:00Z' });
    const lab = await newLab(tenant);

    const reading = await lab.read(['Helpdesk', guid(900)]);

    expect(reading.kind).toBe('partial');
    expect(texts(reading)[0]).toMatch(/^GROUP_NOT_FOUND: No directory group is called "Helpdesk"/);
    expect(texts(reading)[1]).toMatch(/^GROUP_NOT_FOUND: There is no directory group with the object id 0.*900/);
  });

  test('whose name several have is ambiguous, and all ids are listed', async () => {
    const tenant = helpdesk();
    addGroup(tenant, 902, 'helpdesk', []);
    const lab = await newLab(tenant);

    const reading = await lab.read(['Helpdesk']);

    expect(texts(reading)).toEqual([
      `GROUP_AMBIGUOUS: 2 directory groups are called "Helpdesk": ${guid(900)}; ${guid(902)}. Write the object id instead.`,
    ]);
  });

  test('that vanishes while it is read is half read', async () => {
    const tenant = helpdesk();
    const lab = await newLab(tenant);

    const reading = await lab.read(['Helpdesk'], {
      progress: (text) => {
        if (text.endsWith('level 1')) tenant.groups.splice(1, 1);
      },
    });

    expect(reading.kind).toBe('partial');
    expect(texts(reading)[0]).toMatch(/^GROUP_READ_PARTLY: .*"Tier 1" .*: it does not exist any more \(HTTP 404/);
  });

  test('that two mappings name is read once', async () => {
    const lab = await newLab(helpdesk());

    const reading = await lab.read(['Helpdesk', guid(900), 'helpdesk', { ref: 'Tier 1', nested: false }]);

    expect(reading.roots.map(({ group }) => group)).toEqual([guid(900), guid(900), guid(900), guid(901)]);
    const members = lab.sandbox.log.filter(({ path }) => path.endsWith('/members'));
    expect(members.map(({ path }) => path.split('/').at(-2)).sort()).toEqual([guid(900), guid(901)]);
  });
});

describe('rights', () => {
  test('to groups that are missing end the run, by name', async () => {
    const lab = await newLab(helpdesk(['User.Read.All']));

    const failure = await failureOf(lab.read(['Helpdesk']));

    expect(failure.code).toBe('ENTRA_PERMISSION_MISSING');
    expect(failure.message).toMatch(/may not read groups .*Authorization_RequestDenied.*request-id [0-9a-f-]{36}, 20/);
    expect(failure.advice).toMatch(/^Grant GroupMember\.Read\.All /);
  });

  test.each([
    ['all properties of people null', ['GroupMember.Read.All'], 'null'],
    ['the status of people null', ['GroupMember.Read.All', 'User.ReadBasic.All'], 'null'],
    ['the status of people left out', ['GroupMember.Read.All', 'User.ReadBasic.All'], 'absent'],
  ] as const)('to people that are missing (%s) end the run, by name', async (_name, roles, beyondBasic) => {
    const lab = await newLab(helpdesk([...roles]), { switches: { beyondBasic } });

    const failure = await failureOf(lab.read(['Helpdesk']));

    expect(failure.code).toBe('ENTRA_PERMISSION_MISSING');
    expect(failure.message).toContain('without name, address and status');
    expect(failure.advice).toMatch(/^Grant User\.Read\.All /);
  });

  test('to a nested group that are missing make the group incomplete', async () => {
    const lab = await newLab(helpdesk(), { faults: [{ kind: 'forbidden', path: `${guid(901)}/members` }] });

    const reading = await lab.read(['Helpdesk']);

    expect(reading.kind).toBe('partial');
    expect(texts(reading)[0]).toMatch(/"Tier 1".*Authorization_RequestDenied.*needs GroupMember\.Read\.All and User/);
  });

  test('to people that Graph refuses end the run', async () => {
    const lab = await newLab(helpdesk(['GroupMember.Read.All', 'User.ReadBasic.All']), {
      switches: { beyondBasic: 'refuse' },
    });

    const failure = await failureOf(lab.read(['Helpdesk']));

    expect(failure.code).toBe('ENTRA_PERMISSION_MISSING');
  });

  test('a single person of whom nothing is shown makes the group incomplete', async () => {
    const tenant = helpdesk();
    Object.assign(tenant.users[1] ?? {}, { userPrincipalName: null });
    const lab = await newLab(tenant);

    const reading = await lab.read(['Helpdesk', 'Tier 1']);

    expect(reading.kind).toBe('partial');
    expect(texts(reading)[0]).toContain(
      `the properties of 1 member are not shown (${guid(2)}); that needs User.Read.All`,
    );
  });

  test.each(['empty', 'refuse'] as const)(
    'to hidden members that are missing (%s) make the group incomplete, never empty',
    async (hiddenMembership) => {
      const tenant = helpdesk();
      Object.assign(tenant.groups[0] ?? {}, { visibility: 'HiddenMembership' });
      const lab = await newLab(tenant, { switches: { hiddenMembership } });

      const reading = await lab.read(['Helpdesk']);

      expect(reading.kind).toBe('partial');
      expect(texts(reading)[0]).toMatch(/^GROUP_READ_PARTLY: .*Member\.Read\.Hidden/);
    },
  );

  test('to hidden members show them', async () => {
    const tenant = helpdesk([...BOTH_ROLES, 'Member.Read.Hidden']);
    Object.assign(tenant.groups[0] ?? {}, { visibility: 'HiddenMembership' });
    const lab = await newLab(tenant);

    const reading = await lab.read(['Helpdesk']);

    expect(reading.kind).toBe('complete');
    expect(reading.people.size).toBe(3);
  });
});

test('an abort ends the reading', async () => {
  const lab = await newLab(helpdesk(), { faults: [{ kind: 'hang', path: 'members' }] });
  const stop = new AbortController();

  const reading = lab.read(['Helpdesk'], {
    signal: stop.signal,
    progress: (text) => {
      if (!text.startsWith('Reading the members')) return;
      void until(() => lab.sandbox.log.some(({ fault }) => fault === 'hang')).then(() => {
        stop.abort(new Error('stop'));
      });
    },
  });

  await expect(reading).rejects.toThrow('stop');
});
