import { afterEach, describe, expect, test } from '@jest/globals';
import type { GotoSandboxUser } from '../../../../src/sandbox/goto/index.ts';
import type { Facts, GotoChange, Native } from '../../../../src/targets/goto/planner/change.ts';
import { ADA, HELPDESK, OWNER, SALES } from '../../../sandbox/goto/ask.ts';
import { type Bench, type BenchOptions, openBench } from './bench.ts';
import { changeOf, CONNECT, MEETING, userKey } from './builders.ts';

/** Changes of Ada over real sockets, against the stand-in account, where she holds Meeting and is active. */

let bench: Bench;

afterEach(async () => {
  await bench.close();
});

type AdaOptions = BenchOptions & { readonly ada?: Partial<GotoSandboxUser> };

async function open({ ada = {}, ...options }: AdaOptions = {}): Promise<void> {
  bench = await openBench({
    ...options,
    account(account) {
      Object.assign(account.users.find(({ key }) => key === ADA) ?? {}, ada);
      options.account?.(account);
    },
  });
}

function ada(): GotoSandboxUser | undefined {
  return bench.user('ada@corp.example');
}

function change(before: Facts, after: Facts, native: Partial<Native>, given: Partial<GotoChange> = {}): GotoChange {
  const facts = { name: 'ada Example', email: 'ada@corp.example', status: 'enabled', link: null } as const;
  return changeOf(before, after, native, { node: userKey(ADA), facts, ...given });
}

const GRANT = change({ products: ['Meeting'] }, { products: ['Connect', 'Meeting'] }, { licences: [MEETING, CONNECT] });

const SUSPEND = change(
  { status: 'enabled', products: ['Meeting'] },
  { status: 'disabled', products: [] },
  { licences: [] },
);

const RESUME = change(
  { status: 'disabled', products: [] },
  { status: 'enabled', products: ['Meeting'] },
  { licences: [MEETING] },
  { facts: { name: 'ada Example', email: 'ada@corp.example', status: 'disabled', link: null } },
);

describe('what is made', () => {
  test.each<[string, Partial<GotoSandboxUser>, GotoChange, Partial<GotoSandboxUser>, string[]]>([
    ['a grant', {}, GRANT, { licenseKeys: [MEETING, CONNECT] }, ['PUT']],
    ['a suspension', {}, SUSPEND, { licenseKeys: [] }, ['PUT']],
    ['a return', { licenseKeys: [] }, RESUME, { licenseKeys: [MEETING] }, ['PUT']],
    [
      'a suspension takes the custom role, too',
      { roleSets: [HELPDESK] },
      change(
        { status: 'enabled', products: ['Meeting'], role: 'Custom: Helpdesk' },
        { status: 'disabled', products: [], role: 'Member' },
        { licences: [], adminRoles: [], roleSet: '' },
      ),
      { licenseKeys: [], roleSets: [] },
      ['DELETE', 'PUT'],
    ],
    [
      'a custom role',
      {},
      change({ role: 'Member' }, { role: 'Custom: Helpdesk' }, { adminRoles: [], roleSet: HELPDESK }),
      { roleSets: [HELPDESK] },
      ['PUT'],
    ],
    [
      'a user group',
      {},
      change({ userGroup: null }, { userGroup: 'Sales' }, { group: SALES }),
      { groupKey: SALES },
      ['PUT'],
    ],
    [
      'a name',
      {},
      change({ firstName: 'ada', lastName: 'Example' }, { firstName: 'Ada', lastName: 'King' }, {}),
      { firstName: 'Ada', lastName: 'King', licenseKeys: [MEETING] },
      ['PUT'],
    ],
    ['nothing, where an earlier try did it', { licenseKeys: [MEETING, CONNECT] }, GRANT, {}, []],
  ])('%s', async (_what, before, planned, after, methods) => {
    await open({ ada: before });

    const applied = await bench.apply(planned);

    expect(applied).toEqual({ change: 'one', result: 'done', text: '' });
    expect(ada()).toMatchObject(after);
    expect(bench.writes().map((text) => text.split(' ')[0])).toEqual(methods);
    expect(bench.told.filter((text) => text.startsWith('begin'))).toHaveLength(methods.length);
  });
});

describe('what is stale', () => {
  test.each<[string, Partial<GotoSandboxUser>, GotoChange, string]>([
    ['licences that came meanwhile', { licenseKeys: [CONNECT] }, SUSPEND, 'The products are Connect by now'],
    [
      'a role that came meanwhile',
      { adminRoles: ['MANAGE_USERS'] },
      change({ role: 'Member' }, { role: 'Admin' }, { adminRoles: ['MANAGE_ACCOUNT'] }),
      'The role is "Manager: MANAGE_USERS" by now, not "Member" as it was planned.',
    ],
    ['a user that is gone', { deleted: true }, GRANT, 'not in the account any more'],
    ['an address that moved away', { email: 'ada@other.example' }, GRANT, 'in none of goto.domains'],
  ])('%s', async (_what, now, planned, text) => {
    await open();
    Object.assign(ada() ?? {}, now);

    const applied = await bench.apply(planned);

    expect(applied.result).toBe('stale');
    expect(applied.text).toContain(text);
    expect(bench.writes()).toEqual([]);
  });
});

test('the user whose token is used, and users of goto.protect, are never changed', async () => {
  await open({ settings: { protect: ['ada@corp.example'] } });

  const protectedOne = await bench.apply(GRANT);
  const self = await bench.apply({ ...SUSPEND, node: userKey(OWNER) });

  expect(protectedOne).toMatchObject({ result: 'stale' });
  expect(self).toMatchObject({ result: 'stale' });
  expect(self.text).toContain('whose token is used');
  expect(bench.writes()).toEqual([]);
});

describe('the last super admin', () => {
  const demotion = change({ role: 'Super admin' }, { role: 'Member' }, { adminRoles: [] });
  const tokenOfManager: AdaOptions = {
    ada: { adminRoles: ['SUPER_USER'] },
    account({ users }) {
      for (const user of users) if (user.key === OWNER) user.adminRoles = ['MANAGE_USERS'];
    },
  };

  test('is never demoted', async () => {
    await open(tokenOfManager);

    const applied = await bench.apply(demotion);

    expect(applied.result).toBe('stale');
    expect(applied.text).toContain('the last super admin');
    expect(ada()?.adminRoles).toEqual(['SUPER_USER']);
  });

  test('with another one left, one is', async () => {
    await open({ ada: { adminRoles: ['SUPER_USER'] } });

    const applied = await bench.apply(demotion);

    expect(applied.result).toBe('done');
    expect(ada()?.adminRoles).toEqual([]);
  });
});

describe('seats', () => {
  const noneFree: AdaOptions = {
    account({ licences }) {
      for (const licence of licences) if (licence.key === CONNECT) licence.seats = 0;
    },
  };

  test('no seat: the licence is not asked for, and all the rest of the change is made', async () => {
    await open({ ...noneFree, ada: { adminRoles: ['MANAGE_USERS'] } });
    const planned = change(
      { products: ['Meeting'], role: 'Manager: MANAGE_USERS' },
      { products: ['Connect', 'Meeting'], role: 'Member' },
      { licences: [MEETING, CONNECT], adminRoles: [] },
    );

    const applied = await bench.apply(planned);

    expect(applied).toMatchObject({ result: 'failed', kind: 'out-of-licences' });
    expect(applied.text).toContain('Everything else of the change is made.');
    expect(ada()).toMatchObject({ licenseKeys: [MEETING], adminRoles: [] });
  });

  test('two changes never take the same last seat', async () => {
    await open({
      account({ licences, users }) {
        for (const licence of licences) if (licence.key === CONNECT) licence.seats = 1;
        for (const user of users) if (user.email === 'bob@corp.example') user.licenseKeys = [MEETING];
      },
    });
    const bob = bench.user('bob@corp.example');
    const facts = { name: 'bob Example', email: 'bob@corp.example', status: 'enabled', link: null } as const;
    const bobs = { ...GRANT, id: 'two', node: userKey(bob?.key ?? ''), facts };

    const all = await Promise.all([bench.apply(GRANT), bench.apply(bobs)]);

    expect(all.map(({ result }) => result).sort()).toEqual(['done', 'failed']);
    expect(bench.writes()).toHaveLength(1);
  });

  test('a yes without the licence is no yes', async () => {
    await open({
      switches: { seatRefusal: 'silent' },
      during({ writes }) {
        if (writes) for (const licence of bench.sandbox.account.licences) licence.seats = 0;
      },
    });

    const applied = await bench.apply(GRANT);

    expect(applied).toMatchObject({ result: 'failed', kind: 'out-of-licences' });
  });
});

describe('who waits, and who is elsewhere', () => {
  test.each<[string, Partial<GotoSandboxUser>, object]>([
    ['an invited user waits for the person', { activated: false, licenseKeys: [] }, { result: 'pending' }],
    [
      'a user who declined is shown as suspended',
      { declined: true, licenseKeys: [] },
      { result: 'failed', kind: 'account-exists' },
    ],
  ])('%s', async (_what, before, outcome) => {
    await open({ ada: before });

    expect(await bench.apply(RESUME)).toMatchObject(outcome);
  });

  test('name and address that are managed elsewhere are never sent', async () => {
    await open({ ada: { identityReadOnly: true } });

    const applied = await bench.apply(
      change(
        { products: ['Meeting'], lastName: 'Example' },
        { products: ['Connect', 'Meeting'], lastName: 'King' },
        { licences: [MEETING, CONNECT] },
      ),
    );

    expect(applied).toMatchObject({ result: 'failed', kind: 'identity-read-only' });
    expect(ada()).toMatchObject({ lastName: 'Example', licenseKeys: [MEETING, CONNECT] });
  });
});

test('a write that shows late is waited for, as long as the file says', async () => {
  await open({ switches: { consistencyDelay: 150 }, requests: { consistencyDelay: 2000 } });

  expect(await bench.apply(GRANT)).toMatchObject({ result: 'done' });
});

test('a write that does not show in time is said to be not shown', async () => {
  await open({ switches: { licenceWrites: 'add' } });

  const applied = await bench.apply(SUSPEND);

  expect(applied).toMatchObject({ result: 'failed', kind: 'unknown' });
  expect(applied.text).toContain('The service accepted the change, but shows');
});

test.each(['error502After', 'dropAfter', 'emptyBody', 'error500'] as const)(
  'a write that ends in %s is made again or found to be made',
  async (kind) => {
    await open({ faults: [{ kind, method: 'PUT', nth: 1 }] });

    expect(await bench.apply(GRANT)).toMatchObject({ result: 'done' });
    expect(ada()?.licenseKeys).toEqual([MEETING, CONNECT]);
  },
);

test('a change that waits for a seat is skipped when the run is told to end', async () => {
  const stop = new AbortController();
  await open({
    stop: stop.signal,
    requests: { consistencyDelay: 60_000 },
    account({ licences }) {
      for (const licence of licences) if (licence.key === CONNECT) licence.seats = 1;
    },
  });
  const bob = bench.user('bob@corp.example');
  const facts = { name: 'bob Example', email: 'bob@corp.example', status: 'disabled', link: null } as const;
  const after = { status: 'enabled', products: ['Connect'] } as const;
  const native = { licences: [CONNECT] };
  const bobs = change({ status: 'disabled', products: [] }, after, native, {
    id: 'two',
    node: userKey(bob?.key ?? ''),
    facts,
  });
  await bench.apply(bobs);
  // The seat is taken, and the list may not show that yet: whoever comes next waits, and is sent away by the end of the run.
  if (bob !== undefined) bob.licenseKeys = [];
  const waiting = bench.apply(GRANT);
  stop.abort(new Error('ended'));

  expect(await waiting).toMatchObject({ result: 'skipped' });
});

test('rights that are to go are taken even where the rest of the write is refused', async () => {
  await open({
    ada: { adminRoles: ['MANAGE_USERS'] },
    faults: [{ kind: 'forbidden', method: 'PUT', nth: [1, 2] }],
  });

  const applied = await bench.apply(
    change(
      { products: ['Meeting'], role: 'Manager: MANAGE_USERS' },
      { products: ['Connect', 'Meeting'], role: 'Member' },
      { licences: [MEETING, CONNECT], adminRoles: [] },
    ),
  );

  expect(applied).toMatchObject({ result: 'failed', kind: 'not-authorized' });
  expect(applied.text).toContain('The admin rights that were to go are gone all the same.');
  expect(ada()?.adminRoles).toEqual([]);
});
