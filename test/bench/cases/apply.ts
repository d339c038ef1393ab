import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from '../engine/bench.ts';
import { withRequests } from '../engine/bench.ts';
import type { Measured, Pair } from '../engine/pair.ts';
import { typical } from '../engine/pair.ts';
import type { Company } from '../worlds/company.ts';
import { writeExport } from '../worlds/ldif.ts';
import { accountOf, type Held } from '../worlds/rescue-account.ts';
import { EXPORT, rescueSection, syncFile } from '../worlds/sync-file.ts';
import type { Case } from './case.ts';
import { exponent, percent, requestsOf, seconds } from './figures.ts';

const CONCURRENT = 16;
/** So far away that it is never reached at 50 ms. */
const PER_SECOND = 1000;

interface Given {
  readonly company: Company;
  readonly held: Held;
  /** Milliseconds. */
  readonly latency: number;
  readonly seconds: number;
  readonly concurrent?: number;
  readonly command?: readonly string[];
}

interface Rate {
  readonly pair: Pair;
  /** The rate of requests of adsync, by that of a bare client with as many connections. */
  readonly share: number;
  readonly requests: number;
}

/**
 * Measures a command against a bare client that sends as many requests to the same stand-in. The account is new for each
 * run. What adsync takes to start and to plan counts against it.
 */
async function rateOf(bench: Bench, name: string, given: Given): Promise<Rate> {
  const { company, held, latency, concurrent = CONCURRENT, command = ['apply', '--yes'] } = given;
  const cwd = await bench.newFolder();
  await writeExport(company, join(cwd, 'directory.ldif'));
  // Of the run before: in the first round adsync comes first.
  let requests = 0;
  const run = (): Promise<Measured> =>
    bench.serving(accountOf(company, held), latency, async (url, counted) => {
      const section = rescueSection(company, { url, concurrent, perSecond: PER_SECOND });
      await bench.write(cwd, 'sync.yaml', syncFile(EXPORT, section));
      await rm(join(cwd, '.adsync'), { recursive: true, force: true });
      const measured = await withRequests(() => bench.adsync(command, { cwd }), counted);
      requests = measured.requests?.['rescue'] ?? 0;
      return measured;
    });
  const bare = (): Promise<Measured> =>
    bench.serving(accountOf(company, 'groups'), latency, async (url) => {
      const args = [`${url}/API/getUser_v3.aspx?node=1`, String(requests), String(concurrent)];
      return bench.reference('http-client', args).run();
    });
  const pair = await bench.pair({ name, run }, { name: 'bare HTTP client', run: bare }, given.seconds);
  return { pair, share: 1 / medianRatio(pair), requests: requestsOf(pair.subject, 'rescue') };
}

function medianRatio(pair: Pair): number {
  return typical(pair.subject, 'wall') / typical(pair.reference, 'wall');
}

const PEOPLE = 1_000;
/** Requests of one create: the user, its record, and the record as it should be. */
const OF_A_CREATE = 3;
/** Requests besides: which account it is (twice), its tree, and the tree once more every five seconds. */
const BESIDES = 50;

function creates(groups: 1 | 40 | 500): Case {
  return {
    name: `apply-creates-${groups}`,
    slow: groups !== 40,
    async run(bench) {
      const company = { people: PEOPLE, groups, members: PEOPLE / groups };
      const name = `apply, 1,000 creates in ${groups} groups at 50 ms`;
      const { pair, share, requests } = await rateOf(bench, name, {
        company,
        held: 'groups',
        latency: 50,
        seconds: 45,
      });
      const besides = requests - OF_A_CREATE * PEOPLE;
      const rate = `${Math.round(PEOPLE / typical(pair.subject, 'wall'))} creates/s`;
      bench.verdict({
        name: `creates-${groups}`,
        figure: `${percent(share)}, ${OF_A_CREATE} requests each and ${besides} besides, ${rate}`,
        met: share >= 0.9 && besides >= 0 && besides <= BESIDES,
      });
    },
  };
}

export const APPLY: readonly Case[] = [
  creates(1),
  creates(40),
  creates(500),
  {
    name: 'apply-creates-5ms',
    slow: false,
    async run(bench) {
      // So few at a time that `perSecond` is never reached.
      const given = {
        company: { people: PEOPLE, groups: 40, members: 25 },
        held: 'groups',
        latency: 5,
        seconds: 25,
      } as const;
      await rateOf(bench, 'apply, 1,000 creates in 40 groups at 5 ms', { ...given, concurrent: 4 });
    },
  },
  {
    name: 'apply-updates',
    slow: false,
    async run(bench) {
      const company = { people: PEOPLE, groups: 10, members: 100 };
      const given = { company, held: 'misnamed', latency: 50, seconds: 40 } as const;
      const { share, requests } = await rateOf(bench, 'apply, 1,000 updates at 50 ms', given);
      bench.verdict({
        name: 'updates',
        figure: `${percent(share)}, ${(requests / PEOPLE).toFixed(2)} requests each`,
        met: share >= 0.95,
      });
    },
  },
  {
    name: 'plan-changed-users',
    slow: false,
    async run(bench) {
      const company = { people: PEOPLE, groups: 10, members: 100 };
      const given = { company, held: 'misnamed', latency: 50, seconds: 25, command: ['plan'] } as const;
      const { share, requests } = await rateOf(bench, 'plan, 1,000 changed users at 50 ms', given);
      bench.verdict({
        name: 'changed-users',
        figure: `${percent(share)}, ${(requests / PEOPLE).toFixed(2)} requests each`,
        met: share >= 0.9 && requests <= PEOPLE + 10,
      });
    },
  },
  {
    name: 'apply-creates-growth',
    slow: true,
    async run(bench) {
      const small = { people: 1_000, groups: 10, members: 100 };
      const large = { people: 10_000, groups: 20, members: 500 };
      const world = { held: 'groups', latency: 0, concurrent: 64 } as const;
      const few = await rateOf(bench, 'apply, 1,000 creates at 0 ms', { company: small, ...world, seconds: 25 });
      const many = await rateOf(bench, 'apply, 10,000 creates at 0 ms', { company: large, ...world, seconds: 85 });
      const start = bench.recall('start') ?? 0.1;
      const time = (rate: Rate): number => typical(rate.pair.subject, 'wall');
      const power = exponent(
        { size: small.people, time: time(few) - start },
        { size: large.people, time: time(many) - start },
      );
      bench.verdict({ name: 'creates-growth', figure: `exponent ${power.toFixed(2)}`, met: power <= 1.1 });
      const rate = many.requests / time(many);
      bench.verdict({
        name: 'creates-rate',
        figure: `${Math.round(rate)} requests/s, ${seconds(time(many))} for 10,000 creates`,
        met: rate >= 0.9 * PER_SECOND,
      });
    },
  },
];
