import { afterEach, describe, expect, test } from '@jest/globals';
import { closeAll, type Company, start } from './company.ts';
import { CONFIGURATION, DOMAIN } from './fake-dc.ts';
import { guid } from './fixture.ts';

afterEach(closeAll);

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
