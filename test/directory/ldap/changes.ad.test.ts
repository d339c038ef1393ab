import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';
import type { LdapSettings } from '../../../src/core/settings.ts';
import { sidFromBytes } from '../../../src/directory/ad/ids.ts';
import { type Lab, SMALL, startLab } from '../../lab/lab.ts';
import { ldapSettings } from './fixture.ts';
import { type Watching, watching } from './watching.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab('changes', '127.0.0.23');
  await lab.load(SMALL);
}, 120_000);
afterAll(() => lab.reset());

const COMPANY = 'OU=Company,DC=corp,DC=example,DC=test';
const GROUPS = `OU=Groups,${COMPANY}`;
const WANTED = [
  'All Staff',
  'Level 1',
  'Payroll Primary',
  `CN=Mixed,${GROUPS}`,
  'grp-odd',
  'Ünïcode İ ı ß 🎉',
  'Empty',
];

function settings(dn: string, password: string): LdapSettings {
  return ldapSettings(lab.get('AD_URL'), {
    baseDN: lab.get('AD_BASE_DN'),
    bindDN: lab.get(dn),
    bindPassword: new Secret(lab.get(password)),
    tls: { ca: readFileSync(lab.get('AD_CA_FILE'), 'utf8') },
  });
}

function administrator(): Watching {
  return watching(settings('AD_BIND_DN', 'AD_PASSWORD'), WANTED);
}

function ordinary(): Watching {
  return watching(settings('AD_SYNC_BIND_DN', 'AD_SYNC_PASSWORD'), WANTED);
}

function edit(dn: string, ...lines: string[]): Promise<void> {
  return lab.modify([`dn: ${dn}`, ...lines, '', ''].join('\n'));
}

const modify = (dn: string, attribute: string, ...values: string[]): Promise<void> =>
  edit(dn, 'changetype: modify', `replace: ${attribute}`, ...values.map((value) => `${attribute}: ${value}`));

const anna = `CN=Anna Abel,OU=Sales\\, EMEA,OU=People,${COMPANY}`;
const carl = 'CN=Carl Container,CN=Users,DC=corp,DC=example,DC=test';
const another = `CN=Another,${COMPANY}`;
const attic = `OU=Attic,${COMPANY}`;
const create = (dn: string, kind: string): Promise<void> => {
  const name = kind === 'organizationalUnit' ? [] : [`sAMAccountName: ${dn.slice(3, 9)}`];
  return edit(dn, 'changetype: add', `objectClass: ${kind}`, ...name);
};
const remove = (dn: string): Promise<void> => edit(dn, 'changetype: delete');
const rename = (dn: string, rdn: string): Promise<void> =>
  edit(dn, 'changetype: modrdn', `newrdn: ${rdn}`, 'deleteoldrdn: 1');

/** From the bytes of objectSid, as LDIF has them. */
async function sidOf(dn: string): Promise<string> {
  const ldif = await lab.export(dn, '(objectClass=*)', 'objectSid');
  return sidFromBytes(Buffer.from(/^objectSid:: (.*)$/m.exec(ldif)?.[1] ?? '', 'base64')) ?? '';
}

test('a domain without any update is the same, for an ordinary account, too', async () => {
  const watched = ordinary();
  const kept = await watched.marked();

  expect(await watched.since(kept)).toEqual({ kind: 'same' });
});

test('an ordinary account sees no deletions, so any update makes it unsure', async () => {
  const watched = ordinary();
  const kept = await watched.marked();
  await modify(carl, 'description', 'one');

  expect(await watched.since(kept)).toEqual({ kind: 'unknown', why: expect.stringContaining('CN=Deleted Objects') });
});

/** In order: each goes on from what the one before has left. */
const STEPS: readonly (readonly [what: string, expected: 'same' | 'changed', act: () => Promise<void>])[] = [
  ['a description of a member', 'same', () => modify(anna, 'description', 'two')],
  ['an address of a member', 'changed', () => modify(anna, 'mail', 'a.abel@example.com')],
  ['a disabled member', 'changed', () => modify(anna, 'userAccountControl', '514')],
  ['a new account', 'same', () => create(another, 'user')],
  [
    'a new member',
    'changed',
    () => edit(`CN=Empty,${GROUPS}`, 'changetype: modify', 'add: member', `member: ${another}`),
  ],
  ['a deleted member', 'changed', () => remove(another)],
  ['a group that nobody reads', 'same', () => create(`CN=Unread,${COMPANY}`, 'group')],
  [
    'a member of it',
    'same',
    () => edit(`CN=Unread,${COMPANY}`, 'changetype: modify', 'add: member', `member: ${anna}`),
  ],
  ['a group that gets a name of the file', 'changed', () => modify(`CN=Unread,${COMPANY}`, 'displayName', 'ALL staff')],
  ['the same group, which loses it', 'same', () => modify(`CN=Unread,${COMPANY}`, 'displayName', 'none')],
  ['a group that nobody reads, deleted', 'same', () => remove(`CN=Unread,${COMPANY}`)],
  ['a new container', 'same', () => create(attic, 'organizationalUnit')],
  ['a container that holds nothing of it, renamed', 'same', () => rename(attic, 'OU=Loft')],
  ['a container of members, renamed', 'changed', () => rename(`OU=Finance,OU=People,${COMPANY}`, 'OU=Money')],
  ['a container above the groups, renamed', 'changed', () => rename(GROUPS, 'OU=Teams')],
  // The reading before it named a group by its DN, and is the one of today again.
  ['its old name again', 'same', () => rename(`OU=Teams,${COMPANY}`, 'OU=Groups')],
];

describe('an account that sees deleted objects', () => {
  test('can tell of each edit whether it changes the reading, and is right whenever it says: the same', async () => {
    const watched = administrator();
    let kept = await watched.marked();
    const told: [string, string][] = [];
    for (const [what, expected, act] of STEPS) {
      await act();
      const { kind } = await watched.since(kept);
      const { reading, mark } = await watched.read();
      if (kind === 'same') expect(reading).toEqual(kept.reading);
      told.push([what, kind]);
      // A mark that grows old stays good until something counts.
      if (expected === 'changed' && mark !== null) kept = { reading, mark };
    }

    expect(told).toEqual(STEPS.map(([what, expected]) => [what, expected]));
  });

  test('can tell it of a member by primary group', async () => {
    const watched = administrator();
    const payroll = `CN=Payroll Primary,${GROUPS}`;
    await edit(payroll, 'changetype: modify', 'add: member', `member: ${carl}`);
    const kept = await watched.marked();
    await modify(carl, 'primaryGroupID', '500001');

    expect(await watched.since(kept)).toMatchObject({ kind: 'changed' });
    const again = await watched.marked();
    await modify(carl, 'description', 'three');
    expect(await watched.since(again)).toEqual({ kind: 'same' });
    expect((await watched.read()).reading).toEqual(again.reading);
  });
});

test('an ordinary account that may list and read deleted objects sees deletions, and what else has changed', async () => {
  await lab.permitDeleted(await sidOf(lab.get('AD_SYNC_BIND_DN')));
  const watched = ordinary();
  await create(another, 'user');
  await edit(`CN=Empty,${GROUPS}`, 'changetype: modify', 'add: member', `member: ${another}`);
  const kept = await watched.marked();
  await modify(carl, 'description', 'four');
  expect(await watched.since(kept)).toEqual({ kind: 'same' });
  await remove(another);

  expect(await watched.since(kept)).toEqual({ kind: 'changed', why: expect.stringContaining('deleted') });
});

test.each([
  [['givenName', 'surname', 'department', 'objectSid'], null],
  [
    ['givenName', 'manager', 'memberOf', 'canonicalName', 'lastLogon', 'departement'],
    'canonicalName; departement; lastLogon; manager; memberOf',
  ],
])('the schema tells which attributes change unseen: %j', async (attributes, unstable) => {
  const { mark, why } = await ordinary().read({ attributes });

  expect(mark === null).toBe(unstable !== null);
  expect(why ?? '').toContain(unstable ?? '');
});
