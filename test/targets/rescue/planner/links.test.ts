import { describe, expect, test } from '@jest/globals';
import { fingerprint, formatMarker, sealOf } from '../../../../src/targets/rescue/planner/marker.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import type { Plan } from '../../../../src/plan/model.ts';
import {
  type AccountLiteral,
  accountOf,
  approvalsFor,
  codes,
  groupId,
  HELPDESK,
  lines,
  mapping,
  planOf,
  readingOf,
  SEALING,
  settingsOf,
  type TestAccount,
} from './builders.ts';
import { KEY, KEYED, marker, NODE } from './markers.ts';

/** Everything that a plan does without an approval, but for links. */
function done({ changes }: Plan): string[] {
  return changes
    .filter(({ held }) => held === null)
    .flatMap(({ email, name, after }) => Object.keys(after).map((field) => `${field} of ${email ?? name}`))
    .filter((text) => !text.startsWith('link '));
}

const DESK = { ...HELPDESK };
const LEADS = mapping('Leads', 'Administrators/Leads', { line: 20 });
const GONE = { groups: { Helpdesk: ['ada'] }, people: { ada: { state: 'disabled' as const } } };

/** An account in which `description` stands in the description of the user `victim`. */
function withText(literal: AccountLiteral, victim: string, description: string): TestAccount {
  const account = accountOf(literal);
  const users = account.reading.users.map((user) =>
    user.email === `${victim}@corp.example` ? { ...user, description } : user,
  );
  return { ...account, reading: { ...account.reading, users } };
}

describe('a marker that was copied or made up', () => {
  const literal: AccountLiteral = {
    'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: {} },
    'Administrators/Leads': { alan: {} },
    'Master Administrators': { olga: {}, otto: {} },
  };
  const bobStays = { groups: { Helpdesk: ['ada', 'bob'] }, people: GONE.people };
  const adas = marker('ada', accountOf(literal).reading.users[0]?.id ?? null);

  test.each([
    ['a technician', 'bob'],
    ['an administrator', 'alan'],
    ['a master administrator', 'otto'],
  ])('a copy of the link of somebody who leaves disables only them: %s', (_, victim) => {
    const account = withText(literal, victim, adas);

    const { plan } = planOf(settingsOf([DESK]), readingOf(bobStays, [DESK]), account);

    expect(done(plan)).toEqual(['status of ada@corp.example']);
    expect(codes(plan)).toContain('LINK_FOREIGN');
  });

  test.each(['bob', 'alan', 'otto'])(
    'a copy of an old link disables neither of the two bearers alone: %s',
    (victim) => {
      const old = { ...literal, 'Technicians/Helpdesk': { ada: { link: 'ada', oldLink: true }, bob: {} } };
      const account = withText(old, victim, marker('ada'));

      const { plan } = planOf(settingsOf([DESK]), readingOf(bobStays, [DESK]), account);

      const others = done(plan).filter((text) => text !== 'status of ada@corp.example');
      expect(others).toEqual([]);
      if (victim !== 'bob') return;
      expect(done(plan)).toEqual([]);
      expect(codes(plan)).toContain('DOUBLE_LINK');
    },
  );

  test('a person whose link is contested gets no other user, and nobody else takes one of theirs', () => {
    const old = { link: 'ada', oldLink: true };
    const account = accountOf({ 'Technicians/Helpdesk': { one: old, two: old } });

    const { plan } = planOf(settingsOf([DESK]), readingOf({ groups: { Helpdesk: ['ada'] } }, [DESK]), account);

    expect(plan.changes).toEqual([]);
    expect(plan.notices.map(({ code, text }) => [code, text])).toContainEqual([
      'DOUBLE_LINK',
      'One (one@corp.example) and Two (two@corp.example) carry the link marker of one person, and nobody can tell whose it is: none of them is touched, and the person gets no other user. Remove the marker from the description of those who are not that person.',
    ]);
  });

  test('an address finds nobody for a person whose link is contested', () => {
    const old = { link: 'ada', oldLink: true };
    const account = accountOf({ 'Technicians/Helpdesk': { one: old, two: old, ada: {} } });

    const { plan } = planOf(settingsOf([DESK]), readingOf({ groups: { Helpdesk: ['ada'] } }, [DESK]), account);

    expect(plan.changes).toEqual([]);
  });

  test('a copy is no obstacle where the address finds the user in place and only the link changes', () => {
    const account = withText({ 'Technicians/Helpdesk': { bob: {} } }, 'bob', marker('ada', '999' as NodeId));

    const { plan } = planOf(settingsOf([DESK]), readingOf({ groups: { Helpdesk: ['bob'] } }, [DESK]), account);

    expect(lines(plan)).toEqual(['update bob@corp.example in Technicians/Helpdesk (link) ADOPTED']);
    expect(plan.summary.held).toBe(0);
  });

  test('of two bearers the one it was made for wins, however old the other is', () => {
    const account = withText(
      { 'Technicians/Helpdesk': { bob: {}, ada: { link: 'ada', name: 'A.' } } },
      'bob',
      marker('ada'),
    );

    const { plan } = planOf(settingsOf([DESK]), readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [DESK]), account);

    expect(done(plan)).toEqual(['name of ada@corp.example']);
    expect(codes(plan)).toContain('DOUBLE_LINK');
  });

  test('an old link to somebody whom the user does not resemble waits for an approval', () => {
    const account = withText({ 'Technicians/Helpdesk': { bob: {} } }, 'bob', marker('ada'));

    const { plan } = planOf(settingsOf([DESK]), readingOf(GONE, [DESK]), account);

    expect(done(plan)).toEqual([]);
    expect(lines(plan)).toEqual(['disable bob@corp.example in Technicians/Helpdesk (status) PERSON_DISABLED']);
    expect(plan.notices.find(({ code }) => code === 'HELD')?.text).toContain(
      'Bob (bob@corp.example) in Technicians/Helpdesk is linked to Ada (ada@corp.example), by a marker of the old form, and neither name nor address is the same.',
    );
  });

  test('a stranger with a marker of somebody else is not disabled before somebody has looked', () => {
    const account = withText({ 'Technicians/Helpdesk': { bob: {}, eve: {} } }, 'bob', marker('ada', '999' as NodeId));

    const { plan } = planOf(settingsOf([DESK]), readingOf({ groups: { Helpdesk: ['cy'] } }, [DESK]), account);

    expect(done(plan).filter((text) => text.startsWith('status of') && !text.endsWith('cy@corp.example'))).toEqual([
      'status of eve@corp.example',
    ]);
    expect(lines(plan)).toContain('disable bob@corp.example in Technicians/Helpdesk (status) NOT_A_MEMBER');
  });

  test('a group with a copied link is not taken for the one it was copied from', () => {
    const directory = { groups: { Helpdesk: ['@Night'], Night: ['ada'] } };
    const account = accountOf({
      'Technicians/Helpdesk/Night': { ada: { link: 'ada' } },
      'Technicians/Helpdesk/Other': { bob: {} },
    });
    const [night, other] = ['Night', 'Other'].map((name) =>
      account.reading.groups.find(({ path }) => path.at(-1) === name),
    );
    const link = formatMarker({
      person: groupId('Night'),
      fingerprint: 'bfe2ad0c',
      seal: sealOf(groupId('Night'), night?.id ?? NODE, SEALING),
    });
    const groups = account.reading.groups.map((group) =>
      group === night || group === other ? { ...group, description: link } : group,
    );

    const { plan } = planOf(settingsOf([DESK]), readingOf(directory, [DESK]), {
      ...account,
      reading: { ...account.reading, groups },
    });

    expect(plan.changes).toEqual([]);
  });

  test('two groups with one old link: nothing changes for the people of that directory group', () => {
    const directory = { groups: { Helpdesk: ['@Night'], Night: ['ada'] } };
    const old = formatMarker({ person: groupId('Night'), fingerprint: 'bfe2ad0c' });
    const account = accountOf(
      { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
      {},
      { 'Technicians/Helpdesk/A': old, 'Technicians/Helpdesk/B': old },
    );

    const { plan } = planOf(settingsOf([DESK]), readingOf(directory, [DESK]), account);

    expect(plan.changes).toEqual([]);
    expect(codes(plan)).toContain('RESCUE_GROUP_AMBIGUOUS');
  });
});

describe('a link in a role that no mapping feeds', () => {
  test.each(['Administrators', 'Master Administrators'])('%s: what it would cause waits for an approval', (place) => {
    const account = accountOf({
      [place]: { ada: { link: 'ada' }, gone: { link: 'gone' }, olga: {} },
      'Technicians/Helpdesk': {},
    });

    const { plan } = planOf(settingsOf([DESK]), readingOf(GONE, [DESK]), account);

    expect(done(plan)).toEqual([]);
    expect(plan.summary.disable).toBe(2);
    expect(plan.summary.held).toBe(2);
  });

  test('in a mapped role a link acts wherever its user stands', () => {
    const account = accountOf({ 'Administrators/Elsewhere': { ada: { link: 'ada' } }, 'Administrators/Leads': {} });
    const reading = readingOf({ groups: { Leads: ['ada'] } }, [LEADS]);

    expect(done(planOf(settingsOf([LEADS]), reading, account).plan)).toEqual(['group of ada@corp.example']);
  });

  test('an old link outside of all mapped groups waits for an approval', () => {
    const account = accountOf({
      'Administrators/Elsewhere': { ada: { link: 'ada', oldLink: true } },
      'Administrators/Leads': {},
    });
    const reading = readingOf({ groups: { Leads: ['ada'] } }, [LEADS]);

    const { plan } = planOf(settingsOf([LEADS]), reading, account);

    expect([plan.summary.move, plan.summary.held]).toEqual([1, 1]);
  });
});

describe('links of the old form', () => {
  const many = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`p${index}`, { link: `p${index}`, oldLink: true }]),
  );
  const directory = { groups: { Helpdesk: Object.keys(many) } };

  test('make no changes of their own, ask for nobody, and are one note', () => {
    const { plan, asked } = planOf(
      settingsOf([DESK]),
      readingOf(directory, [DESK]),
      accountOf({ 'Technicians/Helpdesk': many }),
    );

    expect(plan.changes).toEqual([]);
    expect(asked).toEqual([]);
    expect(plan.notices.map(({ code, severity }) => [code, severity])).toEqual([['LINKS_OLD', 'info']]);
    expect(plan.notices[0]?.text).toMatch(/^300 links /);
  });

  test('act as links do, and are written anew with the next change', () => {
    const renamed = { ...many, p7: { link: 'p7', oldLink: true, name: 'Old Name' } };
    const { plan } = planOf(
      settingsOf([DESK]),
      readingOf(directory, [DESK]),
      accountOf({ 'Technicians/Helpdesk': renamed }),
    );

    expect(lines(plan)).toEqual(['update p7@corp.example in Technicians/Helpdesk (name) DIFFERS']);
    expect(plan.changes[0]?.native.marker).toBe(marker('p7'));
  });

  test('of users who are disabled already are no note', () => {
    const account = accountOf({ 'Technicians/Helpdesk': { gone: { link: 'gone', oldLink: true, enabled: false } } });

    expect(codes(planOf(settingsOf([DESK]), readingOf({ groups: { Helpdesk: [] } }, [DESK]), account).plan)).toEqual(
      [],
    );
  });
});

describe('rescue.linkKey', () => {
  const settings = settingsOf([DESK], { linkKey: KEY });
  const directory = { groups: { Helpdesk: ['ada', 'bob', 'cy'] }, people: { cy: { state: 'disabled' as const } } };
  const account = accountOf({
    'Technicians/Helpdesk': {
      ada: { link: 'ada' },
      bob: { link: 'bob', name: 'Old Name', oldLink: true },
      cy: { link: 'cy' },
      gone: { link: 'gone' },
    },
  });

  test('nothing that hangs on a link without it is done before it is approved, in one set', () => {
    const { plan, asked } = planOf(settings, readingOf(directory, [DESK]), account);

    expect(done(plan)).toEqual([]);
    expect(lines(plan).sort()).toEqual([
      'disable cy@corp.example in Technicians/Helpdesk (status) PERSON_DISABLED',
      'disable gone@corp.example in Technicians/Helpdesk (status) LEFT',
      'update ada@corp.example in Technicians/Helpdesk (link) LINK_RENEWED',
      'update bob@corp.example in Technicians/Helpdesk (link,name) DIFFERS',
    ]);
    expect(approvalsFor(plan)).toHaveLength(1);
    expect(codes(plan)).toEqual(['HELD', 'LINKS_UNSEALED']);
    // Ada's marker vouches for everything but the seal: nobody needs to ask about her.
    expect(asked).not.toContain(account.reading.users[0]?.id);
  });

  test('the approval lets exactly these through, and the marker goes on vouching', () => {
    const reading = readingOf(directory, [DESK]);
    const approved = approvalsFor(planOf(settings, reading, account).plan);

    const { plan } = planOf(settings, reading, account, approved);

    expect(plan.summary.held).toBe(0);
    expect(plan.changes.find(({ name }) => name === 'Ada')?.native.marker).toBe(marker('ada'));
  });

  test('a marker that vouches for an add-on goes on doing so', () => {
    const withAddOn = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada', mobile: true } } });

    const { plan, asked } = planOf(settings, readingOf({ groups: { Helpdesk: ['ada'] } }, [DESK]), withAddOn);

    expect(asked).toEqual([]);
    expect(plan.changes[0]?.native.marker).toBe(marker('ada').replace('bfe2ad0c', fingerprint(null, true)));
  });

  test('whoever stands in a group without it is sealed by the approval that lets the group in', () => {
    const mirrored = settingsOf([HELPDESK], { linkKey: KEY });
    const reading = readingOf({ groups: { Helpdesk: ['@Night'], Night: ['ada'] } }, [HELPDESK]);
    const unsealed = accountOf({ 'Technicians/Helpdesk/Night': { ada: { link: 'ada' } } });

    const { plan } = planOf(mirrored, reading, unsealed);

    expect(lines(plan)).toEqual([
      'update group Technicians/Helpdesk/Night ADOPTED',
      'update ada@corp.example in Technicians/Helpdesk/Night (link) LINK_RENEWED',
    ]);
    expect(approvalsFor(plan)).toEqual([expect.stringMatching(/^a2-/)]);
    expect(planOf(mirrored, reading, unsealed, approvalsFor(plan)).plan.summary.held).toBe(0);
  });

  test('links that are sealed with it act at once', () => {
    const users = account.reading.users.map((user) => ({
      ...user,
      description: marker(user.email.replace('@corp.example', ''), user.id, KEYED),
    }));

    const { plan } = planOf(settings, readingOf(directory, [DESK]), {
      ...account,
      reading: { ...account.reading, users },
    });

    expect(done(plan).sort()).toEqual([
      'name of bob@corp.example',
      'status of cy@corp.example',
      'status of gone@corp.example',
    ]);
    expect(codes(plan)).toEqual([]);
  });

  test('a file that no longer names it holds what its links would do, and says so', () => {
    const users = account.reading.users.map((user) => ({ ...user, description: marker('cy', user.id, KEYED) }));
    const only = {
      ...account,
      reading: { ...account.reading, users: users.filter(({ email }) => email.startsWith('cy@')) },
    };

    const { plan } = planOf(
      settingsOf([DESK]),
      readingOf({ groups: { Helpdesk: ['cy'] }, people: directory.people }, [DESK]),
      only,
    );

    expect(done(plan)).toEqual([]);
    expect(codes(plan)).toEqual(['HELD', 'LINKS_UNCHECKED']);
  });
});
