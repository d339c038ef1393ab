import { afterEach, describe, expect, test } from '@jest/globals';
import type { GotoSandboxUser } from '../../../../src/sandbox/goto/index.ts';
import type { GotoChange } from '../../../../src/targets/goto/planner/change.ts';
import { ADA, EVE, HELPDESK, SALES } from '../../../sandbox/goto/ask.ts';
import { type Bench, type BenchOptions, openBench } from './bench.ts';
import { changeOf, CONNECT, MEETING } from './builders.ts';

/** Additions over real sockets, against the stand-in account. */

let bench: Bench;

afterEach(async () => {
  await bench.close();
});

async function open(options: BenchOptions = {}): Promise<void> {
  bench = await openBench(options);
}

/** Grace, who gets Connect. */
function creation(given: Partial<GotoChange['after']> = {}, native: Partial<GotoChange['native']> = {}): GotoChange {
  const after = {
    status: 'enabled',
    products: ['Connect'],
    role: 'Member',
    firstName: 'Grace',
    lastName: 'Hopper',
    email: 'grace@corp.example',
    ...given,
  } as const;
  return changeOf(null, after, { licences: [CONNECT], adminRoles: [], ...native }, { stage: 'seat' });
}

const EVES = creation({ firstName: 'eve', lastName: 'Example', email: 'eve@corp.example' });

test('one call adds the user with its licences; it is pending until the person signs in', async () => {
  await open();

  const applied = await bench.apply(creation());

  expect(applied).toMatchObject({ change: 'one', result: 'pending' });
  expect(applied.text).toContain('shown as invited until the person signs in');
  expect(bench.user('grace@corp.example')).toMatchObject({
    firstName: 'Grace',
    licenseKeys: [CONNECT],
    inviteCount: 0,
  });
  expect(bench.writes()).toEqual(['POST /users']);
  expect(bench.told).toEqual(['begin addUser', 'end ok']);
  expect(bench.notes[0]).toMatchObject({ node: null, after: { email: 'grace@corp.example', licences: [CONNECT] } });
});

test('the welcome mail is sent where the file says so, and the text says that it was', async () => {
  await open({ settings: { welcomeMail: true } });

  const { text } = await bench.apply(creation());

  expect(bench.user('grace@corp.example')?.inviteCount).toBe(1);
  expect(text).toContain('has sent its welcome mail');
});

test('user group, language and role go with the addition; a custom role and attributes follow', async () => {
  await open({ settings: { attributes: [{ name: 'department', from: 'department', line: 1 }] } });

  const applied = await bench.apply(
    creation(
      { role: 'Custom: Helpdesk', userGroup: 'Sales', language: 'de_DE', attributes: ['department=Ops'] },
      { roleSet: HELPDESK, group: SALES },
    ),
  );

  expect(applied.result).toBe('pending');
  expect(bench.user('grace@corp.example')).toMatchObject({
    groupKey: SALES,
    locale: 'de_DE',
    roleSets: [HELPDESK],
    attributes: { department: 'Ops' },
  });
  expect(bench.told.filter((text) => text.startsWith('begin'))).toEqual([
    'begin addUser',
    'begin giveRoleSet',
    'begin setAttributes',
  ]);
});

test('what shows late is waited for', async () => {
  await open({ switches: { consistencyDelay: 150 }, requests: { consistencyDelay: 1000 } });

  const applied = await bench.apply(creation());

  expect(applied.result).toBe('pending');
});

describe('an address of another account', () => {
  test.each([
    ['keyless', true, 'failed', 'belongs to a user of another account'],
    ['409', true, 'failed', 'belongs to a user of another account'],
    ['keyed', false, 'failed', 'belongs to a user of another account'],
    ['keyed', true, 'pending', 'must accept the transfer to this one first'],
  ] as const)('answered with %s, transferWaits %s: %s', async (conflictMode, transferWaits, result, text) => {
    await open({ switches: { conflictMode, transferWaits } });

    const applied = await bench.apply(EVES);

    expect(applied).toMatchObject({ result, ...(result === 'failed' ? { kind: 'account-exists' } : {}) });
    expect(applied.text).toContain(text);
  });
});

test('a user who came meanwhile makes the change stale, and is not touched', async () => {
  await open();
  const eve = bench.sandbox.account.users.find(({ key }) => key === EVE);
  Object.assign(eve ?? {}, { elsewhere: false, licenseKeys: [MEETING] });

  const applied = await bench.apply(EVES);

  expect(applied).toMatchObject({ result: 'stale' });
  expect(bench.writes()).toEqual([]);
});

test('a user who is exactly as wanted is the work of an earlier try: done', async () => {
  await open();
  await bench.apply(creation());

  const again = await bench.apply(creation());

  expect(again.result).toBe('pending');
  expect(bench.writes()).toEqual(['POST /users']);
});

test('the key of a user who was there when the plan was made is no new user', async () => {
  // Her address is given away and comes back right before the addition: so a search does not find her, but the call does.
  await open({
    during({ writes }) {
      if (writes) adas().email = 'ada@corp.example';
    },
  });
  const adas = (): GotoSandboxUser => {
    const found = bench.sandbox.account.users.find(({ key }) => key === ADA);
    if (found === undefined) throw new Error('no Ada');
    return found;
  };
  adas().email = 'ada.old@corp.example';

  const applied = await bench.apply(creation({ email: 'ada@corp.example' }));

  expect(applied.result).toBe('stale');
  expect(bench.writes()).toEqual(['POST /users']);
  expect(bench.sandbox.account.users.find(({ key }) => key === ADA)?.licenseKeys).toEqual([MEETING]);
});

describe('seats', () => {
  test('no seat: the service is not even asked', async () => {
    await open({
      account: ({ licences }) => {
        for (const one of licences) one.seats = 0;
      },
    });

    const applied = await bench.apply(creation());

    expect(applied).toMatchObject({ result: 'failed', kind: 'out-of-licences' });
    expect(applied.text).toContain('No seat is free for Connect: 0 of 0 are in use.');
    expect(bench.writes()).toEqual([]);
  });

  test.each(['409', '400', '403', 'silent'] as const)(
    'a seat that somebody takes in the last moment, answered with %s',
    async (seatRefusal) => {
      await open({
        switches: { seatRefusal, seatRefusalCode: 'some.code' },
        during({ writes }) {
          if (writes) for (const one of bench.sandbox.account.licences) one.seats = 0;
        },
      });

      const applied = await bench.apply(creation());

      expect(applied).toMatchObject({ result: 'failed', kind: 'out-of-licences' });
    },
  );
});

test('a custom role alone is too little for a new user, and the text says what helps', async () => {
  await open();

  const applied = await bench.apply(
    creation({ products: [], role: 'Custom: Helpdesk' }, { licences: [], roleSet: HELPDESK }),
  );

  expect(applied).toMatchObject({ result: 'failed', kind: 'invalid-data' });
  expect(applied.text).toContain('have a rule give a product as well');
});

test('where the service takes it, the custom role follows', async () => {
  await open({ switches: { createNeedsLicenceOrRole: false } });

  const applied = await bench.apply(
    creation({ products: [], role: 'Custom: Helpdesk' }, { licences: [], roleSet: HELPDESK }),
  );

  expect(applied.result).toBe('pending');
  expect(bench.user('grace@corp.example')).toMatchObject({ roleSets: [HELPDESK] });
});

describe('never added', () => {
  test.each<[string, GotoChange, string]>([
    ['of another domain', creation({ email: 'grace@other.example' }), 'is in none of goto.domains'],
    ['the owner of the token', creation({ email: 'OWNER@corp.example' }), 'whose token is used'],
    ['shown otherwise than written', creation({ products: ['Meeting'] }), 'The plan shows Meeting as the products'],
    ['of another account', { ...creation(), target: 'goto:9' }, 'is planned for another account'],
  ])('%s', async (_what, change, text) => {
    await open();

    const applied = await bench.apply(change);

    expect(applied.result).toBe('stale');
    expect(applied.text).toContain(text);
    expect(bench.writes()).toEqual([]);
  });
});

test.each(['error502After', 'dropAfter', 'hangAfter', 'truncated'] as const)(
  'an addition that ends in %s is looked for, and nobody is added twice',
  async (kind) => {
    await open({ faults: [{ kind, method: 'POST', path: '/users', nth: 1 }], requests: { timeout: 300 } });

    const applied = await bench.apply(creation());

    expect(applied.result).toBe('pending');
    expect(bench.sandbox.account.users.filter(({ email }) => email === 'grace@corp.example')).toHaveLength(1);
  },
);
