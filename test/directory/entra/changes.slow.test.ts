import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { WantedGroup } from '../../../src/core/people.ts';
import { READING_LAG } from '../../../src/directory/entra/earlier-links.ts';
import { MOST_PAGES } from '../../../src/directory/entra/told-changes.ts';
import type { GraphFault, GraphSwitches, GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, BOTH_ROLES, guid } from '../../sandbox/graph/world.ts';
import { failureOf } from '../failure-of.ts';
import { at, company, sentDuring } from './company.ts';
import { closeAll, newLab, plainReading } from './fixture.ts';

afterEach(closeAll);

const DELETED = '2026-11-01T00:00:00Z';
const SENTENCE = expect.stringMatching(/^[A-Z].*\.$/);

describe('a reading', () => {
  test('is the same as ever, and takes two requests more', async () => {
    const lab = await newLab(company());
    const plain = await sentDuring(lab, () => lab.read(['Desk']));

    const marked = await lab.settled(['Desk']);

    expect(marked).toMatchObject({ mark: { type: 'entra', until: null }, why: null });
    expect(plainReading(marked.reading)).toEqual(plainReading(await lab.read(['Desk'])));
    expect(await sentDuring(lab, () => lab.marked(['Desk']))).toEqual([
      '/v1.0/groups/delta',
      '/v1.0/users/delta',
      ...plain,
    ]);
  });

  test('has changes told of exactly what it asks for', async () => {
    const lab = await newLab(company());

    await lab.marked(['Desk'], { attributes: ['department', 'costCenter', 'givenName'] });

    const selects = (path: RegExp): (string | undefined)[] =>
      lab.sandbox.log.filter((entry) => path.test(entry.path)).map(({ query }) => query['$select']);
    const [members] = selects(/members$/);
    expect(selects(/users\/delta$/)).toEqual([members?.replace(',visibility', ',deletedDateTime')]);
    expect(selects(/groups\/delta$/)).toEqual(['id,displayName,visibility,deletedDateTime,members']);
  });

  test('has no mark before the tenant was asked for changes some minutes ago', async () => {
    const lab = await newLab(company());

    expect(await lab.marked(['Desk'])).toMatchObject({ mark: null, why: SENTENCE });
    lab.world.tick(READING_LAG - 1);
    expect(await lab.marked(['Desk'])).toMatchObject({ mark: null, why: SENTENCE });
    lab.world.tick(1);
    expect(await lab.marked(['Desk'])).toMatchObject({ mark: { type: 'entra' }, why: null });
  });

  test('has no mark where changes of an attribute are shown, but never told', async () => {
    const tenant = company();
    const attributes = ['department', 'onPremisesDistinguishedName'];
    const lab = await newLab(tenant, { switches: { deltaUntracked: ['onPremisesDistinguishedName'] } });

    const marked = await lab.settled(['Desk'], { attributes });

    expect(marked).toMatchObject({ reading: { kind: 'complete' }, mark: null });
    expect(marked.why).toBe('Microsoft Graph may not tell changes of the attribute onPremisesDistinguishedName.');
    expect(await sentDuring(lab, () => lab.marked(['Desk'], { attributes }))).not.toContain('/v1.0/users/delta');
  });

  test('has no mark where links to changes came late, and are young', async () => {
    const lab = await newLab(company(), {
      faults: [{ kind: 'throttled', path: 'users/delta', nth: 1, retryAfter: 290 }],
    });

    expect(await lab.marked(['Desk'])).toMatchObject({ mark: null });
    lab.world.tick(10_000);
    expect(await lab.marked(['Desk'])).toMatchObject({ mark: null, why: SENTENCE });
    lab.world.tick(READING_LAG);
    expect(await lab.marked(['Desk'])).toMatchObject({ mark: { type: 'entra' } });
  });

  test.each<[string, Partial<GraphSwitches>, GraphFault[]]>([
    ['forbids it', { delta: 'forbidden' }, []],
    ['has none', { delta: 'notImplemented' }, []],
    ['refuses it', { delta: 'unsupported' }, []],
    ['gives no answer', {}, [{ kind: 'error503', path: 'users/delta' }]],
    ['lets nothing through', {}, [{ kind: 'throttled', path: 'groups/delta', retryAfter: 400 }]],
    ['wants everything read anew', {}, [{ kind: 'gone', path: 'users/delta' }]],
    ['takes no token for it', {}, [{ kind: 'unauthorized', path: 'users/delta' }]],
    ['gives no link', {}, [{ kind: 'lostLink', path: 'groups/delta' }]],
    ['gives a link to another host', {}, [{ kind: 'foreignLink', path: 'users/delta' }]],
    ['gives pages', {}, [{ kind: 'repeatedLink', path: 'users/delta' }]],
  ])('has no mark, and is made all the same, where change tracking %s', async (_what, switches, faults) => {
    const lab = await newLab(company(), { switches, faults });

    const marked = await lab.settled(['Desk']);

    expect(marked).toMatchObject({ reading: { kind: 'complete' }, mark: null, why: SENTENCE });
  });

  test('has no mark where change tracking does not take an attribute', async () => {
    const lab = await newLab(company(), { faults: [{ kind: 'forbidden', path: 'users/delta.*department' }] });

    expect(await lab.settled(['Desk'], { attributes: ['department'] })).toMatchObject({
      reading: { kind: 'complete' },
      mark: null,
      why: SENTENCE,
    });
  });

  test.each<[string, readonly string[], (tenant: GraphTenant) => unknown]>([
    ['is partial', BOTH_ROLES, (tenant) => tenant.groups.splice(0, 1)],
    [
      'meets hidden members',
      [...BOTH_ROLES, 'Member.Read.Hidden'],
      (tenant) => (at(tenant.groups, 1).visibility = 'HiddenMembership'),
    ],
    [
      'shows the name of a device',
      [...BOTH_ROLES, 'Device.Read.All'],
      (tenant) => {
        tenant.devices.push({ id: guid(50), displayName: 'KIOSK', accountEnabled: true });
        at(tenant.groups, 0).members.push(guid(50));
      },
    ],
  ])('has no mark where it %s', async (_what, roles, edit) => {
    const tenant = company(roles);
    edit(tenant);
    const lab = await newLab(tenant);

    expect(await lab.settled(['Desk'])).toMatchObject({ mark: null, why: SENTENCE });
  });

  test('fails as ever, and is given up as ever', async () => {
    const lab = await newLab(company([]));
    const ending = new AbortController();
    ending.abort(new Error('enough'));

    expect(await failureOf(lab.settled(['Desk']))).toMatchObject({ code: 'ENTRA_PERMISSION_MISSING' });
    await expect(lab.settled(['Desk'], { signal: ending.signal })).rejects.toThrow('enough');
  });
});

describe('since a mark', () => {
  test.each<[string, (tenant: GraphTenant) => unknown, string]>([
    ['nothing has changed', () => null, 'same'],
    ['somebody is disabled', (tenant) => (at(tenant.users, 0).accountEnabled = false), 'changed'],
    ['somebody is renamed', (tenant) => (at(tenant.users, 2).displayName = 'Ada'), 'changed'],
    ['somebody is deleted', (tenant) => (at(tenant.users, 0).deletedDateTime = DELETED), 'changed'],
    ['somebody is deleted for good', (tenant) => tenant.users.splice(0, 1), 'changed'],
    ['somebody has a new desk', (tenant) => (at(tenant.users, 0).officeLocation = '7'), 'same'],
    ['somebody has come', (tenant) => at(tenant.groups, 1).members.push(guid(5)), 'changed'],
    ['somebody has left', (tenant) => at(tenant.groups, 0).members.shift(), 'changed'],
    ['somebody has come elsewhere', (tenant) => at(tenant.groups, 2).members.push(guid(5)), 'same'],
    ['somebody else is disabled', (tenant) => (at(tenant.users, 5).accountEnabled = false), 'same'],
    ['somebody else is deleted', (tenant) => tenant.users.splice(4, 1), 'same'],
    ['somebody is restored', (tenant) => (at(tenant.users, 6).deletedDateTime = null), 'changed'],
    ['somebody else is restored', (tenant) => (at(tenant.users, 7).deletedDateTime = null), 'same'],
    ['the tenant has another order', (tenant) => tenant.users.push(...tenant.users.splice(4, 1)), 'same'],
    ['a group is restored', (tenant) => (at(tenant.groups, 3).deletedDateTime = null), 'changed'],
    ['a group is renamed', (tenant) => (at(tenant.groups, 1).displayName = 'Day'), 'changed'],
    ['another group is renamed', (tenant) => (at(tenant.groups, 2).displayName = 'Any'), 'same'],
    ['another group has the name', (tenant) => (at(tenant.groups, 2).displayName = 'desk'), 'changed'],
    ['another group is deleted', (tenant) => tenant.groups.splice(2, 1), 'same'],
    ['a group is deleted', (tenant) => tenant.groups.splice(1, 1), 'changed'],
    ['a group has hidden members', (tenant) => (at(tenant.groups, 1).visibility = 'HiddenMembership'), 'changed'],
  ])('%s', async (_what, edit, kind) => {
    const tenant = company();
    // Deleted when the reading is made: one is in a group that is read, the other is not; and a group with nobody in it.
    at(tenant.groups, 0).members.push(guid(7), guid(903));
    at(tenant.users, 6).deletedDateTime = DELETED;
    at(tenant.users, 7).deletedDateTime = DELETED;
    addGroup(tenant, 903, 'Back', []);
    at(tenant.groups, 3).deletedDateTime = DELETED;
    const lab = await newLab(tenant);
    const marked = await lab.settled(['Desk']);

    edit(tenant);
    const since = await lab.since(marked);

    expect(since).toMatchObject({ kind });
    expect('why' in since ? since.why : 'Same.').toEqual(SENTENCE);
    const isEqual = inspect(plainReading(await lab.read(['Desk'])), false, null);
    expect(isEqual === inspect(plainReading(marked.reading), false, null)).toBe(kind === 'same');
  });

  test('an attribute has changed', async () => {
    const tenant = company();
    at(tenant.users, 0).department = 'IT';
    const lab = await newLab(tenant);
    const attributes = ['department', 'jobTitle'];
    const marked = await lab.settled(['Desk'], { attributes });

    at(tenant.users, 1).department = '';
    expect(await lab.since(marked, { attributes })).toEqual({ kind: 'same' });
    at(tenant.users, 1).jobTitle = 'Boss';
    expect(await lab.since(marked, { attributes })).toMatchObject({ kind: 'changed' });
  });

  test.each<[string, Partial<GraphSwitches>]>([
    ['replays', { deltaReplays: true }],
    ['small pages', { deltaPage: 1, pages: 'withEmpty' }],
    ['all properties', { deltaUnset: 'null' }],
  ])('nothing has changed, with %s', async (_what, switches) => {
    const tenant = company();
    // A replay tells of the first, whom the reading met.
    const lab = await newLab(tenant, { switches });
    const marked = await lab.settled([guid(901)]);
    at(tenant.users, 4).displayName = 'Eve';
    at(tenant.users, 5).displayName = 'Mallory';

    expect(await lab.since(marked)).toEqual({ kind: 'same' });
  });

  test.each<[string, (tenant: GraphTenant) => { deletedDateTime?: string | null }]>([
    ['somebody', (tenant) => at(tenant.users, 6)],
    ['a group', (tenant) => at(tenant.groups, 3)],
  ])('%s that is restored is seen where only a change of what was selected tells it', async (_what, one) => {
    const tenant = company();
    addGroup(tenant, 903, 'Back', []);
    at(tenant.groups, 0).members.push(guid(7), guid(903));
    one(tenant).deletedDateTime = DELETED;
    const lab = await newLab(tenant, { switches: { deltaRestored: 'bySelect' } });
    const marked = await lab.settled(['Desk']);

    one(tenant).deletedDateTime = null;

    expect(await lab.since(marked)).toMatchObject({ kind: 'changed' });
  });

  test('nothing has changed, at an address where another tenant was served before', async () => {
    const former = await newLab(company());
    await former.settled(['Desk']);
    await former.close();
    const lab = await newLab(company(), { port: Number(new URL(former.sandbox.url).port) });

    expect(await lab.since(await lab.settled(['Desk']))).toEqual({ kind: 'same' });
  });

  test('a change that comes late is seen late', async () => {
    const tenant = company();
    const lab = await newLab(tenant, { switches: { deltaLag: 60 } });
    const marked = await lab.settled(['Desk']);
    at(tenant.users, 0).accountEnabled = false;

    expect(await lab.since(marked)).toEqual({ kind: 'same' });
    lab.world.tick(60_000);
    expect(await lab.since(marked)).toMatchObject({ kind: 'changed' });
  });

  test('a change that a reading has missed is seen all the same', async () => {
    const lab = await newLab(company(), { switches: { indexLag: 60 } });
    await lab.marked(['Desk']);
    lab.world.tick(READING_LAG);
    await lab.read(['Desk']);
    at(lab.sandbox.tenant.users, 0).accountEnabled = false;

    const marked = await lab.marked(['Desk']);

    expect([...marked.reading.people.values()].map(({ state }) => state)).toEqual(['enabled', 'enabled', 'enabled']);
    expect(await lab.since(marked)).toMatchObject({ kind: 'changed' });
  });

  test('an entry that shows only what has changed counts as changed', async () => {
    const tenant = company();
    const lab = await newLab(tenant, { switches: { deltaEntries: 'changed' } });
    const marked = await lab.settled(['Desk']);
    at(tenant.users, 0).userType = 'Member';
    at(tenant.users, 0).mail = 'user1@corp.example ';

    expect(await lab.since(marked)).toMatchObject({ kind: 'changed' });
  });

  test('a group that a comment may name is in doubt', async () => {
    const lab = await newLab(company());
    const wanted: WantedGroup = { ref: 'Desk', nested: true, commented: 'Desk #2' };
    const marked = await lab.settled([wanted]);
    addGroup(lab.sandbox.tenant, 910, 'Desk #2', []);

    expect(await lab.since(marked)).toMatchObject({ kind: 'changed' });
  });
});

describe('what it costs to see that nothing has changed', () => {
  test('is two requests, however large the tenant is', async () => {
    const tenant = company();
    addGroup(tenant, 950, 'Large', addUsers(tenant, 1500, 1000));
    for (let number = 0; number < 50; number += 1)
      addGroup(tenant, 2000 + number, `Team ${number}`, [guid(1000 + number)]);
    const lab = await newLab(tenant);
    const wanted = ['Large', ...Array.from({ length: 50 }, (_, number) => `Team ${number}`)];
    const marked = await lab.settled(wanted);

    const sent = await sentDuring(lab, () => lab.since(marked));

    expect(sent.toSorted()).toEqual(['/v1.0/groups/delta', '/v1.0/users/delta']);
    expect(lab.said.at(-1)).toBe('Asked what has changed in 2 requests (3 resource units)');
  });

  test('is one more for 20 others who have changed, as long as a reading costs more', async () => {
    const tenant = company();
    addUsers(tenant, 60, 1000);
    const lab = await newLab(tenant);
    const marked = await lab.settled(['Desk']);
    const others = tenant.users.filter(({ id }) => id >= guid(1000));

    for (const user of others.slice(0, 20)) user.displayName = 'Renamed';
    expect((await sentDuring(lab, () => lab.since(marked))).length).toBe(3);
    expect(await lab.since(marked)).toEqual({ kind: 'same' });

    // The reading took three.
    for (const user of others) user.displayName = 'Renamed';
    expect((await sentDuring(lab, () => lab.since(marked))).length).toBe(2);
    expect(await lab.since(marked)).toMatchObject({ kind: 'changed' });
  });

  test('is bounded', async () => {
    const tenant = company();
    const lab = await newLab(tenant, { switches: { deltaPage: 1 } });
    const marked = await lab.settled(['Desk']);
    for (let number = 0; number < MOST_PAGES + 5; number += 1) addGroup(tenant, 3000 + number, `New ${number}`, []);

    const sent = await sentDuring(lab, async () => {
      expect(await lab.since(marked)).toMatchObject({ kind: 'changed' });
    });
    expect(sent.length).toBe(MOST_PAGES + 1);
  });
});
