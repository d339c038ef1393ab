import { afterEach, describe, expect, test } from '@jest/globals';
import type { WantedGroup } from '../../../src/core/people.ts';
import {
  CONFIGURATION,
  DOMAIN,
  type FakeAnswer,
  type FakeDc,
  type FakeEntry,
  type FakeOptions,
  startFakeDc,
} from './fake-dc.ts';
import { guid, ldapSettings } from './fixture.ts';
import { LivingDomain } from './living-domain.ts';
import { type Watching, watching } from './watching.ts';

const started: FakeDc[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((dc) => dc.close()));
});

/** Support holds Ann, Bo, a computer and the group Tier 2, which holds Cy; Zoe and the group Others are not read. */
function company() {
  const domain = new LivingDomain();
  const people = domain.add('organizationalUnit', 'People');
  const groups = domain.add('organizationalUnit', 'Groups');
  const attic = domain.add('organizationalUnit', 'Attic');
  const [ann, bo, cy, zoe, left] = ['Ann', 'Bo', 'Cy', 'Zoe', 'Left'].map((name) => domain.add('user', name, people));
  const pc = domain.add('computer', 'PC', people);
  const [support, tier, others] = ['Support', 'Tier 2', 'Others'].map((name) => domain.add('group', name, groups));
  const all = { people, groups, attic, ann, bo, cy, zoe, left, pc, support, tier, others } as Record<Name, number>;
  for (const member of [all.ann, all.bo, all.pc, all.tier]) domain.join(all.support, member);
  domain.join(all.tier, all.cy);
  domain.join(all.others, all.zoe);
  domain.remove(all.left);
  return { domain, ...all };
}

type Name = 'people' | 'groups' | 'attic' | 'ann' | 'bo' | 'cy' | 'zoe' | 'left' | 'pc' | 'support' | 'tier' | 'others';
type Company = ReturnType<typeof company>;

interface Started extends Company, Watching {
  readonly dc: FakeDc;
}

async function start(
  wanted: readonly (string | WantedGroup)[] = ['Support'],
  { base = DOMAIN, ...more }: FakeOptions & { readonly base?: string } = {},
): Promise<Started> {
  const world = company();
  const dc = await startFakeDc({ ...world.domain.options(), ...more });
  started.push(dc);
  return { ...world, dc, ...watching(ldapSettings(`ldap://127.0.0.1:${dc.port}`, { baseDN: base }), wanted) };
}

describe('a domain without any update', () => {
  test('is the same after four requests, whatever its size', async () => {
    const { domain, people, support, dc, marked, since } = await start();
    for (let index = 0; index < 50; index++) domain.join(support, domain.add('user', `User ${index}`, people));
    const kept = await marked();
    const before = dc.searches.length;

    expect(await since(kept)).toEqual({ kind: 'same' });

    // Besides the login: the base, the root, and the server's own entry.
    expect(dc.searches.length - before).toBe(3);
  });

  test('is the same for an account that sees no deleted objects, too', async () => {
    const { domain, marked, since } = await start();
    domain.seesDeleted = false;

    expect(await since(await marked())).toEqual({ kind: 'same' });
  });

  test('has a mark with the moment at which the first account expires', async () => {
    const { domain, ann, bo, zoe, marked } = await start();
    const day = (text: string): string => String(BigInt(Date.parse(text)) * 10_000n + 116_444_736_000_000_000n);
    domain.set(ann, 'accountExpires', day('2026-03-01'));
    domain.set(bo, 'accountExpires', day('2026-02-15'));
    domain.set(zoe, 'accountExpires', day('2026-02-01'));

    expect((await marked()).mark.until).toBe(Date.parse('2026-02-15'));
  });
});

function inRanges({ dn, attributes }: FakeAnswer['entries'][number]): FakeAnswer['entries'][number] {
  const { memberOf = [], ...rest } = attributes;
  return { dn, attributes: memberOf.length === 0 ? rest : { ...rest, 'memberOf;range=0-1499': memberOf } };
}

describe('the reading is the same after', () => {
  test.each<[string, (world: Company) => unknown]>([
    ['an update elsewhere', ({ domain }) => domain.updateElsewhere()],
    ['a change of somebody who was not read', ({ domain, zoe }) => domain.set(zoe, 'mail', 'zoe@corp.example')],
    ['a change of a person that a reading does not show', ({ domain, ann }) => domain.set(ann, 'description', 'x')],
    ['a new account', ({ domain, people }) => domain.add('user', 'New', people)],
    ['a new group of another name', ({ domain, groups }) => domain.add('group', 'Support 2', groups)],
    ['a new member of another group', ({ domain, others, bo }) => domain.join(others, bo)],
    ['a deletion of somebody who was not read', ({ domain, zoe }) => domain.remove(zoe)],
    ['a deletion of another group', ({ domain, others }) => domain.remove(others)],
    ['another primary group that was not read', ({ domain, zoe, others }) => domain.makePrimary(zoe, others)],
    ['another name of a container that holds nothing of it', ({ domain, attic }) => domain.rename(attic, 'Loft')],
    ['a move below another container', ({ domain, attic, zoe }) => domain.move(zoe, attic)],
    ['a change of a container', ({ domain, people }) => domain.set(people, 'description', 'x')],
  ])('%s', async (_what, edit) => {
    const world = await start();
    const kept = await world.marked();
    edit(world);
    const before = world.dc.searches.length;

    expect(await world.since(kept)).toEqual({ kind: 'same' });
    const asked = world.dc.searches.slice(before);
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(asked.filter(({ deleted, recycled }) => deleted && recycled)).toHaveLength(1);
    expect((await world.read()).reading).toEqual(kept.reading);
  });
});

describe('the reading counts as changed after', () => {
  test.each<[string, (world: Company) => unknown]>([
    ['a new member', ({ domain, support, zoe }) => domain.join(support, zoe)],
    ['a new member of a group inside', ({ domain, tier, zoe }) => domain.join(tier, zoe)],
    ['a member that left', ({ domain, support, ann }) => domain.leave(support, ann)],
    ['another address', ({ domain, ann }) => domain.set(ann, 'mail', 'ann@corp.example')],
    ['a disabled account', ({ domain, cy }) => domain.set(cy, 'userAccountControl', '514')],
    ['an account that will expire', ({ domain, cy }) => domain.set(cy, 'accountExpires', '134000000000000000')],
    ['another name of a person', ({ domain, cy }) => domain.rename(cy, 'Cyra')],
    ['a person elsewhere', ({ domain, cy, attic }) => domain.move(cy, attic)],
    ['a deleted member, of which its group tells nothing', ({ domain, cy }) => domain.remove(cy)],
    ['a deleted computer', ({ domain, pc }) => domain.remove(pc)],
    ['a deleted group inside', ({ domain, tier }) => domain.remove(tier)],
    ['another name of a group inside', ({ domain, tier }) => domain.rename(tier, 'Tier Two')],
    ['another name of the container of people', ({ domain, people }) => domain.rename(people, 'Staff')],
    ['a container elsewhere', ({ domain, groups, attic }) => domain.move(groups, attic)],
    ['a second group of the name', ({ domain, attic }) => domain.add('group', 'support', attic)],
    ['another group that gets the name', ({ domain, others }) => domain.set(others, 'displayName', 'Support')],
    ['a member by primary group', ({ domain, zoe, tier }) => domain.makePrimary(zoe, tier)],
    ['a computer that changes', ({ domain, pc }) => domain.set(pc, 'description', 'x')],
    ['an account that hides its state', ({ domain, zoe }) => domain.set(zoe, 'userAccountControl')],
  ])('%s', async (_what, edit) => {
    const world = await start();
    const kept = await world.marked();

    edit(world);

    expect(await world.since(kept)).toEqual({ kind: 'changed', why: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  test('an object without an objectGUID', async () => {
    const world = await start();
    const kept = await world.marked();
    world.domain.withheld.set(world.zoe, ['objectGUID']);
    world.domain.set(world.zoe, 'description', 'x');

    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
  });

  test('a deleted object without an objectGUID: it may be any', async () => {
    const world = await start();
    const kept = await world.marked();
    world.domain.withheld.set(world.cy, ['objectGUID']);
    world.domain.remove(world.cy);

    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
  });

  test('somebody who was moved to another domain: a deleted note of it is all that is left', async () => {
    const notes: FakeEntry[] = [];
    const world: Started = await start(['Support'], { entriesAt: () => [...world.domain.entries(), ...notes] });
    const kept = await world.marked();
    world.domain.updateElsewhere();
    const dn = `CN=Note\\0ADEL:${guid(99)},CN=Deleted Objects,${DOMAIN}`;
    const classes = { objectClass: ['top', 'infrastructureUpdate'], isDeleted: ['TRUE'] };
    const attributes = { ...classes, uSNChanged: [String(world.domain.usn)] };
    notes.push({ dn, guid: guid(99), deleted: true, attributes });

    expect(await world.since(kept)).toMatchObject({ kind: 'changed', why: expect.stringContaining('another domain') });
  });

  test('a person who is back from the recycle bin: the links are too, and no group tells', async () => {
    const world = await start();
    world.domain.remove(world.cy, 'sleep');
    const kept = await world.marked();
    world.domain.restore(world.cy);

    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
    expect((await world.read()).reading).not.toEqual(kept.reading);
  });

  test('a group that is back from the recycle bin', async () => {
    const world = await start();
    world.domain.remove(world.tier, 'sleep');
    const kept = await world.marked();
    world.domain.restore(world.tier);

    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
  });

  test('a person who was deleted and brought back without the links', async () => {
    const world = await start();
    const kept = await world.marked();
    world.domain.remove(world.cy);
    world.domain.restore(world.cy);

    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
    expect((await world.read()).reading).not.toEqual(kept.reading);
  });

  test('a person with more groups than the server lists at once', async () => {
    const world = await start(['Support'], {
      spoil: (answer, { deleted }) => (deleted ? { ...answer, entries: answer.entries.map(inRanges) } : answer),
    });
    const kept = await world.marked();
    world.domain.set(world.zoe, 'description', 'x');

    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
  });

  test('two containers that have swapped their names', async () => {
    const world = await start();
    const { domain, people, attic } = world;
    const kept = await world.marked();
    domain.rename(people, 'x');
    domain.rename(attic, 'People');
    domain.rename(people, 'Attic');

    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
  });

  test('a container with a group of the name that came below the base', async () => {
    const base = `OU=Groups,${DOMAIN}`;
    const world = await start(['Support'], { base });
    world.domain.add('group', 'Support', world.attic);
    const kept = await world.marked();

    world.domain.set(world.attic, 'description', 'x');
    expect(await world.since(kept)).toEqual({ kind: 'same' });
    world.domain.move(world.attic, world.groups);
    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
    expect((await world.read()).reading.kind).toBe('partial');
  });

  test('a container with a group of the name that a comment may have cut', async () => {
    const base = `OU=Groups,${DOMAIN}`;
    const world = await start([{ ref: 'Support', nested: true, commented: 'Support #2' }], { base });
    world.domain.add('group', 'Support #2', world.attic);
    const kept = await world.marked();
    world.domain.move(world.attic, world.groups);

    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
    expect((await world.read()).reading).not.toEqual(kept.reading);
  });

  test('a group of the name that a comment may have cut', async () => {
    const world = await start([{ ref: 'Support', nested: true, commented: 'Support #2' }]);
    const kept = await world.marked();
    world.domain.add('group', 'Support #2', world.groups);

    expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
  });
});

test('references by DN and objectGUID do not mind other groups of the name', async () => {
  const world = await start([`CN=Support,OU=Groups,${DOMAIN}`, guid(11)]);
  expect(world.tier).toBe(11);
  const kept = await world.marked();
  world.domain.add('group', 'Support', world.attic);
  world.domain.add('group', 'Tier 2', world.attic);

  expect(await world.since(kept)).toEqual({ kind: 'same' });
  expect((await world.read()).reading).toEqual(kept.reading);
});

test('a member by primary group who changes otherwise is the same', async () => {
  const world = await start();
  world.domain.makePrimary(world.zoe, world.tier);
  const kept = await world.marked();
  world.domain.set(world.zoe, 'description', 'x');

  expect([...kept.reading.people.keys()]).toContain(guid(world.zoe));
  expect(await world.since(kept)).toEqual({ kind: 'same' });
});

test.each<[string, (world: Company) => unknown]>([
  ['another name', ({ domain, people }) => domain.rename(people, 'Staff')],
  ['another place', ({ domain, groups, attic }) => domain.move(groups, attic)],
])('a container that does not show its changes gets %s', async (_what, edit) => {
  const world = await start();
  for (const number of [world.people, world.groups]) world.domain.withheld.set(number, ['uSNChanged']);
  const kept = await world.marked();
  edit(world);

  expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
});

test('a container that does not show its changes brings a group of the name below the base', async () => {
  const world = await start(['Support'], { base: `OU=Groups,${DOMAIN}` });
  const { domain, attic, groups } = world;
  domain.withheld.set(attic, ['uSNChanged']);
  domain.add('group', 'Support', attic);
  const kept = await world.marked();
  domain.move(attic, groups);

  expect(await world.since(kept)).toMatchObject({ kind: 'changed' });
});

test('somebody is back in a group from the recycle bin, and shows no memberOf', async () => {
  const world = await start();
  const { domain, cy, ann, bo } = world;
  domain.remove(cy, 'sleep');
  for (const number of [cy, ann, bo]) domain.withheld.set(number, ['memberOf']);
  const kept = await world.marked();
  domain.restore(cy);

  expect(await world.since(kept)).toEqual({ kind: 'unknown', why: expect.stringContaining('memberOf') });
});

describe('objects that do not show their uSNChanged are looked at one by one', () => {
  test.each<[string, 'same' | 'changed', (world: Company) => unknown]>([
    ['a person who stays as he is', 'same', ({ domain }) => domain.updateElsewhere()],
    ['a person who changes', 'changed', ({ domain, ann }) => domain.set(ann, 'mail', 'x@corp.example')],
    ['a person who is deleted', 'changed', ({ domain, ann }) => domain.remove(ann)],
    ['a computer that stays as it is', 'same', ({ domain, pc }) => domain.set(pc, 'description', 'x')],
    ['a computer that changes', 'changed', ({ domain, pc }) => domain.rename(pc, 'Laptop')],
    ['a computer that is deleted', 'changed', ({ domain, pc }) => domain.remove(pc)],
  ])('%s', async (_what, kind, edit) => {
    const world = await start();
    for (const number of [world.ann, world.pc]) world.domain.withheld.set(number, ['uSNChanged']);
    const kept = await world.marked();
    edit(world);

    expect(await world.since(kept)).toMatchObject({ kind });
    if (kind === 'same') expect((await world.read()).reading).toEqual(kept.reading);
  });
});

describe('nobody can tell', () => {
  test.each<[string, (world: Company) => unknown, string]>([
    ['of another domain controller', ({ domain }) => (domain.server = `CN=DC2,${CONFIGURATION}`), 'Another domain'],
    ['of another domain', ({ domain }) => (domain.called = 'DC=other,DC=test'), 'Another domain'],
    ['of a restored one', ({ domain }) => (domain.invocationId = guid(7009)), 'restored'],
    ['of one that went back', ({ domain }) => (domain.usn -= 1), 'fewer changes'],
    ['of one that does not say which it is', ({ domain }) => (domain.server = ''), 'does not show which one it is'],
    [
      'where memberships end by themselves',
      ({ domain }) => (domain.features = [`CN=Privileged Access Management Feature,CN=Services,${CONFIGURATION}`]),
      'Privileged Access Management',
    ],
    [
      'without the right to see deleted objects, once anything has changed',
      ({ domain }) => {
        domain.seesDeleted = false;
        domain.updateElsewhere();
      },
      `CN=Deleted Objects,${DOMAIN} (docs/ldap.md says how)`,
    ],
  ])('%s', async (_what, edit, why) => {
    const world = await start();
    const kept = await world.marked();

    edit(world);

    expect(await world.since(kept)).toEqual({ kind: 'unknown', why: expect.stringContaining(why) });
  });

  test('where only a deleted computer is seen, or none that shows its uSNChanged', async () => {
    const world = await start();
    world.domain.withheld.set(world.left, ['uSNChanged']);
    world.domain.remove(world.domain.add('computer', 'Old PC'));
    const kept = await world.marked();
    world.domain.updateElsewhere();

    expect(await world.since(kept)).toMatchObject({ kind: 'unknown', why: expect.stringContaining('deleted objects') });
  });

  test('of a server that says no number', async () => {
    let usn = '';
    const world = await start(['Support'], { root: () => ({ ...world.domain.root(), highestCommittedUSN: [usn] }) });
    for (usn of ['', '-1', '1e3', '99999999999999999999']) expect((await world.read()).mark).toBeNull();
  });

  test.each([['objectGUID'], ['objectClass']])('where deleted objects hide their %s', async (attribute) => {
    const world = await start();
    world.domain.withheld.set(world.left, [attribute]);
    const kept = await world.marked();
    world.domain.updateElsewhere();

    expect(await world.since(kept)).toMatchObject({ kind: 'unknown', why: expect.stringContaining('deleted objects') });
  });

  test('from a mark of another directory', async () => {
    const world = await start();
    const { reading } = await world.marked();

    expect(await world.since({ reading, mark: { type: 'entra', until: null } })).toMatchObject({ kind: 'unknown' });
  });
});

test('there is no mark of an account that changed between two looks at it: the reading may show the former one', async () => {
  let isAsked = false;
  const world = await start(['Support', 'Tier 2'], {
    onSearch: ({ filter }) => {
      if (isAsked) world.domain.set(world.bo, 'userAccountControl', '514');
      isAsked = /primaryGroupID/i.test(JSON.stringify(filter));
      return null;
    },
  });
  // He is looked at as one whose primary group this is, and then as a member of the other one.
  world.domain.makePrimary(world.bo, world.tier);

  const { reading, mark, why } = await world.read();

  expect(reading.kind).toBe('complete');
  expect(mark).toBeNull();
  expect(why).toContain('changed while');
});

describe('there is no mark', () => {
  test.each<[string, (world: Company) => unknown, string]>([
    ['for a partial reading', ({ domain, ann }) => domain.set(ann, 'userAccountControl'), 'Not everything'],
    ['where the server hides its place', ({ domain }) => (domain.server = ''), 'does not show which one it is'],
    [
      'with dynamic objects',
      ({ domain, ann }) => domain.set(ann, 'objectClass', 'user', 'dynamicObject'),
      'dynamic objects',
    ],
  ])('%s', async (_what, edit, why) => {
    const world = await start();
    edit(world);

    expect(await world.read()).toMatchObject({ mark: null, why: expect.stringContaining(why) });
  });

  test.each([32, 50])(
    'where the configuration is out of sight (result code %d), and the reading is whole',
    async (code) => {
      const world = await start(['Support'], { onSearch: ({ base }) => (base === CONFIGURATION ? { code } : null) });

      const { reading, mark, why } = await world.read();

      expect(reading.kind).toBe('complete');
      expect(mark).toBeNull();
      expect(why).toContain('invocationId');
    },
  );

  test.each([['invocationId'], ['objectClass']])('where the %s there cannot be read', async (attribute) => {
    const world = await start(['Support'], {
      configuration: () => world.domain.configuration().map((entry) => ({ ...entry, withheld: [attribute] })),
    });

    expect(await world.read()).toMatchObject({ mark: null, why: expect.stringContaining('CN=Partitions') });
  });

  test.each<[string, Record<string, readonly string[]> | null, boolean]>([
    ['department', { attributeSyntax: ['2.5.5.12'], systemFlags: ['16'] }, true],
    ['title', { attributeSyntax: ['2.5.5.12'] }, true],
    ['mail', null, true],
    ['manager', { attributeSyntax: ['2.5.5.1'], systemFlags: ['16'], linkID: ['42'] }, false],
    ['memberOf', { attributeSyntax: ['2.5.5.1'], linkID: ['3'] }, false],
    ['canonicalName', { attributeSyntax: ['2.5.5.12'], systemFlags: ['134217748'] }, false],
    ['lastLogon', { attributeSyntax: ['2.5.5.16'], systemFlags: ['17'] }, false],
    ['secretary', { attributeSyntax: ['2.5.5.1'] }, false],
    ['linked', { attributeSyntax: ['2.5.5.12'], linkID: ['43'] }, false],
    ['hidden', {}, false],
    ['unknown', null, false],
  ])('where the attribute %s may change unseen', async (name, definition, isMarked) => {
    const world = await start();
    if (definition !== null) world.domain.schema.set(name, definition);

    const { mark, why } = await world.read({ attributes: [name] });

    expect(mark !== null).toBe(isMarked);
    if (!isMarked) expect(why).toContain(name);
  });
});

test('an attribute that was asked for counts, one that was not does not', async () => {
  const world = await start();
  world.domain.schema.set('department', { attributeSyntax: ['2.5.5.12'] });
  world.domain.set(world.ann, 'department', 'A');
  const plain = await world.marked();
  const asking = await world.marked({ attributes: ['department', 'mail'] });
  world.domain.set(world.ann, 'department', 'B');

  expect(await world.since(plain)).toEqual({ kind: 'same' });
  expect(await world.since(asking, { attributes: ['department', 'mail'] })).toMatchObject({ kind: 'changed' });
});
