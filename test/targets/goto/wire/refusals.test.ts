import { describe, expect, test } from '@jest/globals';
import type { FailureKind } from '../../../../src/plan/model.ts';
import { type CallFacts, classify, NO_FACTS } from '../../../../src/targets/goto/wire/classify.ts';
import { errorWords, inBrackets, refusalOf } from '../../../../src/targets/goto/wire/refusal.ts';
import {
  ADA,
  BOB,
  type BenchOptions,
  CONNECT,
  counts,
  GRACE,
  MEETING,
  SALES,
  testAccount,
  user,
  withBench,
} from './support.ts';

const full: CallFacts = { ...NO_FACTS, licences: true, noneFree: true };
const address: CallFacts = { ...NO_FACTS, address: true };

describe('the kind of a refusal', () => {
  test.each<[number, string[], CallFacts, FailureKind]>([
    // Codes that are known.
    [404, ['user.not.found'], NO_FACTS, 'unknown'],
    [409, ['user.name.conflict'], full, 'account-exists'],
    [401, ['not.authenticated'], NO_FACTS, 'not-authorized'],
    [403, ['not.authorized'], NO_FACTS, 'not-authorized'],
    [404, ['group.not.found'], NO_FACTS, 'invalid-data'],
    // Words of codes that nobody has published.
    [400, ['license.seats.exceeded'], NO_FACTS, 'out-of-licences'],
    [400, ['NO_SEATS_LEFT'], NO_FACTS, 'out-of-licences'],
    [409, ['domain.not.validated'], address, 'domain-not-validated'],
    [403, ['identity.read.only'], address, 'identity-read-only'],
    [400, ['rate-limit'], NO_FACTS, 'rate-limited'],
    [400, ['email.already.exists'], NO_FACTS, 'account-exists'],
    [400, ['access denied'], NO_FACTS, 'not-authorized'],
    [404, ['locale.invalid'], NO_FACTS, 'invalid-data'],
    [400, ['strange', 'domain.unknown'], NO_FACTS, 'domain-not-validated'],
    // A reading that shows no free seat counts more than words that say little.
    [400, ['field.invalid'], full, 'out-of-licences'],
    [403, ['not.allowed'], full, 'out-of-licences'],
    [409, [], { ...full, address: true }, 'out-of-licences'],
    [400, ['domain.not.validated'], full, 'domain-not-validated'],
    [404, ['field.invalid'], full, 'invalid-data'],
    [409, [], { ...full, noneFree: false }, 'unknown'],
    [409, [], { ...full, licences: false }, 'unknown'],
    // The status alone. 401 and 403 are swapped between the APIs.
    [400, [], NO_FACTS, 'invalid-data'],
    [413, [], NO_FACTS, 'invalid-data'],
    [422, [], NO_FACTS, 'invalid-data'],
    [401, [], NO_FACTS, 'not-authorized'],
    [403, [], NO_FACTS, 'not-authorized'],
    [409, [], address, 'account-exists'],
    [409, [], NO_FACTS, 'unknown'],
    [429, [], NO_FACTS, 'rate-limited'],
    [404, [], NO_FACTS, 'unknown'],
    [0, [], NO_FACTS, 'transient'],
    [408, [], NO_FACTS, 'transient'],
    [500, [], NO_FACTS, 'transient'],
    [504, [], NO_FACTS, 'transient'],
  ])('%i %j', (status, codes, facts, kind) => {
    expect(classify(status, codes, facts)).toBe(kind);
  });
});

describe('the words of an error', () => {
  test.each<[unknown, string]>([
    [
      { incidentId: 'i-1', errors: [{ code: 'a', value: 'x' }, { code: 'b' }, { code: 'a' }] },
      ' (HTTP 400, a, b; incident i-1)',
    ],
    [{ code: 'not.authorized', uri: '/v1/Users' }, ' (HTTP 400, not.authorized)'],
    [{ errorCode: 'OLD' }, ' (HTTP 400, OLD)'],
    [{ incidentId: 'i-2', errors: 'none' }, ' (HTTP 400; incident i-2)'],
    [{ errors: [null, 7, { code: 8 }] }, ' (HTTP 400)'],
    ['<html>', ' (HTTP 400)'],
    [undefined, ' (HTTP 400)'],
    [{ code: 'line\nbreak\u001b[31m' }, ' (HTTP 400, line break [31m)'],
    [{ code: 'x'.repeat(200) }, ` (HTTP 400, ${'x'.repeat(100)}…)`],
  ])('%j', (body, shown) => {
    expect(inBrackets(400, errorWords(body))).toBe(shown);
  });

  test('name the role that the call needs', () => {
    const facts = { ...NO_FACTS, rights: ['SUPER_USER', 'ADD_USERS'] };
    const text = (code: string): string => refusalOf({ status: 401, body: { code } }, facts).text;

    expect(text('not.authorized')).toBe(
      'The service does not allow this: the user of the token lacks the admin role SUPER_USER or ADD_USERS (HTTP 401, not.authorized).',
    );
    expect(text('not.authenticated')).toContain('the token lacks the scope identity:');
    expect(text('strange')).toContain(
      ': the token lacks the scope identity:, or its user the admin role SUPER_USER or ADD_USERS',
    );
    expect(refusalOf({ status: 403, body: { code: 'not.authorized' } }, NO_FACTS).text).toContain(
      'lacks an admin role',
    );
  });
});

const noSeat = testAccount(user('7000000000000000000000130', 'max@corp.example', { licenseKeys: [MEETING] }));

describe('a licence without a free seat', () => {
  const options = (switches: BenchOptions['switches']): BenchOptions => ({
    account: structuredClone(noSeat),
    switches: { seatRefusalCode: 'something.else', ...switches },
  });

  test.each(['409', '400', '403'] as const)(
    'answered with %s, is found out by reading the licences',
    async (seatRefusal) => {
      await withBench(options({ seatRefusal }), async ({ client, sandbox }) => {
        const refusal = { kind: 'out-of-licences', status: Number(seatRefusal), codes: ['something.else'] };

        expect(await client.addUser({ ...GRACE, licences: [MEETING] })).toMatchObject({ ok: false, refusal });
        expect(await client.updateUser(BOB, { licences: [MEETING], gains: [MEETING] })).toMatchObject({
          ok: false,
          maybe: false,
          refusal: { ...refusal, text: expect.stringMatching(/no free seat of a licence \(HTTP .*; incident 0{8}-/) },
        });
        expect(counts(sandbox)['GET /licenses']).toBe(2);
      });
    },
  );

  test('is not taken for the reason where the user holds it already, or gains nothing', async () => {
    await withBench(options({ seatRefusal: '400' }), async ({ client, sandbox }) => {
      sandbox.account.users.push(user('7000000000000000000000131', 'eva@corp.example', { licenseKeys: [MEETING] }));
      sandbox.faults.length = 0;

      expect(
        await client.updateUser(ADA, { licences: [MEETING, CONNECT], gains: [CONNECT], email: 'bob@corp.example' }),
      ).toMatchObject({ ok: false, refusal: { kind: 'account-exists' } });
      expect(await client.updateUser(ADA, { firstName: 'x'.repeat(65) })).toMatchObject({
        refusal: { kind: 'invalid-data' },
      });
      for (const one of sandbox.account.licences.slice(1)) one.enabled = false;
      expect(await client.updateUser(ADA, { licences: [MEETING, CONNECT], gains: [CONNECT] })).toMatchObject({
        refusal: { kind: 'invalid-data', codes: ['license.disabled'] },
      });
      expect(counts(sandbox)['GET /licenses']).toBe(2);
    });
  });

  test('is left open where the licences cannot be read', async () => {
    const faults = [{ kind: 'error500', path: 'licenses' } as const];
    await withBench({ ...options({ seatRefusal: '409' }), faults }, async ({ client }) => {
      expect(await client.updateUser(BOB, { licences: [MEETING], gains: [MEETING] })).toMatchObject({
        ok: false,
        refusal: { kind: 'unknown', status: 409 },
      });
    });
  });
});

describe('a caller who may do less than it should', () => {
  const weak = (roles: readonly string[]): BenchOptions => {
    const account = testAccount();
    for (const one of account.users.slice(0, 1)) one.adminRoles = [...roles];
    return { account };
  };

  test.each([401, 403] as const)('is told which right it lacks, with status %p', async (noRightsStatus) => {
    await withBench({ ...weak(['RUN_REPORTS']), switches: { noRightsStatus } }, async ({ client, sandbox }) => {
      const lacks = (roles: string): object => ({
        ok: false,
        maybe: false,
        refusal: { kind: 'not-authorized', text: expect.stringContaining(`lacks the admin role ${roles} (HTTP`) },
      });

      expect(await client.addUser(GRACE)).toMatchObject(lacks('SUPER_USER or ADD_USERS'));
      expect(await client.updateUser(BOB, { licences: [] })).toMatchObject(lacks('SUPER_USER or MANAGE_USERS'));
      expect(await client.updateUser(BOB, { adminRoles: [] })).toMatchObject(lacks('SUPER_USER'));
      expect(await client.joinGroup(SALES, BOB)).toMatchObject(lacks('SUPER_USER or MANAGE_USERS or MANAGE_GROUPS'));
      expect(await client.takeRoleSet({ key: BOB, email: 'bob@corp.example' })).toMatchObject(lacks('SUPER_USER'));
      expect(sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
      // A right that is missing is no reason to ask for a new token again and again.
      expect(counts(sandbox)['POST token']).toBeLessThanOrEqual(2);
    });
  });

  test('cannot read without any role', async () => {
    await withBench(weak([]), async ({ client, sandbox }) => {
      for (const one of sandbox.account.users.slice(0, 1)) one.licenseKeys = [CONNECT];
      await expect(client.listLicences()).rejects.toMatchObject({
        code: 'GOTO_NOT_AUTHORIZED',
        message: expect.stringContaining('not.authorized; incident 00000000-'),
        advice: expect.stringContaining('MANAGE_USERS and ADD_USERS'),
      });
    });
  });
});
