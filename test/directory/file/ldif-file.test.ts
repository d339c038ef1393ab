import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../src/core/failure.ts';
import type { DirectoryGroupId, DirectoryReading, WantedGroup } from '../../../src/core/people.ts';
import { readChunks } from '../../../src/directory/file/read-chunks.ts';
import { guidToBytes } from '../../../src/directory/ad/ids.ts';
import { openDirectory } from '../../../src/directory/open.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'adsync-ldif-'));
});
afterAll(async () => {
  await rm(dir, { recursive: true });
});

const OPTIONS = {
  signal: new AbortController().signal,
  now: new Date('2026-01-31T09:00:00Z'),
  progress: () => undefined,
};

async function read(ldif: string, ...refs: (string | WantedGroup)[]): Promise<DirectoryReading> {
  const path = join(dir, `${Math.abs(hash(ldif))}.ldif`);
  await writeFile(path, ldif);
  const wanted = refs.map((ref) => (typeof ref === 'string' ? { ref, nested: true } : ref));
  return (await openDirectory({ type: 'file', path })).read(wanted, OPTIONS);
}

function hash(text: string): number {
  return [...Buffer.from(text)].reduce((sum, byte) => (sum * 31 + byte) | 0, 7);
}

function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function user(number: number, cn: string, more = ''): string {
  return `dn: CN=${cn},DC=corp\nobjectClass: user\nobjectGUID: ${guid(number)}\ncn: ${cn}\nuserAccountControl: 512\n${more}\n`;
}

function group(number: number, cn: string, members: readonly string[], more = ''): string {
  const lines = members.map((member) => `member: ${member}\n`).join('');
  return `dn: CN=${cn},DC=corp\nobjectClass: group\nobjectGUID: ${guid(number)}\ncn: ${cn}\n${lines}${more}\n`;
}

const ANNA = user(1, 'Anna');
const BO = user(2, 'Bo');

describe('membership', () => {
  test('is read through nested groups, cycles included, each person once', async () => {
    const inner = group(11, 'Inner', ['cn=ANNA, dc=corp', 'CN=Bo,DC=corp', 'CN=Outer,DC=corp']);

    const reading = await read(
      ANNA + BO + group(10, 'Outer', ['CN=Anna,DC=corp', 'CN=Inner,DC=corp']) + inner,
      'Outer',
    );

    expect(reading.kind).toBe('complete');
    expect([...reading.people.keys()]).toEqual([guid(1), guid(2)]);
    expect([...reading.groups.values()]).toMatchObject([
      { id: guid(10), name: 'Outer', people: [guid(1)], groups: [guid(11)], others: [] },
      { id: guid(11), name: 'Inner', people: [guid(1), guid(2)], groups: [guid(10)], others: [] },
    ]);
  });

  test('has nobody twice, however often and in whatever spelling a member is listed', async () => {
    const sid = 'objectSid: S-1-5-21-1-2-3-';
    const bo = user(2, 'Bo', `${sid}1105\nprimaryGroupID: 1200\n`);
    const listed = ['CN=Bo,DC=corp', 'cn=BO, dc=corp', 'CN=Bo,DC=corp', 'CN=Inner,DC=corp', 'CN=Inner, DC=corp'];
    const pc = `dn: CN=PC,DC=corp\nobjectClass: computer\nobjectGUID: ${guid(3)}\ncn: PC\n\n`;
    const outer = group(10, 'Outer', [...listed, 'CN=PC,DC=corp', 'cn=pc, dc=corp'], `${sid}1200\n`);

    const reading = await read(bo + pc + outer + group(11, 'Inner', [], `${sid}1201\n`), 'Outer');

    expect(reading.groups.get(guid(10) as DirectoryGroupId)).toMatchObject({
      people: [guid(2)],
      groups: [guid(11)],
      others: [{ name: 'PC' }],
    });
  });

  test('stops at the direct members where nested groups are not wanted', async () => {
    const ldif =
      ANNA + BO + group(10, 'Outer', ['CN=Anna,DC=corp', 'CN=Inner,DC=corp']) + group(11, 'Inner', ['CN=Bo,DC=corp']);

    const reading = await read(ldif, { ref: 'Outer', nested: false });

    expect([...reading.people.keys()]).toEqual([guid(1)]);
    expect([...reading.groups.keys()]).toEqual([guid(10)]);
    expect(reading.roots).toEqual([{ kind: 'complete', group: guid(10) }]);
  });

  test('a group wanted alone and reached from another one is read to its depth', async () => {
    const groups =
      group(10, 'A', ['CN=B,DC=corp']) + group(11, 'B', ['CN=C,DC=corp']) + group(12, 'C', ['CN=Anna,DC=corp']);

    const reading = await read(ANNA + groups, { ref: 'B', nested: false }, { ref: 'A', nested: true });

    expect([...reading.groups.keys()]).toEqual([guid(10), guid(11), guid(12)]);
    expect([...reading.people.keys()]).toEqual([guid(1)]);
  });

  test('counts the primary group', async () => {
    const sid = 'objectSid: S-1-5-21-1-2-3-';
    const ldif =
      user(1, 'Anna', `${sid}1104\nprimaryGroupID: 513\n`) + BO + group(10, 'Domain Users', [], `${sid}513\n`);

    const reading = await read(ldif, 'domain users');

    expect(reading.groups.get(guid(10) as never)?.people).toEqual([guid(1)]);
  });

  describe('by primary groups', () => {
    const sid = (rid: number): string => `objectSid: S-1-5-21-1-2-3-${rid}\n`;
    const rid = (number: number): string => `primaryGroupID: ${number}\n`;
    const anna = user(1, 'Anna', sid(2001) + rid(513));

    test.each([
      [
        'a group without objectSid, and a primary group of nobody known',
        anna + user(2, 'Bo', rid(1105)),
        '',
        'the file has no objectSid of it, and it may be the primary group 1105 of 1 account (CN=Bo,DC=corp); export with objectSid',
      ],
      [
        'a person without objectSid',
        anna + user(2, 'Bo', rid(1105)),
        sid(1105),
        'its members by primaryGroupID 1105 have no objectSid: 1 account (CN=Bo,DC=corp); export with objectSid',
      ],
      [
        'a person without primaryGroupID',
        anna + user(2, 'Bo', sid(2002)),
        sid(1105),
        'the file has no primaryGroupID of 1 account (CN=Bo,DC=corp); export with primaryGroupID',
      ],
    ])('%s makes its group incomplete', async (_, people, own, why) => {
      const reading = await read(people + group(10, 'A', ['CN=Anna,DC=corp'], own), 'A');

      expect(reading.roots[0]).toMatchObject({
        code: 'GROUP_READ_PARTLY',
        text: expect.stringContaining(`CN=A,DC=corp: ${why}.`),
      });
    });

    test.each([
      ['the primary group is that of a member', user(1, 'Anna', rid(513)) + user(2, 'Bo', rid(513)), ''],
      [
        'the primary group is another one of the file',
        anna + user(2, 'Bo', sid(2002) + rid(1106)) + group(11, 'B', [], sid(1106)),
        '',
      ],
      ['the objectSid tells', anna + user(2, 'Bo', rid(1106)), sid(1105)],
      ['a group of no domain has none', anna + user(2, 'Bo', rid(544)), 'objectSid: S-1-5-32-544\n'],
      [
        'who has no primaryGroupID stands among the members',
        user(1, 'Anna', sid(2001)) + user(2, 'Bo', sid(2002) + rid(1106)),
        sid(1105),
      ],
      ['nobody has one', ANNA + BO, ''],
      [
        'an entry shows no class, so that nothing says it is an account',
        `${anna}dn: CN=MicrosoftDNS,DC=corp\nobjectGUID: ${guid(3)}\ncn: MicrosoftDNS\n\n`,
        sid(1105),
      ],
    ])('nothing is missing where %s', async (_, people, own) => {
      const reading = await read(people + group(10, 'A', ['CN=Anna,DC=corp'], own), 'A');

      expect(reading.roots[0]).toEqual({ kind: 'complete', group: guid(10) });
      expect([...reading.people.keys()]).toEqual([guid(1)]);
    });
  });

  test('of an object that is no person is a notice that names both', async () => {
    const pc = `dn: CN=PC-1,DC=corp\nobjectClass: user\nobjectClass: computer\nobjectGUID: ${guid(3)}\ncn: PC-1\n\n`;
    const card = `dn: CN=Kontakt,DC=corp\nobjectClass: contact\nobjectGUID: ${guid(4)}\ncn: Kontakt\n\n`;

    const reading = await read(pc + card + group(10, 'Mixed', ['CN=PC-1,DC=corp', 'CN=Kontakt,DC=corp']), 'Mixed');

    expect(reading.kind).toBe('complete');
    expect(reading.groups.get(guid(10) as never)?.others).toEqual([
      { kind: 'computer', name: 'PC-1' },
      { kind: 'contact', name: 'Kontakt' },
    ]);
    expect(reading.notices).toMatchObject([
      { code: 'MEMBER_NOT_A_PERSON', severity: 'info', subject: 'PC-1', line: null },
      { code: 'MEMBER_NOT_A_PERSON', severity: 'warning', subject: 'Kontakt', line: null },
    ]);
    expect(reading.notices[1]?.text).toBe('"Kontakt" in the directory group "Mixed" is a contact and gets no user.');
  });

  test('objectGUID is the same from bytes and from text', async () => {
    const bytes = 'objectGUID:: MTLdXGzG50agdDcCxMZKaQ==';

    const reading = await read(ANNA.replace(/objectGUID: .*/, bytes) + group(10, 'A', ['CN=Anna,DC=corp']), 'A');

    expect([...reading.people.keys()]).toEqual(['5cdd3231-c66c-46e7-a074-3702c4c64a69']);
  });
});

describe('a group is read in part', () => {
  test('when a member is not in the file', async () => {
    const ldif = ANNA + group(10, 'A', ['CN=Anna,DC=corp', 'CN=Gone,DC=other']) + group(11, 'B', ['CN=Anna,DC=corp']);

    const reading = await read(ldif, 'A', 'B');

    expect(reading.kind).toBe('partial');
    expect(reading.roots[0]).toMatchObject({ kind: 'incomplete', group: guid(10), code: 'GROUP_READ_PARTLY' });
    expect(reading.roots[0]).toHaveProperty(
      'text',
      expect.stringContaining('1 member could not be found: CN=Gone,DC=other'),
    );
    expect(reading.roots[1]).toEqual({ kind: 'complete', group: guid(11) });
    expect([...reading.people.keys()]).toEqual([guid(1)]);
  });

  test('when a group inside it is, and only where that group is wanted', async () => {
    const ldif = group(10, 'A', ['CN=B,DC=corp']) + group(11, 'B', ['CN=Gone,DC=other']);

    const nested = await read(ldif, 'A');
    const direct = await read(ldif, { ref: 'A', nested: false });

    expect(nested.roots[0]).toMatchObject({
      kind: 'incomplete',
      text: expect.stringContaining('CN=B,DC=corp: 1 member'),
    });
    expect(direct.kind).toBe('complete');
  });

  test('when the file holds a range of its members', async () => {
    const reading = await read(ANNA + group(10, 'A', [], 'member;range=0-1499: CN=Anna,DC=corp\n'), 'A');

    expect(reading.roots[0]).toMatchObject({
      kind: 'incomplete',
      code: 'GROUP_READ_PARTLY',
      text: expect.stringContaining(
        '(line 7) holds only a part of its members, as member;range=0-1499; export with ranges resolved',
      ),
    });
  });
});

/** As the directory gives it: its objectGUID in bytes. */
function exported(entry: string): string {
  return entry.replace(/objectGUID: (.*)/g, (_, id: string) => `objectGUID:: ${guidToBytes(id).toString('base64')}`);
}

describe('an expiry date', () => {
  const people = user(1, 'Anna', 'accountExpires: 0\n') + BO + user(3, 'Cid').replace('512', '514');
  const groups = group(10, 'A', ['CN=Anna,DC=corp', 'CN=Cid,DC=corp']) + group(11, 'B', ['CN=Bo,DC=corp']);

  test('that only some have makes the groups of all others incomplete', async () => {
    const reading = await read(exported(people) + groups, 'A', 'B');

    expect(reading.roots).toMatchObject([
      { kind: 'complete' },
      { text: expect.stringContaining('the accountExpires of 1 member cannot be read: CN=Bo,DC=corp') },
    ]);
  });

  test('is left out by people who write a file where it never comes', async () => {
    expect((await read(people + groups, 'A', 'B')).kind).toBe('complete');
  });

  test('is not needed in AD LDS', async () => {
    const lds = ANNA.replace('userAccountControl: 512', 'msDS-UserAccountDisabled: FALSE');

    const reading = await read(lds + group(10, 'A', ['CN=Anna,DC=corp']), 'A');

    expect(reading.kind).toBe('complete');
  });
});

test('an export that ends inside a group, for all one can see, is named', async () => {
  const people = exported(user(1, 'Anna', 'accountExpires: 0\nprimaryGroupID: 513\n'));
  const sales = exported(group(10, 'A', ['CN=Anna,DC=corp']));

  expect((await read(people + sales.trimEnd(), 'A')).notices).toMatchObject([
    { code: 'EXPORT_END_UNSURE', severity: 'warning', subject: 'CN=A,DC=corp' },
  ]);
  expect((await read(people + sales, 'A')).notices).toEqual([]);
  expect((await read(people + sales + group(11, 'B', []).trimEnd(), 'A')).notices).toEqual([]);
  expect((await read(sales + people.trimEnd(), 'A')).notices).toEqual([]);
});

test('what an export of Active Directory lacks throughout is said once', async () => {
  const sales = group(10, 'A', ['CN=Anna,DC=corp']);

  const bare = await read(exported(ANNA + BO) + sales, 'A');
  const whole = await read(exported(user(1, 'Anna', 'accountExpires: 0\nprimaryGroupID: 513\n')) + sales, 'A');

  expect(bare.notices).toMatchObject([
    {
      code: 'ATTRIBUTE_NOT_EXPORTED',
      severity: 'warning',
      text: expect.stringContaining('has accountExpires, so nobody is read as expired.'),
    },
    { code: 'ATTRIBUTE_NOT_EXPORTED', text: expect.stringContaining('Export with primaryGroupID.') },
  ]);
  expect(whole.notices).toEqual([]);
  expect((await read(ANNA + sales, 'A')).notices).toEqual([]);
});

describe('a deleted object does not exist', () => {
  const gone = (cn: string): string => `CN=${cn}\\0ADEL:${guid(1)},CN=Deleted Objects,DC=corp`;
  const sales = group(10, 'Sales', ['CN=Bo,DC=corp'], 'sAMAccountName: Sales\n');

  test.each([
    ['by its place', ANNA.replace('CN=Anna,DC=corp', gone('Anna'))],
    ['by its flag', `${ANNA.trimEnd()}\nisDeleted: TRUE\n\n`],
    [
      'without what every person has',
      `dn: ${gone('Anna')}\nobjectClass: user\nobjectGUID: ${guid(1)}\nisDeleted: TRUE\n\n`,
    ],
    ['beside the object that was restored', `${ANNA}dn: ${gone('Anna')}\nobjectGUID: ${guid(1)}\n\n`],
  ])('%s', async (_, ldif) => {
    const reading = await read(ldif + BO + sales, 'Sales', guid(1));

    expect(reading.roots[0]).toEqual({ kind: 'complete', group: guid(10) });
    expect(reading.roots[1]).toMatchObject({ code: 'GROUP_NOT_FOUND' });
    expect([...reading.people.keys()]).toEqual([guid(2)]);
  });

  test('so a group has one name with the group that was made after it', async () => {
    const tombstone = sales.replace('CN=Sales,DC=corp', gone('Sales')).replace(guid(10), guid(11));

    expect((await read(BO + tombstone + sales, 'Sales')).kind).toBe('complete');
    expect((await read(BO + tombstone, 'Sales', guid(11))).roots).toMatchObject([
      { code: 'GROUP_NOT_FOUND' },
      { code: 'GROUP_NOT_FOUND' },
    ]);
  });

  test('and is no member', async () => {
    const reading = await read(ANNA + group(10, 'A', ['CN=Anna,DC=corp', gone('Bo')]), 'A');

    expect(reading.kind).toBe('complete');
    expect([...reading.people.keys()]).toEqual([guid(1)]);
  });
});

test('an object in conflict is read, and called what it is', async () => {
  const twice = (text: string, number: number): string =>
    text
      .replace(/^dn: CN=(\w+)/, `dn: CN=$1\\0ACNF:${guid(number)}`)
      .replace(/cn: (\w+)/, `cn:: ${Buffer.from(`Anna\nCNF:${guid(number)}`).toString('base64')}`);
  const anna = twice(user(1, 'Anna'), 1);
  const named = twice(user(3, 'Cid', 'displayName: Cid C.\n'), 3);
  const members = [`CN=Anna\\0ACNF:${guid(1)},DC=corp`, `CN=Cid\\0ACNF:${guid(3)},DC=corp`, 'CN=Bo,DC=corp'];

  const reading = await read(anna + named + BO + group(10, 'A', members), 'A');

  expect([...reading.people.values()].map(({ name }) => name)).toEqual(['Anna (replication conflict)', 'Bo', 'Cid C.']);
  expect(reading.notices).toMatchObject([
    {
      code: 'REPLICATION_CONFLICT',
      severity: 'warning',
      text: expect.stringContaining(`"Anna (replication conflict)" (CN=Anna\\0ACNF:${guid(1)},DC=corp) was created`),
    },
    { code: 'REPLICATION_CONFLICT', subject: 'Cid C.' },
  ]);
});

describe('the members of a group are whole', () => {
  const ANNA_DN = 'CN=Anna,DC=corp';
  const BO_DN = 'CN=Bo,DC=corp';

  test.each([
    ['in one range', `member;range=0-*: ${ANNA_DN}\nmember;range=0-*: ${BO_DN}\n`],
    ['in ranges that meet', `member;range=1-*: ${BO_DN}\nmember;range=0-0: ${ANNA_DN}\n`],
    ['in ranges, beside an empty value', `member:\nmember;range=0-*: ${ANNA_DN}\nmember;range=0-*: ${BO_DN}\n`],
    ['in ranges to the last full one', `member;range=0-1: ${ANNA_DN}\nmember;range=0-1: ${BO_DN}\nmember;range=2-*:\n`],
    ['with an empty value among them', `member: ${ANNA_DN}\nmember:\nmember: ${BO_DN}\n`],
    [
      'where ldifde adds them behind the entry',
      `member: ${ANNA_DN}\n\ndn: cn=a,dc=CORP\nchangetype: modify\nadd: member\nmember: ${BO_DN}\n-\nadd: note\nnote: x\n-\n`,
    ],
  ])('%s', async (_, more) => {
    const reading = await read(ANNA + BO + group(10, 'A', [], more), 'A');

    expect(reading.kind).toBe('complete');
    expect([...reading.people.keys()]).toEqual([guid(1), guid(2)]);
  });

  test.each([
    ['in ranges with a gap', `member;range=0-0: ${ANNA_DN}\nmember;range=2-*: ${BO_DN}\n`, 'holds only a part'],
    ['in ranges without an end', `member;range=0-0: ${ANNA_DN}\nmember;range=1-1: ${BO_DN}\n`, 'holds only a part'],
    [
      'in a range that lacks a value',
      `member;range=0-1: ${ANNA_DN}\nmember;range=2-*: ${BO_DN}\n`,
      'holds only a part',
    ],
    [
      'in ranges that overlap',
      `member;range=0-*: ${ANNA_DN}\nmember;range=0-*:\nmember;range=0-0: ${BO_DN}\n`,
      'holds only a part',
    ],
    ['beside a range', `member: ${ANNA_DN}\nmember;range=0-*: ${BO_DN}\n`, 'holds only a part'],
    ['with another option', `member;binary: ${ANNA_DN}\n`, 'holds only a part'],
    ['as nothing', 'member:\n', '"member:" without a value'],
  ])('but not %s', async (_, more, why) => {
    const reading = await read(ANNA + BO + group(10, 'A', [], more), 'A');

    expect(reading.roots[0]).toMatchObject({ code: 'GROUP_READ_PARTLY', text: expect.stringContaining(why) });
  });
});

test('the root of the directory and what nobody needs are passed over', async () => {
  const root = 'dn:\nnamingContexts: DC=corp\n\n';
  const photo = 'thumbnailPhoto:< file:///tmp/photo\ndescription: Jos\u00e9\n';

  const reading = await read(root + user(1, 'Anna', photo) + group(10, 'A', ['CN=Anna,DC=corp']), 'A');

  expect(reading.kind).toBe('complete');
});

describe('a wanted group', () => {
  const sales = group(10, 'Sales', [], 'sAMAccountName: grp-sales\ndisplayName: Sales & Co\n');
  const archive = sales
    .replace('CN=Sales', 'CN=Sales,OU=Archive')
    .replace(guid(10), guid(11))
    .replace('grp-sales', 'grp-old');

  test.each([
    'Sales',
    ' sALES ',
    'grp-sales',
    'GRP-SALES',
    'sales & co',
    guid(10),
    `{${guid(10).toUpperCase()}}`,
    'cn="Sales" ; dc=CORP',
  ])('is found as %j', async (ref) => {
    const reading = await read(sales + ANNA, ref);

    expect(reading.roots).toEqual([{ kind: 'complete', group: guid(10) }]);
  });

  test.each([
    ['a name', 'K\u00f6ln', 'Ko\u0308ln'],
    ['a name, decomposed', 'Ko\u0308ln', 'K\u00f6ln'],
    ['a DN', 'CN=K\u00f6ln,DC=corp', 'Ko\u0308ln'],
    ['a DN, decomposed', 'CN=Ko\u0308ln,DC=corp', 'K\u00f6ln'],
  ])('is found by %s, however its letters are composed', async (_, ref, name) => {
    const member = user(1, name.replace('K', 'J'));

    const reading = await read(member + group(10, name, ['CN=J\u00f6ln,DC=corp']), ref);

    expect(reading.roots).toEqual([{ kind: 'complete', group: guid(10) }]);
    expect(reading.people.size).toBe(1);
  });

  test('may end in a blank', async () => {
    const blank = group(11, 'Desk', []).replace('CN=Desk', 'CN=Desk\\ ').replace('cn: Desk', 'cn:: RGVzayA=');

    expect((await read(blank, 'Desk ', 'Desk', 'CN=Desk\\ ,DC=corp')).kind).toBe('complete');
    expect((await read(blank + group(10, 'Desk', []), 'Desk', 'desk ', ' Desk')).roots).toMatchObject([
      { group: guid(10) },
      { group: guid(11) },
      { code: 'GROUP_AMBIGUOUS', text: expect.stringContaining('2 directory groups are called "Desk":') },
    ]);
  });

  test('of which the file says more behind a " #" is named where there is a group of that name', async () => {
    const second = group(11, 'Sales #2', []);
    const wanted = ['Sales #2', 'Sales # all of them'].map((commented) => ({ ref: 'Sales', nested: true, commented }));

    const reading = await read(sales + second, ...wanted);

    expect(reading.roots.map((root) => root.group)).toEqual([guid(10), guid(10)]);
    expect(reading.notices).toMatchObject([
      {
        code: 'NAME_CUT_BY_COMMENT',
        severity: 'warning',
        text: expect.stringContaining('A directory group "Sales #2" is there, too (CN=Sales #2,DC=corp).'),
      },
    ]);
  });

  test('that is ambiguous lists the DNs', async () => {
    const reading = await read(sales + archive, 'Sales', 'grp-old');

    expect(reading.roots).toEqual([
      {
        kind: 'incomplete',
        group: null,
        code: 'GROUP_AMBIGUOUS',
        text: '2 directory groups are called "Sales": CN=Sales,DC=corp; CN=Sales,OU=Archive,DC=corp. Write the DN or the objectGUID instead.',
      },
      { kind: 'complete', group: guid(11) },
    ]);
  });

  test.each([
    ['Slaes', 'Similar: Sales'],
    ['Salse & Co', 'Similar: Sales & Co.'],
    ['CN=Sale,OU=Groups,DC=corp', 'Similar: CN=Sales,DC=corp.'],
    ['Zebra', 'Nothing similar was found either.'],
    [guid(77), `no directory group with the objectGUID ${guid(77)}`],
    ['CN=Anna,DC=corp', 'CN=Anna,DC=corp is no directory group but a person.'],
    [guid(1), 'is no directory group but a person.'],
  ])('%j that is missing is no group, with a hint', async (ref, hint) => {
    const reading = await read(sales + ANNA, ref);

    expect(reading.roots[0]).toMatchObject({ kind: 'incomplete', group: null, code: 'GROUP_NOT_FOUND' });
    expect(reading.roots[0]).toHaveProperty('text', expect.stringContaining(hint));
  });
});

describe('a second value where an entry has one only', () => {
  test.each([
    'objectGUID: 00000000-0000-4000-8000-000000000009',
    'objectSid: S-1-5-21-1-2-3-9',
    'userAccountControl: 514',
    'accountExpires: 0',
    'primaryGroupID: 513',
    'cn: Bo',
    'name: Bo',
    'displayName: Bo',
    'sAMAccountName: bo',
    'mail: bo@corp',
    'userPrincipalName: bo@corp',
    'groupType: 2',
  ])('%s', async (line) => {
    const name = line.replace(/:.*/, '');
    const twice = ANNA.includes(`${name}:`) ? `${line}\n` : `${line}\n${line}\n`;

    const failure = await read(user(1, 'Anna', twice), 'A').catch((error: unknown) => error as Failure);

    expect(failure).toMatchObject({ code: 'LDIF_INVALID' });
    expect(failure).toHaveProperty('message', expect.stringContaining(`a second value of ${name.toLowerCase()} in`));
  });
});

describe('a file that is no use is refused with file, line and advice', () => {
  test.each([
    [
      'a person without objectGUID',
      ANNA + BO.replace(/objectGUID.*\n/, ''),
      ':7: CN=Bo,DC=corp has no objectGUID: export with objectGUID.',
    ],
    [
      'a person without userAccountControl',
      ANNA.replace(/userAcc.*\n/, ''),
      ':1: CN=Anna,DC=corp has no userAccountControl',
    ],
    [
      'a group without objectGUID',
      group(1, 'A', []).replace(/objectGUID.*\n/, ''),
      ':1: CN=A,DC=corp has no objectGUID',
    ],
    ['a DN twice', ANNA + BO + ANNA.replace('CN=', 'cn='), ':13: the same object as in line 1'],
    ['an objectGUID twice', ANNA + BO.replace(guid(2), guid(1)), ':7: the same object as in line 1'],
    ['a member that is no DN', group(10, 'A', ['Anna']), ':1: "Anna" is no distinguished name'],
    [
      'two entries without a line between them',
      ANNA + group(10, 'A', []).trimEnd() + '\n' + BO,
      ':11: a second "dn:" in the record of CN=A,DC=corp, which begins in line 7.',
    ],
    [
      'two entries with a blank between them',
      ANNA.trimEnd() + '\n \n' + BO,
      ':7: a second "dn:" in the record of CN=Anna,DC=corp, which begins in line 1. An entry has one only: the empty line between two entries is missing, or holds a blank.',
    ],
    [
      'members that are added to nobody',
      `dn: CN=A\nchangetype: modify\nadd: member\nmember: CN=B\n-\n\n`,
      ':1: a change of CN=A, which does not stand before it in the file.',
    ],
    [
      'another attribute that is added',
      `${ANNA}dn: CN=Anna,DC=corp\nchangetype: modify\nadd: mail\nmail: x@corp\n-\n\n`,
      ':7: a change of mail of CN=Anna,DC=corp',
    ],
    [
      'an expiry date in words',
      user(1, 'Anna', 'accountExpires: 2019-12-31 00:00:00+00:00\n'),
      ':1: the accountExpires of CN=Anna,DC=corp cannot be read: "2019-12-31 00:00:00+00:00". Export it as the directory holds it.',
    ],
    [
      'a userAccountControl in hex',
      ANNA.replace('512', '0x200'),
      ':1: the userAccountControl of CN=Anna,DC=corp cannot be read: "0x200"',
    ],
    [
      'a primary group in words',
      user(1, 'Anna', 'primaryGroupID: Domain Users\n'),
      ':1: the primaryGroupID of CN=Anna,DC=corp cannot be read',
    ],
    [
      'a SID of a person that is none',
      user(1, 'Anna', 'objectSid: CORP\\anna\nprimaryGroupID: 513\n'),
      ':1: the objectSid of CN=Anna,DC=corp cannot be read',
    ],
    [
      'a SID of a group that is none',
      group(1, 'A', [], 'objectSid: CORP\\a\n'),
      ':1: the objectSid of CN=A,DC=corp cannot be read',
    ],
    [
      'a record of ldifde that may be cut off',
      `${ANNA}${group(10, 'A', ['CN=Anna,DC=corp']).trimEnd()}\nchangetype: add\nmember: CN=Bo,DC=corp\n`,
      ':7: the record of CN=A,DC=corp may be cut off: ldifde writes an empty line behind each record',
    ],
    [
      'an export of a server that is not ready',
      `dn:\nisSynchronized: FALSE\n\n${ANNA}`,
      ':1: the domain controller was still taking in the directory (isSynchronized: FALSE)',
    ],
    ['another kind of file', 'Anna;Abel\n', ':1: "Anna;Abel" is no line of an LDIF file.'],
    ['an empty file', '', ':1: there is no entry in it.'],
  ])('%s', async (_, ldif, message) => {
    const failure = await read(ldif, 'A').catch((error: unknown) => error as Failure);

    expect(failure).toMatchObject({ name: 'Failure', code: 'LDIF_INVALID' });
    expect(failure).toHaveProperty('message', expect.stringContaining(`.ldif${message}`));
  });

  test.each([
    ['nowhere.ldif', 'there is no such file'],
    ['.', 'it is a directory'],
  ])('%s', async (name, why) => {
    const directory = await openDirectory({ type: 'file', path: join(dir, name) });

    const failure = await directory.read([], OPTIONS).catch((error: unknown) => error as Failure);

    expect(failure).toMatchObject({ code: 'LDIF_UNREADABLE', advice: 'Check path under directory.' });
    expect(failure).toHaveProperty('message', expect.stringContaining(why));
  });

  test('a file without line ends, before it fills the memory', async () => {
    const path = join(dir, 'huge.ldif');
    await writeFile(path, '');
    await truncate(path, 2 * 1024 ** 3 + 1);
    const directory = await openDirectory({ type: 'file', path });

    const failure = await directory.read([], OPTIONS).catch((error: unknown) => error as Failure);

    expect(failure).toMatchObject({
      code: 'LDIF_INVALID',
      message: `${path}:1: this line is longer than 64 MiB: this is no LDIF.`,
    });
  });

  test('a file that grows while it is read', async () => {
    const path = join(dir, 'growing.ldif');
    await writeFile(path, ANNA.repeat(2));
    const chunks = readChunks({ path, shown: 'growing.ldif' }, OPTIONS.signal);

    await chunks.next();
    await appendFile(path, BO);
    const rest = async (): Promise<void> => {
      while ((await chunks.next()).done !== true);
    };

    await expect(rest()).rejects.toMatchObject({
      code: 'LDIF_UNREADABLE',
      message: 'growing.ldif: it changed while it was being read.',
    });
  });
});

test('an abort ends the reading', async () => {
  const path = join(dir, 'abort.ldif');
  await writeFile(path, ANNA);
  const directory = await openDirectory({ type: 'file', path });

  await expect(directory.read([], { ...OPTIONS, signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow(
    'stop',
  );
});
