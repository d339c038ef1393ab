import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import type { Chapter } from './chapters.ts';
import { wantedOf } from './company.ts';
import { countsOfJournals, faultsOfJournals, journalsIn, samples, summed, survived, textIn } from './records.ts';
import { type Stage, TOKEN } from './stage.ts';
import { type Episode, type Seen, type Story, tell } from './tell.ts';

const run = promisify(execFile);
const BIN = join(import.meta.dirname, '../../bin/adsync.js');
const CLOCK = join(import.meta.dirname, 'leaping-clock.mjs');

/** What `adsync status --json` and `adsync history --json` say, as far as it is looked at. */
interface Status {
  readonly files: readonly {
    readonly findings: readonly unknown[];
    readonly process: { readonly pid: number } | null;
    readonly rounds: {
      readonly round: number;
      readonly last: { readonly end: string; readonly runs: readonly string[] };
    };
  }[];
}
interface History {
  readonly runs: readonly { readonly run: string; readonly end: string; readonly command: string }[];
}

/** Tells a story with `adsync run`, and looks whether everybody who tells of it tells the same. */
export function storyTests(open: () => Promise<Stage>, chapters: readonly Chapter[]): void {
  let stage: Stage;
  let story: Story;
  let status: Status;

  async function adsync<Said>(time: string, ...args: string[]): Promise<Said> {
    const env = { PATH: process.env['PATH'] ?? '', STORY_START: time };
    const { stdout } = await run(process.execPath, ['--import', CLOCK, BIN, ...args, '--json'], {
      cwd: stage.path,
      env,
    });
    return JSON.parse(stdout) as Said;
  }

  beforeAll(async () => {
    stage = await open();
    const start = new Date(Date.now() - 12 * 3_600_000).toISOString();
    story = await tell(stage, chapters, start, async (time) => {
      status = await adsync<Status>(time, 'status');
    });
  });

  afterAll(() => stage.close());

  test('each round ends as it should, the log tells what is new, and good rounds leave both accounts right', () => {
    const wanted = chapters.map(({ title, end, code = null, says = [], equal, ready }): Seen => {
      const deadly = end === 'killed' || end === 'stopped';
      return {
        title,
        end,
        code: code === 'directory' ? stage.directory.failure : code,
        says,
        equal: equal ?? end === 'done',
        ready: deadly ? null : (ready ?? (end === 'failed' ? 503 : 200)),
        missing: [],
      };
    });

    expect(story.seen).toEqual(wanted);
  });

  test('in the end the accounts are as the directory is, a plan has nothing to change, and nothing was done that must not be', async () => {
    const plan = await adsync<Plan>(story.time, 'plan');

    expect(stage.working()).toEqual(wantedOf(stage.company()));
    expect(plan.changes).toEqual([]);
    expect(plan.directory.complete).toBe(true);
    expect(stage.misdeeds()).toEqual([]);
  });

  test('adsync run ends with 143 where it was told to stop in an apply, and with 0 where it waited', () => {
    const deaths = chapters.flatMap(({ end }): (string | number)[] =>
      end === 'killed' ? ['SIGKILL'] : end === 'stopped' ? [143] : [],
    );

    expect(story.episodes.map(({ exit }) => exit)).toEqual([...deaths, 0]);
  });

  test('every journal is whole, and history, status and log know the same runs', async () => {
    const journals = await journalsIn(stage.path);
    const history = await adsync<History>(story.time, 'history', '--limit', '1000');
    const logged = story.episodes.flatMap(({ ends }) => ends.flatMap(({ runs }) => runs));
    const brokeOff = history.runs.filter(({ end }) => end === 'brokeOff').map(({ run: id }) => id);

    expect(faultsOfJournals(journals)).toEqual([]);
    expect(history.runs.map(({ run: id }) => id).sort()).toEqual([...journals.keys()].sort());
    expect([...logged, ...notLogged(history, logged)].sort()).toEqual([...journals.keys()].sort());
    expect(brokeOff.filter((id) => logged.includes(id))).toEqual([]);
    expect(brokeOff.length > 0).toBe(chapters.some(({ end }) => end === 'killed'));
    expect(new Set(history.runs.map(({ command }) => command))).toEqual(new Set(['run']));
    const last = story.episodes.at(-1)?.ends.at(-1);
    expect(status.files).toMatchObject([
      { findings: [], rounds: { round: last?.round, last: { end: last?.end, runs: last?.runs } } },
    ]);
  });

  test('the round that SIGTERM ended has closed journals, and says so', async () => {
    const journals = await journalsIn(stage.path);
    const cut = story.episodes.flatMap(({ ends }) => ends.filter(({ end }) => end === 'interrupted'));
    const closes = cut.map(({ runs }) => runs.map((id) => journals.get(id)?.close?.end));

    expect(cut.map(({ exitCode, nextAt }) => [exitCode, nextAt])).toEqual([[143, null]]);
    expect(closes.flat()).toContain('interrupted');
    expect(closes.flat().filter((end) => end !== 'interrupted' && end !== 'done')).toEqual([]);
  });

  describe('the counters', () => {
    const each = (check: (episode: Episode) => void): void => {
      story.episodes.filter(({ metrics }) => metrics !== '').forEach(check);
    };

    test('of rounds are those of the log', () => {
      each((episode) => {
        const ends = summed(survived(episode).map(({ end }) => ({ [end]: 1 })));
        const codes = summed(survived(episode).flatMap(({ code }) => (code === undefined ? [] : [{ [code]: 1 }])));
        expect(samples(episode.metrics, 'adsync_rounds_total', ['end'])).toEqual(ends);
        expect(samples(episode.metrics, 'adsync_round_failures_total', ['code'])).toEqual(codes);
      });
    });

    test('of changes are those of the journals, and the log sums them up', async () => {
      const journals = await journalsIn(stage.path);
      for (const episode of story.episodes) {
        for (const { end, runs, changes } of episode.ends) {
          const recorded = summed(resultsOf(countsOfJournals(journals, runs)));
          const { skipped = 0 } = changes;
          const { skipped: inJournals = 0 } = recorded;
          // What is held is tried by nobody.
          expect({ ...recorded, skipped, held: 0 }).toEqual({ ...changes, skipped, held: 0 });
          // An account that a round did not come to has no journal.
          expect(end === 'interrupted' ? Math.min(inJournals, skipped) : skipped).toBe(inJournals);
        }
      }
      each((episode) => {
        const runs = survived(episode).flatMap((one) => one.runs);
        const counted = samples(episode.metrics, 'adsync_changes_total', ['target', 'operation', 'result']);
        expect(counted).toEqual(countsOfJournals(journals, runs));
      });
    });

    test('of calls are those of the stand-ins', () => {
      each((episode) => {
        const counted = samples(episode.metrics, 'adsync_calls_total', ['service']);
        const logged = summed(survived(episode).map(({ calls }) => calls));
        expect(counted).toEqual(logged);
        expect(episode.calls.map((one) => one.told)).toEqual(episode.calls.map((one) => one.had));
      });
    });
  });

  test('lines of the log are in order, each round begins and ends once, and no secret is anywhere', async () => {
    for (const { lines } of story.episodes) {
      const times = lines.map(({ time }) => time);
      expect(times).toEqual(times.toSorted());
      const rounds = lines.filter(({ event }) => event === 'round-began').map(({ round }) => round);
      expect(rounds).toEqual(rounds.map((_round, index) => index + 1));
    }
    const everything = `${JSON.stringify(story.episodes)}${await textIn(join(stage.path, '.adsync'))}`;
    for (const secret of [TOKEN, 'sandbox-secret', 'sandbox-pat', ...stage.directory.secrets]) {
      expect(everything.includes(secret)).toBe(false);
    }
  });
}

/** Runs of a process that was killed: it did not live to tell of them. */
function notLogged({ runs }: History, logged: readonly string[]): string[] {
  return runs.flatMap(({ run: id, end }) => (end === 'brokeOff' && !logged.includes(id) ? [id] : []));
}

/** `rescue create done` → `done` */
function resultsOf(counts: Readonly<Record<string, number>>): Record<string, number>[] {
  return Object.entries(counts).map(([key, count]) => ({ [key.split(' ')[2] ?? '']: count }));
}
