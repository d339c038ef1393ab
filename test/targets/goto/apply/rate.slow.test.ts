import { expect, test } from '@jest/globals';
import { openHttp } from '../../../../src/net/http.ts';
import { approvalsOf } from '../../../../src/plan/approvals.ts';
import { NO_PAST } from '../../../../src/plan/earlier-runs.ts';
import { applyPlan } from '../../../../src/run/apply-plan.ts';
import { type GotoSwitches, startGotoSandbox } from '../../../../src/sandbox/goto/index.ts';
import { accountOf as asAccount } from '../../../../src/targets/goto/kind.ts';
import { openGoto, realWorld } from '../../../../src/targets/goto/goto.ts';
import { person, testAccount } from '../../../sandbox/goto/ask.ts';
import { fileOf, planOf, readingOf, rule } from '../planner/builders.ts';
import { settingsFor } from './bench.ts';
import { CONNECT } from './builders.ts';
import { virtualTime } from '../../../virtual-time.ts';

/**
 * How long 1,000 grants take by a virtual clock: the whole apply over real sockets, with the waits of the pace, of the
 * stand-in's answers and of the read-backs, and without the time that this machine needs. What is compared is the time of
 * the apply with the time that its own requests take at that rate; and how many requests a grant takes, for with more of
 * them the rate would permit more.
 */

const CHANGES = 1000;
const PER_SECOND = 10;

interface Measured {
  /** Of the apply. */
  readonly seconds: number;
  /** To the Admin API. */
  readonly requests: number;
  readonly refused: number;
  readonly results: readonly string[];
}

async function measure(switches: Partial<GotoSwitches>, concurrent: number): Promise<Measured> {
  const words = Array.from({ length: CHANGES }, (_, index) => `p${index}`);
  const account = testAccount();
  account.users.push(
    ...words.map((word, index) =>
      person(String(8_000_000 + index), `${word}@corp.example`, {
        firstName: `P${index}`,
        licenseKeys: [CONNECT],
        activated: true,
      }),
    ),
  );
  account.users = account.users.filter(({ email }) => !/^(ada|bob|eve)@/.test(email));
  for (const licence of account.licences) licence.seats = CHANGES;

  const http = openHttp({ ca: null, env: {} });
  const time = virtualTime(Date.UTC(2026, 0, 31), http.send);
  const sandbox = await startGotoSandbox({ account, switches, now: () => time.now(), sleep: time.serverSleep });
  const rules = [rule('Sales', { products: ['Meeting', 'Connect'], line: 10 })];
  const whole = settingsFor(sandbox.url, { mappings: rules });
  const requests = { ...whole.requests, concurrent, perSecond: PER_SECOND, consistencyDelay: 5000 };
  const settings = { ...whole, requests };
  const signal = new AbortController().signal;
  const real = realWorld({ fetch: time.send, signal, log: () => undefined });
  const world = { ...real, now: () => time.now(), sleep: (ms: number) => time.sleep(ms), limit: () => () => undefined };
  const target = await openGoto(settings, world);
  try {
    const reading = await target.read({ thorough: false, progress: () => undefined });
    const file = fileOf(settings);
    const directory = readingOf({ groups: { Sales: words } }, rules);
    const rest = { approvals: approvalsOf(file, [], []), earlier: new Map(), past: NO_PAST, knownNames: new Map() };
    const plan = planOf({ settings: file, reading: directory, account: reading, ...rest });
    const [begun, before] = [time.now(), sandbox.log.length];
    const own = asAccount(target, settings, reading);
    const { outcomes } = await applyPlan({
      plan,
      concurrent: target.concurrent,
      begin: (options) => own.begin(options),
      signal,
      onOutcome: () => null,
    });
    const log = sandbox.log.slice(before).filter(({ path }) => path !== '/oauth/token');
    return {
      seconds: (time.now() - begun) / 1000,
      requests: log.length,
      refused: log.filter(({ status }) => status === 429).length,
      results: outcomes.map(({ result }) => result),
    };
  } finally {
    time.stop();
    await target.close();
    await http.close();
    await sandbox.close();
  }
}

test.each<[string, Partial<GotoSwitches>, number, number]>([
  ['answers after 100 ms, four changes at a time, as the default is', { latency: 100 }, 4, 3.2],
  // Four at a time wait longer for such a service than the rate does: they end 7 % late.
  [
    'answers after 250 ms and shows writes half a second later, eight changes at a time',
    { latency: 250, consistencyDelay: 500 },
    8,
    4.2,
  ],
])('1,000 grants at 10 requests a second take what the rate permits: %s', async (_what, switches, concurrent, each) => {
  const { seconds, requests, refused, results } = await measure({ ...switches, rateLimit: PER_SECOND }, concurrent);

  expect(results).toEqual(Array.from({ length: CHANGES }, () => 'done'));
  // A look at the user, the call, and a look at what became of it; seats are looked up now and then.
  expect(requests).toBeLessThan(each * CHANGES);
  expect(seconds).toBeLessThan((1.05 * requests) / PER_SECOND);
  expect(refused).toBe(0);
});
