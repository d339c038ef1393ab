import { afterEach, describe, expect, test } from '@jest/globals';
import { type Case, openCase } from './case.ts';

let opened: Case | undefined;

afterEach(async () => {
  await opened?.close();
});

async function inCase(name: string, edit?: (text: string) => string): Promise<Case> {
  opened = await openCase(name, edit);
  return opened;
}

describe('two entries that run together', () => {
  test.each([
    ['min-merged-groups', ':28: a second "dn:" in the record of CN=Desk,OU=Groups,DC=corp,DC=example'],
    ['min-merged-people', ':6: a second "dn:" in the record of CN=Ann,OU=People,DC=corp,DC=example'],
  ])('%s: nobody gets the members of another group, or the address of somebody else', async (name, why) => {
    const planned = await (await inCase(name)).plan(name);

    expect(planned).toMatchObject({ code: 1, plan: undefined });
    expect(planned.stderr).toContain(`${name}.ldif${why}`);
  });
});

test('min-tombstone: a deleted group is no group without members', async () => {
  const run = await inCase('min-tombstone');
  await run.apply('min-tombstone-before');

  const deleted = await run.plan('min-tombstone');
  const without = await run.plan('min-tombstone-without');

  expect(run.users()).toEqual(['Ann Offline', 'Bob Offline']);
  expect(deleted.plan?.changes).toEqual([]);
  expect(deleted.plan?.notices.map(({ code }) => code)).toContain('GROUP_NOT_FOUND');
  expect(deleted.plan?.notices).toEqual(without.plan?.notices);
});

test('min-primary-group: a group of which nobody can tell the members by primary group loses none', async () => {
  const run = await inCase('min-primary-group');
  await run.apply('min-primary-group-whole');

  const planned = await run.plan('min-primary-group');

  expect(run.users()).toEqual(['Ann Offline', 'Bob Offline']);
  expect(planned).toMatchObject({ code: 1, plan: { changes: [] } });
  expect(planned.stdout).toContain(
    'it may be the primary group 1105 of 1 account (CN=Bob,OU=People,DC=corp,DC=example)',
  );
});

test('min-expires: an expiry date that cannot be read is no date that never comes', async () => {
  const planned = await (await inCase('min-expires')).plan('min-expires');

  expect(planned).toMatchObject({ code: 1, plan: undefined });
  expect(planned.stderr).toContain(
    'min-expires.ldif:1: the accountExpires of CN=Ann,OU=People,DC=corp,DC=example cannot be read: "2019-12-31 00:00:00+00:00"',
  );
});

test('min-same-name: of two groups with one place one has it, and the people of the other get no rights there', async () => {
  const run = await inCase('min-same-name');

  const planned = await run.plan('min-same-name');
  await run.apply('min-same-name');

  const shared = planned.plan?.notices.filter(({ code }) => code === 'GROUP_NAME_SHARED') ?? [];
  expect(shared).toHaveLength(1);
  expect(shared[0]?.text).toContain('CN=Users,OU=A,DC=corp,DC=example');
  expect(shared[0]?.text).toContain('CN=Users,OU=B,DC=corp,DC=example');
  expect(run.users()).toEqual(['Ann Offline']);
});

test('a name that a " #" cut short is named, with the group that it might have meant', async () => {
  const edit = (text: string): string =>
    text
      .replace('"Desk"', 'Desk #2')
      .replace(
        'cn: Users\nobjectGUID: 6f1d2c00-5a3b-4c7e-9d10-000000000202',
        'cn: Desk #2\nobjectGUID: 6f1d2c00-5a3b-4c7e-9d10-000000000202',
      );

  const planned = await (await inCase('min-same-name', edit)).plan('min-same-name');

  const cut = planned.plan?.notices.filter(({ code }) => code === 'NAME_CUT_BY_COMMENT') ?? [];
  expect(cut.map(({ text }) => text)).toEqual([expect.stringContaining('(CN=Users,OU=B,DC=corp,DC=example)')]);
});
