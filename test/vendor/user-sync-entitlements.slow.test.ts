import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { edit, colleague, CONNECT, FIRM, type GotoFirm, MEETING, openFirm, SALES_GROUP } from '../e2e/goto-world.ts';
import { entraKind } from '../e2e/kinds.ts';
import { newTenant } from '../sandbox/graph/world.ts';
import { everybody, refusedFor, SALES_DN, settledFirm, short, useRules, writes } from './user-sync-world.ts';
import { hereOf } from './table.ts';

/** Rows of docs/goto.md about what User Sync does for users, and what it promises. */

let firm: GotoFirm;

afterEach(async () => {
  await firm.close();
});

test('U11 Product entitlements are updated', async () => {
  firm = await settledFirm();
  await firm.hold({ ...FIRM, groups: { Sales: ['ada', 'cleo'], Everybody: ['@Sales', 'bob'] } });

  const { changes } = await firm.plan();
  await firm.here('apply', '--yes');

  expect(changes.map(short).sort()).toEqual(['grant, update cleo@corp.example', 'revoke bob@corp.example']);
  expect(firm.user('cleo@corp.example')?.licenseKeys).toEqual([MEETING, CONNECT]);
  expect(firm.user('bob@corp.example')?.licenseKeys).toEqual([MEETING]);
});

test('U12 Roles are updated', async () => {
  firm = await settledFirm({ section: '  adopt: account\n' });
  const rule = (role: string): Promise<void> =>
    useRules(
      firm,
      `{ directoryGroup: "${SALES_DN}", products: [Connect], role: ${role} }`,
      '{ directoryGroup: Everybody, products: [Meeting] }',
    );
  const roles = async (role: string): Promise<unknown> => {
    await rule(role);
    await firm.here('apply', '--yes');
    return ['bob', 'cleo']
      .map((who) => firm.user(`${who}@corp.example`))
      .map((one) => [...(one?.adminRoles ?? []), ...(one?.roleSets ?? [])]);
  };

  expect(await roles('{ permissions: [RUN_REPORTS], userGroups: [Sales] }')).toEqual([['RUN_REPORTS'], []]);
  expect(firm.user('bob@corp.example')?.managedGroupKeys).toEqual([SALES_GROUP]);
  expect(await roles('admin')).toEqual([['MANAGE_ACCOUNT'], []]);
  expect(await roles('{ custom: Helpdesk }')).toEqual([['7000000000000000301'], []]);
  expect(await roles('member')).toEqual([[], []]);
});

test('U13 SCIM-based users', async () => {
  firm = await settledFirm();

  const scopes = firm.sandbox.account.tokens.map((token) => token.scopes);

  expect(scopes).toEqual([['identity:']]);
  expect(firm.sandbox.log.filter(({ path }) => /scim|identity/i.test(path))).toEqual([]);
  expect(firm.user('bob@corp.example')).toMatchObject({ licenseKeys: [MEETING, CONNECT] });
});

test('U14 In response to updates in the directory', async () => {
  firm = await settledFirm();
  await firm.hold({ ...FIRM, people: { ...FIRM.people, bob: colleague('Bob', 'Noyce', { enabled: false }) } });

  const { changes } = await firm.plan();
  await firm.hold(FIRM);

  expect(changes.map(short)).toEqual(['suspend bob@corp.example']);
  expect((await firm.plan()).changes).toEqual([]);
});

test('U15 Groups defined in Active Directory', async () => {
  firm = await openFirm();
  const fromFile = await firm.plan();
  const graph = await startGraphSandbox({ tenant: newTenant() });
  const kind = entraKind(graph);
  const people = Object.entries(FIRM.people).map(([word, { first, last, mail, enabled }]) => {
    return [word, { name: `${first} ${last}`, mail, enabled, outsider: false }] as const;
  });
  const teams = {
    sales: { name: 'Sales', members: ['ada', 'bob'] },
    all: { name: 'Everybody', members: ['@sales', 'cleo'] },
  };
  await kind.hold({ people: Object.fromEntries(people), teams }, firm.path);
  for (const [name, text] of Object.entries(kind.files)) await writeFile(join(firm.path, name), text);
  await edit(firm, (text) => text.replace(/^directory:.*\n/m, kind.yaml));

  const fromEntra = await firm.plan();
  await graph.close();

  expect(fromFile.changes.map(short)).toContain('create cleo@corp.example');
  expect(fromEntra.changes.map(short)).toEqual(fromFile.changes.map(short));
});

test('U16 Left to run in the background', async () => {
  firm = await openFirm({ yaml: 'interval: 15m\n' });

  const round = await firm.here('run', '--once');
  const again = await firm.here('plan', '--json');

  expect(hereOf('U16')).toMatch(/^`adsync run` at the `interval` of the file/);
  expect(round.code).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({ changes: [] });
});

test.each([
  [true, 1, 'The service has sent its welcome mail.'],
  [false, 0, 'No welcome mail was sent, as goto.welcomeMail says.'],
])('with welcomeMail: %s a new user gets %i mails, and the run says so', async (welcomeMail, mails, says) => {
  firm = await openFirm();
  await edit(firm, (text) => text.replace('welcomeMail: false', `welcomeMail: ${welcomeMail}`));

  const { stdout } = await firm.here('apply', '--yes');

  expect(firm.user('bob@corp.example')?.inviteCount).toBe(mails);
  expect(firm.user('ada@corp.example')?.inviteCount).toBe(0);
  expect(stdout).toContain(says);
});

test('U24 Enrollment email', async () => {
  firm = await openFirm();
  await edit(firm, (text) => text.replace(/^ *welcomeMail:.*\n/m, ''));

  const { stderr } = await firm.here('validate');

  expect(stderr).toContain('error MISSING_KEY "welcomeMail" is missing in goto.');
});

test('U25 Log in and change the password', async () => {
  firm = await settledFirm();

  expect(JSON.stringify(writes(firm))).not.toMatch(/password/i);
  expect(await refusedFor(firm, 'newUsers: { password: random }')).toContain('error UNKNOWN_KEY "newUsers"');
});

test('U26 Desktop, browser, mobile and extensions', async () => {
  firm = await openFirm();

  expect(hereOf('U26')).toContain('nothing to set up');
  expect(await refusedFor(firm, 'extensions: [Outlook]')).toContain('error UNKNOWN_KEY "extensions"');
});

test('U27 Small changes in seconds', async () => {
  firm = await settledFirm();
  const before = firm.sandbox.log.length;
  await firm.hold({ ...FIRM, people: { ...FIRM.people, bob: colleague('Bob', 'Moore') } });

  await firm.here('apply', '--yes');

  // The token, the caller, users, licences and groups; and Bob: looked at, changed, and looked at again.
  const made = firm.sandbox.log.slice(before);
  expect(made.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET', 'GET', 'GET', 'PUT', 'GET']);
});

test('U28 1000 entitlement requests every few minutes', async () => {
  firm = await settledFirm();
  await firm.hold({ ...FIRM, groups: { Sales: ['ada', 'bob', 'cleo'], Everybody: ['@Sales'] } });
  await useRules(firm, '{ directoryGroup: Sales, products: [Meeting] }');
  await edit(firm, (text) => text.replace('perSecond: 500', 'perSecond: 50'));
  const [before, begun] = [firm.sandbox.log.length, performance.now()];

  const { stdout } = await firm.here('apply', '--yes');
  const took = performance.now() - begun;

  const sent = firm.sandbox.log.slice(before).filter(({ path }) => path.startsWith('/admin/'));
  expect(stdout).toContain('2 of 2 changes made');
  expect(sent.length).toBeLessThanOrEqual(4 + 2 * 4);
  // Timers may wake a little early.
  expect(took).toBeGreaterThan(((sent.length - 1) * 1000) / 50 - 20);
  await edit(firm, (text) => text.replace(/^ *(url|authUrl):.*\n/gm, '').replace('perSecond: 50', 'perSecond: 10'));
  expect((await firm.here('validate')).stderr).toContain('goto.requests.perSecond must be less than 10');
});

test('U29 Users are never deleted', async () => {
  firm = await settledFirm();
  const before = firm.sandbox.account.users.map(({ key }) => key);
  await firm.hold(everybody());

  await firm.here('apply', '--yes');

  const { users } = firm.sandbox.account;
  expect(firm.user('cleo@corp.example')?.licenseKeys).toEqual([]);
  expect(users.filter(({ deleted }) => !deleted).map(({ key }) => key)).toEqual(before);
  expect(firm.sandbox.log.filter(({ method }) => method === 'DELETE')).toEqual([]);
});

test('U30 All rules of a user deleted: suspended', async () => {
  firm = await settledFirm({
    account({ users }) {
      for (const user of users) if (user.email === 'dan@corp.example') user.adminRoles.push('RUN_REPORTS');
    },
  });
  await useRules(firm, '{ directoryGroup: Sales, products: [Meeting, Connect], userGroup: Sales }');

  const { changes } = await firm.plan();
  await firm.here('apply', '--yes');

  expect(changes.map(short)).toEqual(['suspend cleo@corp.example']);
  for (const who of ['cleo', 'dan'])
    expect(firm.user(`${who}@corp.example`)).toMatchObject({ licenseKeys: [], adminRoles: [], roleSets: [] });
});

test('U31 Suspended users keep their data', async () => {
  firm = await settledFirm();
  const before = structuredClone(firm.user('bob@corp.example'));
  await firm.hold({ ...FIRM, groups: { Sales: ['ada'], Everybody: ['@Sales', 'cleo'] } });
  await firm.here('apply', '--yes');
  const suspended = structuredClone(firm.user('bob@corp.example'));
  await firm.hold(FIRM);

  const { changes } = await firm.plan();
  await firm.here('apply', '--yes');

  expect(suspended).toEqual({ ...before, licenseKeys: [] });
  expect(changes.map(short)).toEqual(['resume, grant bob@corp.example']);
  expect(firm.user('bob@corp.example')).toEqual(before);
});

test('U32 The connector is updated and configured elsewhere', async () => {
  firm = await openFirm();

  expect(hereOf('U32')).toMatch(/^not needed: /);
  expect(await refusedFor(firm, 'connector: { version: 2 }')).toContain('error UNKNOWN_KEY "connector"');
});

test('U38 Access to a product account after the login', async () => {
  firm = await settledFirm();

  const waiting = await firm.here('history', '--status', 'pending', '--json');
  const counted = await firm.plan();
  for (const user of firm.sandbox.account.users) user.activated = true;

  const { changes } = JSON.parse(waiting.stdout) as { changes: { user: { email: string } }[] };
  expect(changes.map(({ user }) => user.email).sort()).toEqual(['bob@corp.example', 'cleo@corp.example']);
  expect([counted.changes, (await firm.plan()).changes]).toEqual([[], []]);
});
