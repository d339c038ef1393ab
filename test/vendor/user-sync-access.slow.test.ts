import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { gotoUser } from '../../src/sandbox/goto/index.ts';
import { edit, colleague, CONNECT, FIRM, type GotoFirm, MEETING, openFirm } from '../e2e/goto-world.ts';
import { everybody, refusedFor, SALES_DN, settledFirm, short, useRules, writes } from './user-sync-world.ts';
import { hereOf } from './table.ts';

/** Rows of docs/goto.md about what has to be there before User Sync runs, and about setting it up and running it. */

let firm: GotoFirm;

afterEach(async () => {
  await firm.close();
});

test('U01 An admin with Organization and product admin roles', async () => {
  firm = await openFirm({
    account({ users, tokens }) {
      const adminRoles = ['MANAGE_USERS', 'ADD_USERS'];
      users.push(gotoUser({ key: '7000000000000000199', email: 'admin@corp.example', adminRoles, activated: true }));
      tokens.push({ pat: 'sandbox-admin', userKey: '7000000000000000199', scopes: ['identity:'] });
    },
  });
  await edit(firm, (text) =>
    text.replace('sandbox-pat', 'sandbox-admin').replace('rules:', 'protect: [owner@corp.example]\n  rules:'),
  );

  const users = await firm.here('apply', '--yes');
  await useRules(firm, `{ directoryGroup: "${SALES_DN}", products: [Meeting], role: { custom: Helpdesk } }`);
  await edit(firm, (text) => text.replace('  rules:', '  adopt: account\n  rules:'));
  const role = await firm.here('apply', '--yes');

  expect(users.code).toBe(0);
  expect(role.code).toBe(3);
  expect(role.stdout).toContain('lacks the admin role SUPER_USER (HTTP 403, not.authorized');
});

test('U02 Validated Organization domain', async () => {
  firm = await openFirm();
  await firm.hold({
    ...FIRM,
    people: { ...FIRM.people, cleo: colleague('Cleo', 'Smith', { mail: 'zoe@partner.example' }) },
  });

  const { stdout } = await firm.here('apply', '--yes');

  expect(stdout).toContain('1 person is skipped: their addresses are of partner.example');
  expect(firm.user('zoe@partner.example')).toMatchObject({ firstName: 'Zoe', licenseKeys: [MEETING] });
  expect(writes(firm).filter(({ path }) => path.includes('7000000000000000104'))).toEqual([]);
});

test('U03 Active Directory Connector v2', async () => {
  firm = await openFirm();

  const planned = await firm.here('plan');
  await edit(firm, (text) => text.replace(/^directory:.*\n/m, ''));
  const without = await firm.here('plan');

  expect(planned.stdout).toMatch(/^Directory .*directory\.ldif \(file\): 2 groups, 3 people$/m);
  expect(without.stderr).toContain('"directory" is missing');
});

test('U04 Sign in to the Admin Center', async () => {
  firm = await openFirm({
    account: ({ refreshTokens }) =>
      refreshTokens.push({ token: 'sandbox-refresh', userKey: '7000000000000000101', scopes: ['identity:'] }),
  });
  await writeFile(join(firm.path, 'refresh'), 'sandbox-refresh\n');

  const byToken = await firm.here('plan');
  await edit(firm, (text) => text.replace('personalAccessToken: sandbox-pat', 'refreshToken: "${file:refresh}"'));
  const byRefresh = await firm.here('plan');

  expect([byToken.code, byRefresh.code]).toEqual([0, 0]);
  expect(
    firm.sandbox.log.filter(({ path }) => path.startsWith('/oauth/')).map(({ path, body }) => [path, body]),
  ).toMatchObject([
    ['/oauth/token', { grant_type: 'personal_access_token' }],
    ['/oauth/token', { grant_type: 'refresh_token' }],
  ]);
});

test('U05 The page User Sync', async () => {
  firm = await openFirm();

  const { code, stdout } = await firm.here('plan');

  expect(hereOf('U05')).toMatch(/^not offered: the file and `adsync plan`/);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Rule 1: Sales · .*\n[\s\S]*^Rule 2: Everybody · /m);
});

test('U06 Creating and modifying sync rules', async () => {
  firm = await settledFirm();

  await useRules(
    firm,
    '{ directoryGroup: Sales, note: as agreed in May, products: [Meeting], userGroup: Sales }',
    '{ directoryGroup: Everybody, products: [Meeting, Connect] }',
  );
  const changed = await firm.plan();
  await useRules(firm, '{ directoryGroup: Everybody, note: nothing else }');
  const empty = await firm.here('validate');

  expect(changed.changes.map(short)).toEqual(['grant cleo@corp.example']);
  expect(empty.stderr).toMatch(/sync\.yaml:\d+:7 error RULE_EMPTY/);
});

test('U07 Priorities', async () => {
  firm = await openFirm({
    account: ({ groups }) => groups.push({ key: '7000000000000000202', name: 'Field', parent: null }),
  });
  const rules = [
    '{ directoryGroup: Sales, products: [Connect], userGroup: Sales, language: de_DE }',
    '{ directoryGroup: Everybody, products: [Meeting], userGroup: Field, language: en_US }',
  ] as const;
  const bob = async (): Promise<unknown> =>
    (await firm.plan()).changes.find(({ email }) => email === 'bob@corp.example')?.after;

  await useRules(firm, ...rules);
  const first = await bob();
  await useRules(firm, ...rules.toReversed());
  const swapped = await bob();

  const products = ['Connect', 'Meeting'];
  expect(first).toMatchObject({ products, userGroup: 'Sales', language: 'de_DE' });
  expect(swapped).toMatchObject({ products, userGroup: 'Field', language: 'en_US' });
});

test('U08 Custom attributes', async () => {
  firm = await settledFirm({
    section: '  attributes: { nickname: givenName }\n',
    account({ attributes, users }) {
      attributes.push({ key: '9', name: 'nickname' });
      for (const user of users) if (user.email === 'Ada@corp.example') user.attributes = { nickname: 'Countess' };
    },
  });

  const names = ['ada', 'bob', 'cleo'].map((who) => firm.user(`${who}@corp.example`)?.attributes);

  expect(names).toEqual([{ nickname: 'Ada' }, { nickname: 'Bob' }, { nickname: 'Cleo' }]);
});

test('U09 The switch User Sync is on', async () => {
  firm = await openFirm();

  const asked = await firm.here('apply');
  const untouched = writes(firm);
  const job = await firm.run(['apply', '--yes']);

  expect(asked.code).toBe(1);
  expect(asked.stderr).toContain('adsync apply --yes');
  expect(untouched).toEqual([]);
  expect(job.code).toBe(0);
  expect(writes(firm).length).toBeGreaterThan(0);
});

test('U10 Rules and priorities are applied', async () => {
  firm = await openFirm();

  const plan = await firm.plan();
  const untouched = writes(firm);
  await firm.here('apply', '--yes');

  expect(plan.changes.map(short).sort()).toEqual([
    'create bob@corp.example',
    'create cleo@corp.example',
    'grant, update ada@corp.example',
    'suspend dan@corp.example',
  ]);
  expect(untouched).toEqual([]);
  expect(firm.user('bob@corp.example')).toMatchObject({ licenseKeys: [MEETING, CONNECT] });
  expect((await firm.plan()).changes).toEqual([]);
});

test('U33 Corporate account', async () => {
  firm = await openFirm();
  await edit(firm, (text) => text.replace('"1234567890123456789"', '"9876543210987654321"'));

  const { code, stderr } = await firm.here('plan');

  expect(code).toBe(1);
  expect(stderr).toContain('error GOTO_ACCOUNT');
  expect(stderr).toContain('It is good for 1234567890123456789 (Example Corp).');
});

test('U34 Users and groups are updated from the directory first', async () => {
  firm = await settledFirm();
  await firm.hold(everybody('bob'));
  await edit(firm, (text) => text.replace('directoryGroup: Sales', 'directoryGroup: Sails'));

  const half = JSON.parse((await firm.here('plan', '--json')).stdout) as Plan;
  await edit(firm, (text) => text.replace('directoryGroup: Sails', 'directoryGroup: Sales'));
  const whole = await firm.plan();

  expect(half.notices.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['GROUP_NOT_FOUND', 'REMOVALS_WITHHELD']),
  );
  expect(half.changes).toEqual([]);
  expect(whole.changes.map(short)).toEqual(['suspend cleo@corp.example']);
});

test('U35 A service in the Admin Center', async () => {
  firm = await settledFirm();

  expect(firm.sandbox.log.length).toBeGreaterThan(0);
  expect(firm.sandbox.log.filter(({ path }) => !/^\/(oauth\/token$|admin\/rest\/v1\/)/.test(path))).toEqual([]);
  await edit(firm, (text) => text.replace('clientId: adsync-rehearsal', 'clientId: somebody-else'));
  expect((await firm.here('plan')).stderr).toContain('error GOTO_CLIENT');
});

test('U36 User Sync is shown as running', async () => {
  firm = await settledFirm();
  await firm.hold(everybody('@Sales'));
  await firm.here('apply', '--yes');

  const { stdout } = await firm.here('history', '--json');

  const { runs } = JSON.parse(stdout) as { runs: { command: string; changes: number }[] };
  expect(runs.map(({ command, changes }) => [command, changes])).toEqual([
    ['apply', 1],
    ['apply', 4],
  ]);
});

test('U39 Pages about rules and about custom attributes', async () => {
  firm = await openFirm();

  const groups = await refusedFor(firm, 'deviceGroups: [Office]');
  const templates = await refusedFor(firm, 'settingsTemplate: Office');

  expect(hereOf('U39')).toContain('(goto-file.md)');
  expect(groups).toMatch(/error NOT_BY_API "deviceGroups"/);
  expect(templates).toMatch(/error NOT_BY_API "settingsTemplate"/);
});
