import { afterEach, describe, expect, test } from '@jest/globals';
import { closeAll, type Company, start, type Started } from './company.ts';
import { DOMAIN, type FakeAnswer, type FakeEntry } from './fake-dc.ts';
import { guid } from './fixture.ts';

afterEach(closeAll);

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
