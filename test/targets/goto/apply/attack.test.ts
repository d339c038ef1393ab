import { afterEach, expect, test } from '@jest/globals';
import type { GotoSandboxUser } from '../../../../src/sandbox/goto/index.ts';
import type { Facts, GotoChange, Native } from '../../../../src/targets/goto/planner/change.ts';
import { ADA, BOB, OWNER, person } from '../../../sandbox/goto/ask.ts';
import { type Bench, type BenchOptions, openBench } from './bench.ts';
import { changeOf, MEETING, userKey } from './builders.ts';

/** What the planner would never ask for, and what the account makes of it meanwhile, over real sockets. */

let bench: Bench;

afterEach(async () => {
  await bench.close();
});

async function open(
  users: Readonly<Record<string, Partial<GotoSandboxUser>>>,
  options: BenchOptions = {},
): Promise<void> {
  bench = await openBench({
    ...options,
    account(account) {
      for (const [key, fields] of Object.entries(users)) {
        const known = account.users.find((user) => user.key === key);
        if (known === undefined) account.users.push(person(key, fields.email ?? '', fields));
        else Object.assign(known, fields);
      }
    },
  });
}

const FACTS = { name: 'ada Example', email: 'ada@corp.example', status: 'enabled', link: null } as const;

function change(before: Facts, after: Facts, native: Partial<Native>, given: Partial<GotoChange> = {}): GotoChange {
  return changeOf(before, after, native, { node: userKey(ADA), facts: FACTS, ...given });
}

const DEMOTION = change({ role: 'Super admin' }, { role: 'Member' }, { adminRoles: [] });

test('a super admin who never came is not the one that is left', async () => {
  await open({
    [OWNER]: { adminRoles: ['MANAGE_USERS'] },
    [ADA]: { adminRoles: ['SUPER_USER'] },
    [BOB]: { adminRoles: ['SUPER_USER'], activated: false },
  });

  const applied = await bench.apply(DEMOTION);

  expect(applied).toMatchObject({ result: 'stale', text: expect.stringContaining('the last super admin') });
  expect(bench.user('ada@corp.example')?.adminRoles).toEqual(['SUPER_USER']);
});

test('but may go, and leave the one who can act', async () => {
  await open({
    [OWNER]: { adminRoles: ['MANAGE_USERS'] },
    [ADA]: { adminRoles: ['SUPER_USER'] },
    [BOB]: { adminRoles: ['SUPER_USER'], activated: false },
  });
  const facts = { ...FACTS, name: 'bob Example', email: 'bob@corp.example' };

  const applied = await bench.apply({ ...DEMOTION, node: userKey(BOB), facts });

  expect(applied.result).toBe('done');
  expect(bench.user('ada@corp.example')?.adminRoles).toEqual(['SUPER_USER']);
});

test('two demotions at once leave one', async () => {
  await open({
    [OWNER]: { adminRoles: ['MANAGE_USERS'] },
    [ADA]: { adminRoles: ['SUPER_USER'] },
    [BOB]: { adminRoles: ['SUPER_USER'] },
  });
  const facts = { ...FACTS, name: 'bob Example', email: 'bob@corp.example' };

  const all = await Promise.all([
    bench.apply(DEMOTION),
    bench.apply({ ...DEMOTION, id: 'two', node: userKey(BOB), facts }),
  ]);

  expect(all.map(({ result }) => result).sort()).toEqual(['done', 'stale']);
});

test('who takes the address of a deleted super admin does not get the rights back', async () => {
  const boss = { email: 'boss@corp.example', adminRoles: ['SUPER_USER'], deleted: true, activated: true };
  await open({ '7000000000000000109': boss }, { switches: { deletedUserReturns: true } });

  const applied = await bench.apply(
    changeOf(
      null,
      {
        status: 'enabled',
        products: ['Meeting'],
        role: 'Member',
        firstName: 'Mallory',
        lastName: 'Example',
        email: 'boss@corp.example',
      },
      { licences: [MEETING], adminRoles: [] },
      { email: 'boss@corp.example' },
    ),
  );

  expect(applied.result).toBe('done');
  expect(bench.user('boss@corp.example')).toMatchObject({ adminRoles: [], licenseKeys: [MEETING] });
});

test('an attribute whose value ends with "=" is one', async () => {
  const settings = { attributes: [{ name: 'department', from: 'department', line: 8 }] };
  await open({ [ADA]: { attributes: { department: 'B=' } } }, { settings });

  const applied = await bench.apply(change({ attributes: ['department=A'] }, { attributes: ['department=C='] }, {}));

  expect(applied).toMatchObject({ result: 'stale', text: expect.stringContaining('department=B=') });
});

test.each([
  ['of the token', 'owner@corp.example', 'whose token is used'],
  ['of no domain', 'ada@evil.example', 'in none of goto.domains'],
  ['of goto.protect', 'break.glass@corp.example', 'goto.protect'],
])('nobody gets the address %s', async (_what, email, text) => {
  await open({}, { settings: { protect: ['break.glass@corp.example'] } });

  const applied = await bench.apply(change({ email: 'ada@corp.example' }, { email }, {}));

  expect(applied).toMatchObject({ result: 'stale', text: expect.stringContaining(text) });
  expect(bench.writes()).toEqual([]);
});
