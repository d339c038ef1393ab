import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FAILURE_KINDS, type Plan } from '../../src/plan/model.ts';
import { gotoUser } from '../../src/sandbox/goto/index.ts';
import type { Said } from '../cli/fake-host.ts';
import { edit, colleague, CONNECT, type Firm, type GotoFirm, MEETING, openFirm } from '../e2e/goto-world.ts';
import { writes } from './user-sync-world.ts';
import { hereOf } from './table.ts';

/**
 * Rows of docs/goto.md about what User Sync could not do. One firm has all the trouble at once: one licence of Connect for
 * two people, somebody with an account elsewhere, a domain that is not validated, a name that is too long.
 */
const TROUBLED: Firm = {
  people: {
    ada: colleague('Ada', 'Lovelace'),
    bob: colleague('Bob', 'Noyce'),
    cleo: colleague('Cleo', 'Smith'),
    finn: colleague('Finn', 'Frei', { mail: 'finn@new.example' }),
    lena: colleague('Lena', 'L'.repeat(33)),
  },
  groups: { Sales: ['ada', 'bob'], Everybody: ['@Sales', 'cleo', 'finn', 'lena'] },
};

let firm: GotoFirm;
let plan: Plan;
let applied: Said;
/** What the service was asked to write by the first run. */
let asked: string;

beforeAll(async () => {
  firm = await openFirm({
    account({ users, licences }) {
      users.push(gotoUser({ key: '7000000000000000105', email: 'cleo@corp.example', elsewhere: true }));
      for (const licence of licences) if (licence.key === CONNECT) licence.seats = 1;
    },
  });
  await firm.hold(TROUBLED);
  await edit(firm, (text) => text.replace('domains: [corp.example]', 'domains: [corp.example, new.example]'));
  plan = await firm.plan();
  applied = await firm.here('apply', '--yes');
  asked = JSON.stringify(writes(firm));
});

afterAll(async () => {
  await firm.close();
});

/** The lines below a heading of the last run, down to the next empty one. */
function below(heading: string): string {
  return applied.stdout.split(`\n${heading}:\n`)[1]?.split('\n\n')[0] ?? '';
}

async function history(...args: readonly string[]): Promise<{ user: { email: string }; kind: string }[]> {
  const { stdout } = await firm.here('history', '--json', ...args);
  return (JSON.parse(stdout) as { changes: { user: { email: string }; kind: string }[] }).changes;
}

test('U17 Failures are told by their reason', () => {
  const headings = ['Existing account elsewhere', 'Out of licences', 'Domain not validated', 'Invalid data'];

  expect(applied.code).toBe(3);
  expect(headings.filter((heading) => applied.stdout.split(`\n${heading}:\n`).length !== 2)).toEqual([]);
});

test('U18 Users have existing accounts', async () => {
  expect(below('Existing account elsewhere')).toContain('Cleo Smith <cleo@corp.example>');
  expect((await history('--kind', 'account-exists')).map(({ user }) => user.email)).toEqual(['cleo@corp.example']);
});

test('U19 Out of licenses', () => {
  const blocked = plan.changes.filter((change) => change.blocked?.kind === 'out-of-licences');

  expect(blocked.map(({ email }) => email)).toEqual(['bob@corp.example']);
  expect(below('Out of licences')).toContain('No licence of Connect is free: all 1 are taken.');
  // Ada gets the one that there is; nobody asks the service for a second one.
  expect(asked.split(CONNECT)).toHaveLength(2);
});

test('U20 Details: the users that were not synced', async () => {
  const failed = ['bob@corp.example', 'cleo@corp.example', 'finn@new.example', 'lena@corp.example'];

  const found = await history('--status', 'failed');

  expect(found.map(({ user }) => user.email).sort()).toEqual(failed);
  expect(failed.filter((email) => !applied.stdout.includes(`<${email}>`))).toEqual([]);
});

test('U21 Taking action, as buying licenses', () => {
  expect(below('Out of licences')).toContain(
    'Buy more licences, or take people out of the directory groups. Then run: adsync retry --kind out-of-licences',
  );
  expect(below('Existing account elsewhere')).toContain('Ask these people to accept the invitation to this account');
  expect(below('Domain not validated')).toContain('Validate the domain');
  expect(below('Invalid data')).toContain('Correct the names and addresses in the directory.');
});

test('U23 Failures in the Administrative Activity History', async () => {
  const { stdout } = await firm.here('history', '--csv', '--kind', 'invalid-data', '--kind', 'domain-not-validated');

  const found = await history('--person', 'cleo', '--since', '1h');

  expect(found.map(({ kind }) => kind)).toEqual(['account-exists']);
  expect(
    stdout
      .trim()
      .split('\r\n')
      .map((line) => /(\w+@[\w.]+)/.exec(line)?.[1])
      .sort(),
  ).toEqual(['finn@new.example', 'lena@corp.example', undefined]);
});

test('U37 Failures of other kinds', async () => {
  const refused = await firm.here('retry', '--yes', '--kind', 'other');

  expect(hereOf('U37')).toContain('seven more kinds');
  expect(FAILURE_KINDS).toHaveLength(2 + 7);
  for (const kind of FAILURE_KINDS) expect(refused.stderr).toContain(kind);
  expect(below('Domain not validated')).toContain('Finn Frei <finn@new.example>');
  expect(below('Invalid data')).toContain('<lena@corp.example>');
});

// The last one, for it changes what the others look at.
test('U22 Retry sync', async () => {
  for (const licence of firm.sandbox.account.licences) licence.seats = 50;

  const retried = await firm.here('retry', '--yes', '--kind', 'out-of-licences');

  expect(retried.code).toBe(0);
  expect(firm.user('bob@corp.example')).toMatchObject({ licenseKeys: [MEETING, CONNECT] });
  expect(firm.user('finn@new.example')).toBeUndefined();
});
