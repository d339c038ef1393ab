import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Observation } from '../../../../src/core/observation.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { newWordTokens } from '../../../../src/core/word-tokens.ts';
import { defaultGotoSwitches, type GotoSwitches } from '../../../../src/sandbox/goto/switches.ts';
import { observeGoto } from '../../../../src/targets/goto/observe/observe.ts';
import { UNREAD } from '../../../../src/targets/goto/observe/unread.ts';
import { CONNECT, type GivenSettings, REFRESH, SALES, testAccount, user, withBench } from '../wire/support.ts';

const TOKENS = newWordTokens(new Secret('a key of the tests, long enough'));

/** More users than a page has by default; one invited, one who declined, one who manages a group. */
function account() {
  const many = Array.from({ length: 30 }, (_, at) => user(`80000000000000000000${100 + at}`, `u${at}@corp.example`));
  return testAccount(
    user('7000000000000000000000110', 'ivy@corp.example', { licenseKeys: [CONNECT], activated: false }),
    user('7000000000000000000000111', 'dora@corp.example', { licenseKeys: [CONNECT], declined: true }),
    user('7000000000000000000000112', 'max@corp.example', { adminRoles: ['MANAGE_USERS'], managedGroupKeys: [SALES] }),
    ...many,
  );
}

async function observed(switches: Partial<GotoSwitches>, settings: GivenSettings = {}): Promise<Observation> {
  const taken: Observation[] = [];
  await withBench({ account: account(), switches, settings }, async (bench) => {
    const bases = { api: bench.settings.url, auth: bench.settings.authUrl };
    taken.push(await observeGoto(bases, bench.settings, bench.world, TOKENS));

    expect(bench.sandbox.log.filter(({ method, path }) => method !== 'GET' && path !== '/oauth/token')).toEqual([]);
  });
  const [observation] = taken;
  if (observation === undefined) throw new Error('nothing was observed');
  return observation;
}

/** Each position that reading can tell from the others, with the answer of the question of its name. */
const SEEN: readonly (readonly [Partial<GotoSwitches>, id: keyof GotoSwitches, answer: unknown])[] = [
  [{ keysAsNumbers: false }, 'keysAsNumbers', false],
  [{ keysAsNumbers: true }, 'keysAsNumbers', true],
  [{ meAccounts: null }, 'meAccounts', 2],
  [{ meAccounts: 0 }, 'meAccounts', 0],
  [{ meAccounts: 1 }, 'meAccounts', 1],
  [{ meAccountKey: 'own' }, 'meAccountKey', 'own'],
  [{ meAccountKey: 'other' }, 'meAccountKey', 'other'],
  [{ superUserListsAllRoles: false }, 'superUserListsAllRoles', false],
  [{ superUserListsAllRoles: true }, 'superUserListsAllRoles', true],
  [{ showManagedGroups: true }, 'showManagedGroups', true],
  // Whether nobody manages a group or it is never shown, nothing shows; so with the next two.
  [{ showManagedGroups: false }, 'showManagedGroups', null],
  [{ showsAttributes: true }, 'showsAttributes', true],
  [{ showsAttributes: false }, 'showsAttributes', null],
  [{ declineTakesSeat: true }, 'declineTakesSeat', true],
  [{ declineTakesSeat: false }, 'declineTakesSeat', null],
  [{ invitedCountsAsSeat: true }, 'invitedCountsAsSeat', true],
  [{ invitedCountsAsSeat: false }, 'invitedCountsAsSeat', false],
  [{ malformedId502: true }, 'malformedId502', true],
  [{ malformedId502: false }, 'malformedId502', false],
  [{ filterForm: 'both' }, 'filterForm', 'both'],
  [{ filterForm: 'eq' }, 'filterForm', 'eq'],
  [{ filterForm: 'regex' }, 'filterForm', 'regex'],
  [{ pageSizeDefault: 25 }, 'pageSizeDefault', 25],
  [{ pageSizeDefault: 1 }, 'pageSizeDefault', 1],
  [{ pageSizeMax: 1000 }, 'pageSizeMax', null],
  [{ pageSizeMax: 3 }, 'pageSizeMax', 3],
  [{ pageSizeMax: 3, pageSizeOver: 'cut' }, 'pageSizeOver', 'cut'],
  [{ pageSizeOver: 'refuse' }, 'pageSizeOver', 'refuse'],
  [{ missingResultsWhenEmpty: true }, 'missingResultsWhenEmpty', true],
  [{ missingResultsWhenEmpty: false }, 'missingResultsWhenEmpty', false],
  [{ rateLimit: null }, 'rateLimit', null],
  [{ rateLimit: 3 }, 'rateLimit', 3],
  [{ rateLimit: 3, retryAfter: true }, 'retryAfter', true],
  [{ rateLimit: 3, retryAfter: false }, 'retryAfter', false],
  [{ noTokenStatus: 401 }, 'noTokenStatus', 401],
  [{ noTokenStatus: 403 }, 'noTokenStatus', 403],
  [{ noRightsStatus: 403 }, 'noRightsStatus', 403],
  [{ noRightsStatus: 401 }, 'noRightsStatus', 401],
  [{ patGivesRefreshToken: false }, 'patGivesRefreshToken', false],
  [{ patGivesRefreshToken: true }, 'patGivesRefreshToken', true],
  [{ accessTokenSeconds: 3600 }, 'accessTokenSeconds', 3600],
  [{ accessTokenSeconds: 1 }, 'accessTokenSeconds', 1],
  [{ dateHeader: true }, 'dateHeader', true],
  [{ dateHeader: false }, 'dateHeader', false],
  [{ clockSkew: 0 }, 'clockSkew', 0],
  [{ clockSkew: 86_400_000 }, 'clockSkew', 86_400],
];

test.each(SEEN)('%j: %s is %j', async (switches, id, answer) => {
  const { questions } = await observed(switches);

  expect(questions.find((one) => one.id === id)?.answer).toBe(answer);
});

const REFRESHED: readonly (readonly [Partial<GotoSwitches>, id: keyof GotoSwitches, answer: unknown])[] = [
  [{ refreshRotates: false }, 'refreshRotates', false],
  [{ refreshRotates: true }, 'refreshRotates', true],
  [{ refreshRepeats: false }, 'refreshRepeats', false],
  [{ refreshRepeats: true }, 'refreshRepeats', true],
];

test.each(REFRESHED)('with a refresh token, %j: %s is %j', async (switches, id, answer) => {
  const folder = await mkdtemp(join(tmpdir(), 'adsync-observe-'));
  const path = join(folder, 'token');
  try {
    await writeFile(path, REFRESH);
    const credential = { kind: 'refreshToken', token: new Secret(REFRESH), path } as const;
    const { questions, answers } = await observed(switches, { credential });

    expect(questions.find((one) => one.id === id)?.answer).toBe(answer);
    // The client has kept the new one, and the recording none.
    expect((await readFile(path, 'utf8')).trim() === REFRESH).toBe(switches.refreshRotates !== true);
    expect(JSON.stringify(answers)).not.toMatch(/refresh-|access-/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every switch is recognised, or listed with the reason why no reading shows it', () => {
  const recognised = [...SEEN, ...REFRESHED].flatMap(([switches]) => Object.keys(switches));
  const unread = UNREAD.map(({ id }) => id);
  const all = Object.keys(defaultGotoSwitches());

  expect(all.filter((name) => !recognised.includes(name) && !unread.includes(name))).toEqual([]);
  expect(all.filter((name) => recognised.includes(name) && unread.includes(name))).toEqual([]);
});

test('each answer comes once, and no recording holds a token, a name or a key', async () => {
  const { questions, answers } = await observed({ keysAsNumbers: true });
  const ids = questions.map(({ id }) => id);
  const text = JSON.stringify(answers);

  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.fromEntries(questions.map(({ id, answer }) => [id, answer]))).toMatchObject({
    keyDigits: 25,
    roleSetsForm: 'paged',
    attributesForm: 'paged',
    statuses: 'ACTIVE INVITED SUSPENDED',
  });
  expect(text).toContain('licenseKeys');
  expect(text).not.toMatch(
    /access-|refresh-|Bearer \w|Basic |corp\.example|Sales|Some|Body|700000000000|1234567890123456789/,
  );
});
