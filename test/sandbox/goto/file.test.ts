import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadGotoAccount, newGotoAccount, saveGotoAccount } from '../../../src/sandbox/goto/index.ts';
import { ADA, BOB, DEPARTMENT, MEETING, SALES, testAccount, withGoto } from './ask.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-goto-'));
  path = join(folder, 'goto.json');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

type Raw = Record<string, unknown> & { users: Record<string, unknown>[]; groups: Record<string, unknown>[] };

describe('an account file', () => {
  test('gives back what was saved, one user a line, for its owner only', async () => {
    const account = testAccount();
    account.switches = { putStatus: 204, clockSkew: -5 };
    account.faults = [{ kind: 'http429', method: 'GET', path: 'users', nth: [1, 2], retryAfter: '5' }];
    Object.assign(account.users[1] ?? {}, { groupKey: SALES, attributes: { department: 'x' }, invitedDate: 5 });

    await saveGotoAccount(path, account);

    expect(await loadGotoAccount(path)).toEqual(account);
    expect(await readFile(path, 'utf8')).toContain(
      `\n    {"key":"${BOB}","email":"bob@corp.example","firstName":"bob","lastName":"Example","activated":true},\n`,
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('may leave out what is empty', async () => {
    await writeFile(path, JSON.stringify({ format: 'adsync.sandbox-goto/1', accountKey: '1', name: 'C' }));

    expect(await loadGotoAccount(path)).toMatchObject({ accountKey: '1', users: [], licences: [], switches: {} });
  });

  test('of the example is valid', async () => {
    const account = newGotoAccount({ clientSecret: 's', pat: 'p' });
    await saveGotoAccount(path, account);

    expect(await loadGotoAccount(path)).toEqual(account);
  });

  test.each<[string, (account: Raw) => void, RegExp]>([
    ['another format', (raw) => (raw['format'] = 'x'), /"format" must be/],
    ['a number as account key', (raw) => (raw['accountKey'] = 1), /"accountKey" must be text/],
    ['no name', (raw) => delete raw['name'], /"name" must be text/],
    ['an unknown list', (raw) => (raw['licenses'] = []), /unknown field "licenses"/],
    ['wrong domains', (raw) => (raw['validatedDomains'] = 'x.y'), /"validatedDomains" must be a list of texts/],
    ['switches as a list', (raw) => (raw['switches'] = []), /"switches" must be an object/],
    ['an unknown switch', (raw) => (raw['switches'] = { x: 1 }), /no switch "x"; there are conflictMode, /],
    ['a wrong switch', (raw) => (raw['switches'] = { putStatus: 201 }), /putStatus must be 200 or 204, not 201/],
    ['a wrong skew', (raw) => (raw['switches'] = { clockSkew: 'x' }), /clockSkew must be a whole number, also below 0/],
    ['a wrong limit', (raw) => (raw['switches'] = { rateLimit: -1 }), /rateLimit must be a whole number or null/],
    ['a wrong count', (raw) => (raw['switches'] = { latency: 1.5 }), /latency must be a whole number, not 1.5/],
    ['a wrong text', (raw) => (raw['switches'] = { seatRefusalCode: 1 }), /seatRefusalCode must be text, not 1/],
    ['faults as an object', (raw) => (raw['faults'] = {}), /"faults" must be a list/],
    ['an unknown fault', (raw) => (raw['faults'] = [{ kind: 'fire' }]), /no kind out of http429/],
    ['a broken path', (raw) => (raw['faults'] = [{ kind: 'slow', path: '(' }]), /needs a regular expression/],
    ['users as an object', (raw) => Object.assign(raw, { users: {} }), /"users" must be a list/],
    ['a user as text', (raw) => Object.assign(raw, { users: ['x'] }), /the user "x" is no object/],
    ['a user without key', (raw) => raw.users.push({ email: 'x' }), /has no "key"/],
    ['a number as key', (raw) => raw.users.push({ key: 7, email: 'x' }), /user 7: 7 is no valid "key"/],
    ['a user without e-mail', (raw) => raw.users.push({ key: '7' }), /user "7" has no "email"/],
    ['an unknown field', (raw) => raw.users.push({ key: '7', email: 'x', mail: 'x' }), /unknown field "mail"/],
    ['a status', (raw) => raw.users.push({ key: '7', email: 'x', status: 'ACTIVE' }), /unknown field "status"/],
    ['a user twice', (raw) => raw.users.push({ key: ADA, email: 'x' }), /is there twice/],
    ['a wrong value', (raw) => raw.users.push({ key: '7', email: 'x', activated: 1 }), /1 is no valid "activated"/],
    [
      'a licence that is not there',
      (raw) => (raw.users[1] = { key: '7', email: 'x', licenseKeys: ['8'] }),
      /unknown licence "8"/,
    ],
    [
      'a role that is not there',
      (raw) => (raw.users[1] = { key: '7', email: 'x', roleSets: ['8'] }),
      /unknown custom role "8"/,
    ],
    [
      'a group that is not there',
      (raw) => (raw.users[1] = { key: '7', email: 'x', groupKey: '8' }),
      /unknown group "8"/,
    ],
    [
      'a managed group that is not there',
      (raw) => (raw.users[1] = { key: '7', email: 'x', managedGroupKeys: ['8'] }),
      /unknown group "8"/,
    ],
    [
      'an attribute that is not there',
      (raw) => (raw.users[1] = { key: '7', email: 'x', attributes: { [DEPARTMENT]: 'x' } }),
      /unknown attribute/,
    ],
    ['a group without parent', (raw) => raw.groups.push({ key: '8', name: 'x' }), /group "8" has no "parent"/],
    ['an orphan', (raw) => raw.groups.push({ key: '8', name: 'x', parent: '9' }), /group "8" has an unknown "parent"/],
    [
      'negative seats',
      (raw) => (raw['licences'] = [{ ...testAccount().licences[0], seats: -1 }]),
      /-1 is no valid "seats"/,
    ],
  ])('with %s is refused with a clear word', async (_, spoil, why) => {
    const account = JSON.parse(JSON.stringify(testAccount())) as Raw;
    spoil(account);
    await writeFile(path, JSON.stringify(account));

    await expect(loadGotoAccount(path)).rejects.toMatchObject({
      code: 'SANDBOX_FILE_BAD',
      message: expect.stringMatching(why),
    });
  });

  test.each([
    ['is there twice', { pat: 'secret-pat', userKey: ADA, scopes: [] }],
    ['has no "scopes"', { pat: 'secret-pat', userKey: ADA }],
  ])('with a token that %s is refused without telling it', async (why, token) => {
    const tokens = [{ ...token, scopes: [] }, token];
    await writeFile(path, JSON.stringify({ ...testAccount(), tokens }));
    const refused = await loadGotoAccount(path).catch((error: unknown) => String(error));

    expect(refused).toContain(`a personal access token ${why}`);
    expect(refused).not.toContain('secret-pat');
  });

  test('that is no JSON, or not there, is refused with a clear word', async () => {
    await writeFile(path, '{"format": ');

    await expect(loadGotoAccount(path)).rejects.toMatchObject({ code: 'SANDBOX_FILE_BAD' });
    await expect(loadGotoAccount(join(folder, 'none'))).rejects.toMatchObject({ code: 'SANDBOX_FILE_MISSING' });
    await expect(loadGotoAccount(folder)).rejects.toMatchObject({ code: 'SANDBOX_FILE_UNREADABLE' });
  });
});

test('what was answered is in the file by then, also a refresh token', async () => {
  await withGoto({ file: path, switches: { refreshRotates: true } }, async ({ ask, sign }) => {
    for (const lastName of ['One', 'Two', 'Three']) {
      await ask('PUT', `users/${BOB}`, { lastName, licenseKeys: [MEETING] });
      expect((await loadGotoAccount(path)).users[2]).toMatchObject({ lastName, licenseKeys: [MEETING] });
    }
    const { body } = await sign({ grant_type: 'refresh_token', refresh_token: 'refresh-of-the-test' });
    const { refreshTokens } = await loadGotoAccount(path);

    expect(refreshTokens.map(({ token }) => token)).toEqual([(body as Record<string, unknown>)['refresh_token']]);
    expect(await readdir(folder)).toEqual(['goto.json']);
  });
});

test('a file that cannot be written makes the call a 500, not a success', async () => {
  await withGoto({ file: join(folder, 'no', 'such', 'folder.json') }, async ({ ask }) => {
    expect(await ask('PUT', `users/${BOB}`, { lastName: 'x' })).toMatchObject({ status: 500 });
  });
});
