import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DirectoryReading, Person } from '../../../src/core/people.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { LdapSettings } from '../../../src/core/settings.ts';
import { ATTRIBUTES } from '../../../src/directory/ad/entry.ts';
import { openDirectory } from '../../../src/directory/open.ts';
import { type Lab, SMALL, startLab } from '../../lab/lab.ts';
import { ldapSettings, readLdap } from './fixture.ts';
import { failureOf } from '../failure-of.ts';

let lab: Lab;
let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'adsync-ad-'));
  lab = await startLab('directory', '127.0.0.5');
  await lab.load(SMALL);
}, 120_000);
afterAll(async () => {
  await lab.reset();
  await rm(scratch, { recursive: true });
});

const GROUPS = 'OU=Groups,OU=Company,DC=corp,DC=example,DC=test';

/** The ordinary account that a sync client should use. */
function settings(overrides: Parameters<typeof ldapSettings>[1] = {}): LdapSettings {
  return ldapSettings(lab.get('AD_URL'), {
    baseDN: lab.get('AD_BASE_DN'),
    bindDN: lab.get('AD_SYNC_BIND_DN'),
    bindPassword: new Secret(lab.get('AD_SYNC_PASSWORD')),
    ...overrides,
    tls: { ca: readFileSync(lab.get('AD_CA_FILE'), 'utf8'), ...overrides.tls },
  });
}

async function read(...refs: string[]): Promise<DirectoryReading> {
  return readLdap(settings(), refs);
}

function namesIn(reading: DirectoryReading, group: string): string[] {
  const found = [...reading.groups.values()].find(({ name }) => name === group);
  return (found?.people ?? []).map((id) => reading.people.get(id)?.name ?? '').sort();
}

function personIn(reading: DirectoryReading, part: string): Person | undefined {
  return [...reading.people.values()].find(({ label }) => label.includes(part));
}

describe('finding groups', () => {
  test.each([
    'Sales',
    'sALES',
    'grp-sales',
    `CN=Sales,${GROUPS}`,
    `cn=sales , ou=GROUPS,OU=Company;DC=corp,DC=example,DC=test`,
    `CN="Sales",${GROUPS}`,
    `CN=\\53ales,${GROUPS}`,
    `CN=#040553616c6573,${GROUPS}`,
    `2.5.4.3=Sales,${GROUPS}`,
  ])('%s', async (ref) => {
    const reading = await read(ref);

    expect(reading.kind).toBe('complete');
    expect(reading.people.size).toBe(13);
    expect([...reading.groups.values()][0]?.label).toBe(`CN=Sales,${GROUPS}`);
  });

  test.each([
    'Odd (name), "quoted" \\ + ; <x> = ',
    'grp-odd',
    `CN=Odd (name)\\, \\"quoted\\" \\\\ \\+ \\; \\<x\\> \\=\\20,${GROUPS}`,
    `cn=odd (NAME)\\2c \\22quoted\\22 \\5c \\2b \\3b \\3cx\\3e \\3d\\ ,${GROUPS}`,
    `CN="Odd (name), \\"quoted\\" \\\\ + ; <x> = ",${GROUPS}`,
  ])('a name of special characters: %s', async (ref) => {
    const reading = await read(ref);

    expect(reading.kind).toBe('complete');
    expect(reading.people.size).toBe(6);
  });

  test.each([
    'Ünïcode İ ı ß 🎉',
    `CN=ünÏcode İ ı ß 🎉,${GROUPS}`,
    `CN=Ünïcode \\C4\\B0 ı ß \\F0\\9F\\8E\\89,${GROUPS}`,
  ])('a name of many scripts: %s', async (ref) => {
    const reading = await read(ref);

    expect(reading.people.size).toBe(3);
  });

  test('by objectGUID, in any case and in braces', async () => {
    const [id = ''] = [...(await read('Sales')).groups.keys()];

    const reading = await read(id, `{${id.toUpperCase()}}`);

    expect(reading.roots).toEqual([
      { kind: 'complete', group: id },
      { kind: 'complete', group: id },
    ]);
  });

  test.each([
    ['Salse', 'Similar: Sales'],
    [`CN=Sale,${GROUPS}`, `Similar: CN=Sales,${GROUPS}`],
    ['To Be Deleted', 'No directory group is called "To Be Deleted"'],
    ['Ünicode i', 'No directory group'],
    [
      'CN=Anna Abel,OU=Sales\\, EMEA,OU=People,OU=Company,DC=corp,DC=example,DC=test',
      'is no directory group but a person',
    ],
    ['00000000-0000-4000-8000-000000000000', 'no directory group with the objectGUID'],
    ['CN=Sales,OU=Groups,DC=other,DC=test', 'There is no directory group CN=Sales,OU=Groups,DC=other,DC=test'],
    ['*', 'No directory group is called "*"'],
    ['Sales)(cn=*', 'No directory group'],
  ])('%s is missing, with a hint', async (ref, hint) => {
    const reading = await read(ref, 'Sales');

    expect(reading.roots[0]).toMatchObject({ kind: 'incomplete', code: 'GROUP_NOT_FOUND' });
    expect(reading.roots[0]).toHaveProperty('text', expect.stringContaining(hint));
    expect(reading.roots[1]).toMatchObject({ kind: 'complete' });
  });

  test('an ambiguous name lists the DNs', async () => {
    await lab.modify(
      `dn: CN=Sales Archive,OU=Archive,${GROUPS}\nchangetype: modify\nreplace: displayName\ndisplayName: finance\n`,
    );

    const reading = await read('Finance');

    expect(reading.roots[0]).toMatchObject({
      code: 'GROUP_AMBIGUOUS',
      text: expect.stringContaining(`CN=Finance,${GROUPS}; CN=Sales Archive,OU=Archive,${GROUPS}`),
    });
  });

  test('only below the base by name, but anywhere by DN', async () => {
    const base = settings({ baseDN: `OU=Archive,${GROUPS}` });

    const reading = await readLdap(base, ['Sales', `CN=Sales,${GROUPS}`, 'Sales Archive']);

    expect(reading.roots.map((root) => root.kind)).toEqual(['incomplete', 'complete', 'complete']);
    expect(namesIn(reading, 'Sales')).toHaveLength(13);
  });
});

describe('people', () => {
  test('have their names, addresses and states', async () => {
    const reading = await read('All Staff');

    expect(reading.kind).toBe('complete');
    expect(personIn(reading, 'CN=Anna Abel')).toMatchObject({
      name: 'Abel, Anna',
      mail: 'anna.abel@example.com',
      upn: 'anna.abel@corp.example.test',
      state: 'enabled',
    });
    expect(personIn(reading, 'CN=Dirk Disabled')?.state).toBe('disabled');
    expect(personIn(reading, 'CN=Didi Disabled')?.state).toBe('disabled');
    expect(personIn(reading, 'CN=Emil Expired')?.state).toBe('expired');
    expect(personIn(reading, 'CN=Nora Neverexpires')?.state).toBe('enabled');
    expect(personIn(reading, 'CN=Nadia Nomail')).toMatchObject({ mail: null });
    expect(personIn(reading, 'CN=Nino Nomail')).toMatchObject({ mail: null, upn: null });
  });

  test('are found under every name of the fixture', async () => {
    const reading = await read('R&D', 'Ünïcode İ ı ß 🎉', 'grp-odd', 'Level 1');

    expect(reading.kind).toBe('complete');
    for (const part of ['CN=Zoë 🚀', 'CN=山田', 'CN=محمد', 'CN=Işıl', 'CN=Jürgen Groß', 'CN=José', 'CN=\\#1 Hashley']) {
      expect(personIn(reading, part)).toBeDefined();
    }
    expect(namesIn(reading, 'R&D')).toHaveLength(14);
  });

  test('keep their identity when they are renamed and moved', async () => {
    const before = await read('Engineering');
    const maria = personIn(before, 'CN=Maria Aftermove');

    await lab.modify(
      `dn: ${maria?.label ?? ''}\nchangetype: modrdn\nnewrdn: CN=Maria, Thrice\ndeleteoldrdn: 1\nnewsuperior: OU=Finance,OU=People,OU=Company,DC=corp,DC=example,DC=test\n`.replace(
        'Maria, T',
        'Maria\\, T',
      ),
    );
    const after = await read('Engineering');

    expect(personIn(after, 'CN=Maria\\, Thrice')?.id).toBe(maria?.id);
    expect([...after.people.keys()]).toEqual([...before.people.keys()]);
  });

  test('get a new identity when they are deleted and created again', async () => {
    const dn = 'CN=Two Lives,OU=Company,DC=corp,DC=example,DC=test';
    const create = `dn: ${dn}\nchangetype: add\nobjectClass: user\nsAMAccountName: twolives\n\n`;
    const join = `dn: CN=Empty,${GROUPS}\nchangetype: modify\nadd: member\nmember: ${dn}\n\n`;
    const remove = `dn: ${dn}\nchangetype: delete\n\n`;

    await lab.modify(create + join);
    const before = await read('Empty');
    await lab.modify(remove + create + join);
    const after = await read('Empty');
    await lab.modify(remove);

    expect(before.people.size).toBe(1);
    expect(after.people.size).toBe(1);
    expect([...after.people.keys()]).not.toEqual([...before.people.keys()]);
  });
});

describe('membership', () => {
  test('is read through three levels', async () => {
    const reading = await read('Level 1');

    expect([...reading.groups.values()].map(({ name }) => name).sort()).toEqual(['Level 1', 'Level 2', 'Level 3']);
    expect(reading.people.size).toBe(4);
  });

  test('is read through a cycle', async () => {
    const reading = await read('Cycle B');

    expect(reading.kind).toBe('complete');
    expect(reading.groups.size).toBe(3);
    expect(reading.people.size).toBe(3);
  });

  test('counts each person once', async () => {
    const reading = await read('All Staff');

    expect(reading.groups.size).toBe(5);
    expect(reading.people.size).toBe(13 + 16 + 14 + 11);
  });

  test('of an empty group is empty, and that is complete', async () => {
    const reading = await read('Empty');

    expect(reading).toMatchObject({ kind: 'complete' });
    expect(reading.people.size).toBe(0);
  });

  test('includes people through their primary group', async () => {
    const reading = await read('Payroll Primary', 'Domain Users');

    expect(namesIn(reading, 'Payroll Primary')).toHaveLength(2);
    expect(personIn(reading, 'CN=Petra Primary')).toBeDefined();
    expect(namesIn(reading, 'Domain Users').length).toBeGreaterThan(70);
    expect(reading.kind).toBe('complete');
  });

  test('of an object that is no person is a notice; members outside the base are found', async () => {
    const reading = await readLdap(settings({ baseDN: 'OU=Company,DC=corp,DC=example,DC=test' }), ['Mixed']);

    expect(reading.kind).toBe('complete');
    const mixed = [...reading.groups.values()].find(({ name }) => name === 'Mixed');
    expect(mixed?.others.map(({ kind }) => kind).sort()).toEqual([
      'computer',
      'contact',
      'foreignSecurityPrincipal',
      'foreignSecurityPrincipal',
    ]);
    expect(reading.notices.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['PC-0001', 'Konrad Kontakt', 'S-1-5-11']),
    );
    expect(personIn(reading, 'CN=Carl Container')).toBeDefined();
    expect(personIn(reading, 'CN=Ivo Inetorg')).toBeDefined();
    expect(personIn(reading, 'CN=Dora Disabled')?.state).toBe('disabled');
  });
});

describe('logging in', () => {
  test.each([
    ['a DN', () => ({})],
    ['a UPN', () => ({ bindDN: 'svc-sync@corp.example.test' })],
    ['DOMAIN\\user', () => ({ bindDN: 'CORP\\svc-sync' })],
    ['StartTLS', () => ({ urls: [lab.get('AD_STARTTLS_URL')], tls: { startTLS: true } })],
    ['the name in the certificate', () => ({ tls: { serverName: lab.get('AD_SERVERNAME') } })],
    ['another spelling of the base', () => ({ baseDN: 'dc=CORP, dc=example;DC=test' })],
    ['a dead server first', () => ({ urls: ['ldaps://127.0.0.99', lab.get('AD_URL')] })],
  ])('works with %s', async (_, overrides) => {
    const reading = await readLdap(settings(overrides()), ['Sales']);

    expect(reading.people.size).toBe(13);
  });

  test.each([
    ['a wrong password', () => ({ bindPassword: new Secret('nope') }), 'LDAP_WRONG_PASSWORD'],
    ['an unknown account', () => ({ bindDN: 'CN=nobody,DC=corp,DC=example,DC=test' }), 'LDAP_WRONG_PASSWORD'],
    ['a disabled account', () => ({ bindDN: service('svc-disabled') }), 'LDAP_ACCOUNT_DISABLED'],
    ['an expired account', () => ({ bindDN: service('svc-expired') }), 'LDAP_ACCOUNT_EXPIRED'],
    ['an account that must change it', () => ({ bindDN: service('svc-mustchange') }), 'LDAP_PASSWORD_MUST_CHANGE'],
    ['no encryption', () => ({ urls: [lab.get('AD_STARTTLS_URL')] }), 'LDAP_NOT_ENCRYPTED'],
    ['an authority that signed nothing', () => ({ tls: { ca: otherCa() } }), 'LDAP_CERTIFICATE_CHAIN'],
    [
      'an authority that signed nothing, after StartTLS',
      () => ({ urls: [lab.get('AD_STARTTLS_URL')], tls: { ca: otherCa(), startTLS: true } }),
      'LDAP_CERTIFICATE_CHAIN',
    ],
    ['the wrong name', () => ({ tls: { serverName: 'localhost' } }), 'LDAP_CERTIFICATE_NAME'],
    ['the Global Catalog', () => ({ urls: [lab.get('AD_GC_URL')] }), 'LDAP_GLOBAL_CATALOG'],
    ['a base that is not there', () => ({ baseDN: 'OU=None,DC=corp,DC=example,DC=test' }), 'LDAP_BASE_NOT_FOUND'],
    ['a base in another forest', () => ({ baseDN: 'DC=other,DC=test' }), 'LDAP_BASE_NOT_FOUND'],
    ['a base that is no DN', () => ({ baseDN: 'corp.example.test' }), 'LDAP_BASE_NOT_FOUND'],
  ])('fails with %s', async (_, overrides, code) => {
    const failure = await failureOf(readLdap(settings(overrides()), ['Sales']));

    expect(failure).toMatchObject({ name: 'Failure', code });
  });

  function service(name: string): string {
    return `CN=${name},OU=Service Accounts,OU=Company,DC=corp,DC=example,DC=test`;
  }

  function otherCa(): string {
    return readFileSync(lab.get('AD_OTHER_CA_FILE'), 'utf8');
  }
});

describe('attributes that are asked for', () => {
  test('come from the server in whatever case, and what is empty or no text does not', async () => {
    const attributes = ['givenName', 'surname', 'Department', 'objectGUID', 'departement'];

    const reading = await readLdap(settings(), ['Sales'], { attributes });

    expect(personIn(reading, 'CN=Anna Abel')).toMatchObject({
      attributes: { givenName: 'Anna', surname: 'Abel', Department: 'Sales' },
      unread: ['objectGUID', 'departement'],
    });
    expect(reading.notices).toContainEqual(
      expect.objectContaining({ code: 'ATTRIBUTE_OF_NOBODY', subject: 'departement' }),
    );
  });
});

describe('an export', () => {
  test('gives the same reading as the server', async () => {
    const path = join(scratch, 'export.ldif');
    const further = ['givenName', 'sn', 'department', 'telephoneNumber', 'proxyAddresses', 'departement'];
    const names = [...ATTRIBUTES, ...further, 'member'];
    await writeFile(path, await lab.export(lab.get('AD_BASE_DN'), '(objectClass=*)', ...names));
    const refs = ['All Staff', 'Mixed', 'Cycle A', 'Domain Users', 'Payroll Primary', 'grp-odd', 'Level 1', 'Salse'];
    refs.push('Ünïcode İ ı ß 🎉', 'Newsletter', 'After Rename', 'Empty', `cn="sales archive",ou=archive,${GROUPS}`);
    const wanted = refs.map((ref) => ({ ref, nested: true }));
    const attributes = ['surname', ...further];
    const options = { signal: new AbortController().signal, now: new Date(), progress: () => undefined, attributes };

    const live = await (await openDirectory(settings())).read(wanted, options);
    const file = await (await openDirectory({ type: 'file', path })).read(wanted, options);

    expect(file.roots.slice(0, 7)).toEqual(live.roots.slice(0, 7));
    expect(file.roots.slice(8)).toEqual(live.roots.slice(8));
    expect([...file.people.values()]).toEqual([...live.people.values()]);
    expect([...file.groups.values()]).toEqual([...live.groups.values()]);
    expect(file.notices).toEqual(live.notices);
    expect(live.people.size).toBeGreaterThan(70);
  });
});

describe('a large directory', () => {
  beforeAll(async () => {
    await lab.generate('2000', '8', '1800', '1', '--everyone', '--nest', '5', '--name', 'Large');
  }, 120_000);

  test('is read whole, in ranges, with few requests', async () => {
    const said: string[] = [];

    const reading = await readLdap(settings(), ['Large Everyone', 'Large Group 00005'], {
      progress: (text) => said.push(text),
    });

    expect(reading.kind).toBe('complete');
    expect(reading.people.size).toBe(2000);
    expect(namesIn(reading, 'Large Everyone')).toHaveLength(2000);
    expect(namesIn(reading, 'Large Group 00005')).toHaveLength(1800);
    expect(requestsOf(said)).toBeLessThanOrEqual(22);
  });

  test('eight groups of 1,800 cost no more requests than their members in ranges', async () => {
    const said: string[] = [];
    const refs = Array.from({ length: 8 }, (_, index) => `large-g${String(index).padStart(5, '0')}`);

    const reading = await readLdap(settings(), refs, { progress: (text) => said.push(text) });

    expect(reading.kind).toBe('complete');
    expect([...reading.groups.values()].map(({ people }) => people.length)).toEqual(Array(8).fill(1800));
    expect(requestsOf(said)).toBeLessThanOrEqual(8 + 4 + 10);
  });

  function requestsOf(said: readonly string[]): number {
    return Number(/in (\d+) requests/.exec(said.at(-1) ?? '')?.[1]);
  }
});
