import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../../src/core/failure.ts';
import { targetId } from '../../../src/core/target-id.ts';
import type { RoundEvent } from '../../../src/run/rounds/events.ts';
import { roundsName, writeRoundsState } from '../../../src/run/rounds/state-file.ts';
import { checkStateDir } from '../../../src/run/state-dir.ts';
import { takeLock } from '../../../src/run/lock.ts';
import { roundsState } from '../../monitoring/events.ts';
import { NO_LIMITS } from '../../targets/rescue/planner/builders.ts';
import { openRounds, type RoundsBench, type ToyFile } from './rounds-world.ts';

let bench: RoundsBench;
let file: ToyFile;

async function open(names?: readonly string[]): Promise<void> {
  bench = await openRounds(names);
  const [first] = bench.files;
  if (first === undefined) throw new Error('no file');
  file = first;
}

afterEach(() => bench.close());

function stop(): void {
  bench.signal.abort(new Error('SIGTERM'));
}

/** Does something at the end of rounds, by their number. */
function after(rounds: Readonly<Record<number, () => void>>): void {
  bench.on = (event) => {
    if (event.kind === 'round-ended') rounds[event.round]?.();
  };
}

function reports(name = file.name): { round: number; end: string; code: number; failure: string | undefined }[] {
  return bench.events.flatMap((event) =>
    event.kind === 'round-ended' && event.file === name
      ? [
          {
            round: event.round,
            end: event.report.end,
            code: event.report.exitCode,
            failure: event.report.failure?.code,
          },
        ]
      : [],
  );
}

const LOCKED = new Failure('LOCKED', 'Another run works on the account.', 'Wait.');
const UNREACHABLE = new Failure('LDAP_UNREACHABLE', 'No server answers.', 'Look at it.');

test('a locked account puts a round off, told once, and fails it when that lasts long', async () => {
  await open();
  file.failing = LOCKED;
  bench.on = (event) => {
    if (event.kind === 'put-off' && bench.time.minutes() > 1) file.failing = null;
    if (event.kind === 'round-ended' && event.round === 2) bench.signal.abort(new Error('SIGTERM'));
  };

  await bench.run();

  expect(bench.story()).toEqual([
    '0 round-began',
    '0 put-off',
    '15 round-ended',
    '30 round-began',
    '30 put-off',
    '30.5 recovered',
    '30.5 round-ended',
    '30.5 stopping',
  ]);
  const ends = bench.events.flatMap((event) => (event.kind === 'round-ended' ? [event.report] : []));
  expect(ends.map(({ end, exitCode, failure }) => [end, exitCode, failure?.code])).toEqual([
    ['failed', 4, 'LOCKED'],
    ['done', 0, undefined],
  ]);
});

test('a round that was put off is made by the file of now, not by that of its beginning', async () => {
  await open();
  for (const name of ['eve', 'joe']) file.toy.toy.users.set(`${name}@corp.example`, ['red']);
  file.failing = LOCKED;
  bench.on = (event) => {
    if (event.kind === 'put-off') {
      file.text = 'with a limit';
      file.settings = { limits: { ...NO_LIMITS, disable: { kind: 'count', count: 1 } } };
      file.failing = null;
    }
    if (event.kind === 'round-ended') stop();
  };

  await bench.run();

  expect(bench.story()).toContain('0.5 file-reloaded');
  expect(reports()).toMatchObject([{ end: 'incomplete', code: 3 }]);
  expect(file.toy.toy.users.get('eve@corp.example')).toEqual(['red']);
});

test('rounds that fail are put farther apart, and one that works ends it', async () => {
  await open();
  file.failing = UNREACHABLE;
  bench.on = (event) => {
    if (event.kind === 'quarantine' && event.failures === 4) file.failing = null;
    if (event.kind === 'round-ended' && event.round === 6) bench.signal.abort(new Error('SIGTERM'));
  };

  await bench.run();

  expect(bench.story().filter((event) => !event.endsWith('began'))).toEqual([
    '0 round-ended',
    '15 round-ended',
    '30 quarantine',
    '30 round-ended',
    '60 quarantine',
    '60 round-ended',
    '120 recovered',
    '120 round-ended',
    '135 round-ended',
    '135 stopping',
  ]);
  expect(bench.events.find(({ kind }) => kind === 'quarantine')).toMatchObject({
    failures: 3,
    until: '2026-11-22T10:00:00.000Z',
  });
  expect(bench.events.find(({ kind }) => kind === 'recovered')).toMatchObject({
    failures: 4,
    since: '2026-11-22T09:00:00.000Z',
  });
});

describe('the file', () => {
  test('is read anew while nothing goes on, and another interval counts from the end of the last round', async () => {
    await open();
    let reloaded = 0;
    bench.on = (event) => {
      if (event.kind === 'round-ended' && event.round === 1) {
        file.text = 'sooner';
        file.settings = { interval: 60_000 };
      }
      if (event.kind === 'file-reloaded') reloaded += 1;
      if (event.kind === 'round-ended' && event.round === 2) stop();
    };

    await bench.run();

    expect(reloaded).toBe(1);
    expect(bench.story()).toEqual([
      '0 round-began',
      '0 round-ended',
      '0.1 file-reloaded',
      '1 round-began',
      '1 round-ended',
      '1 stopping',
    ]);
  });

  test('is read at once when somebody asks for it', async () => {
    await open();
    bench.on = (event) => {
      if (event.kind === 'round-ended' && event.round === 1) {
        file.text = 'other';
        bench.reloads += 1;
      }
      if (event.kind === 'file-reloaded') stop();
    };

    await bench.run();

    expect(bench.events.find(({ kind }) => kind === 'file-reloaded')?.at).toBe('2026-11-22T09:00:02.000Z');
  });

  test('with errors leaves the last good one in force, is said once a change, and says so in the state', async () => {
    await open();
    after({
      1: () => {
        file.text = 'bad';
      },
      2: () => {
        file.text = 'bad again';
      },
      3: () => {
        file.text = 'good';
      },
      4: stop,
    });

    await bench.run();

    expect(bench.story().filter((event) => /file|ended/.test(event))).toEqual([
      '0 round-ended',
      '0.1 file-broken',
      '15 round-ended',
      '15.1 file-broken',
      '30 round-ended',
      '30.1 file-reloaded',
      '45 round-ended',
    ]);
    expect(reports().every(({ end }) => end === 'done')).toBe(true);
  });

  test('that is broken from the start waits beside one that is not, until it is mended', async () => {
    await open(['emea.yaml', 'apac.yaml']);
    const [, apac] = bench.files;
    if (apac === undefined) throw new Error('no file');
    apac.toy.toy.identify = () => Promise.resolve('T2');
    apac.text = 'bad';
    bench.on = (event) => {
      if (event.kind === 'round-ended' && event.file === 'emea.yaml') apac.text = 'good';
      if (event.kind === 'round-ended' && event.file === 'apac.yaml') stop();
    };

    await bench.run();

    expect(reports('apac.yaml')).toMatchObject([{ round: 1, failure: undefined }]);
    expect(bench.time.minutes()).toBeLessThan(1);
  });
});

describe('it ends', () => {
  test('after the changes under way, and the journal is closed', async () => {
    await open();
    file.toy.toy.during = () => {
      stop();
      return Promise.resolve();
    };

    const ends = await bench.run();

    expect(ends).toEqual([{ exitCode: 143, cutShort: true }]);
    expect(bench.story()).toEqual(['0 round-began', '0 stopping', '0 round-ended']);
    expect(reports()).toMatchObject([{ end: 'interrupted', code: 143 }]);
    const folder = join(file.toy.folder, 'state', 'runs');
    const [name = ''] = await readdir(folder);
    const lines = (await readFile(join(folder, name), 'utf8')).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'close', end: 'interrupted' });
  });

  test('while it reads, with nothing left half done', async () => {
    await open();
    file.toy.toy.reading = () => {
      stop();
      return Promise.resolve();
    };

    const ends = await bench.run();

    expect(ends).toMatchObject([{ cutShort: false }]);
    expect(reports()).toMatchObject([{ end: 'interrupted' }]);
    expect(file.toy.toy.users.size).toBe(0);
  });

  test('by a stop file, which is gone afterwards', async () => {
    await open();
    const path = join(file.toy.folder, 'stop');
    bench.on = (event) => {
      if (event.kind === 'round-ended') void writeFile(path, '');
    };

    await bench.run({}, { own: [], named: path });

    expect(bench.events.at(-1)).toMatchObject({ kind: 'stopping', why: `the stop file ${path} is there` });
    expect(await readdir(file.toy.folder)).not.toContain('stop');
    expect(bench.time.minutes()).toBeLessThan(1);
  });

  test('while a round is put off', async () => {
    await open();
    file.failing = LOCKED;
    bench.on = (event) => {
      if (event.kind === 'put-off') stop();
    };

    await bench.run();

    expect(reports()).toMatchObject([{ end: 'interrupted' }]);
  });
});

describe('several files', () => {
  test('have a schedule each, and one that fails does not stop the others', async () => {
    await open(['emea.yaml', 'apac.yaml']);
    const [, apac] = bench.files;
    if (apac === undefined) throw new Error('no file');
    apac.toy.toy.identify = () => Promise.resolve('T2');
    apac.settings = { interval: 10 * 60_000 };
    file.failing = UNREACHABLE;
    bench.on = (event) => {
      if (event.kind === 'round-ended' && event.file === 'apac.yaml' && event.round === 3) stop();
    };

    await bench.run();

    expect(reports('emea.yaml').map(({ failure }) => failure)).toEqual(['LDAP_UNREACHABLE', 'LDAP_UNREACHABLE']);
    expect(reports('apac.yaml').map(({ failure }) => failure)).toEqual([undefined, undefined, undefined]);
    const states = await readdir(join(file.toy.folder, 'state', 'rounds'));
    expect(states.map((name) => name.replace(/-.*/, '')).toSorted()).toEqual(['apac.yaml', 'emea.yaml']);
  });

  test('of one account: the second is refused, and told why', async () => {
    await open(['emea.yaml', 'apac.yaml']);
    bench.on = (event) => {
      if (event.kind === 'round-ended' && event.report.failure !== null) stop();
    };

    await bench.run();

    const refused = bench.events.flatMap((event) =>
      event.kind === 'round-ended' && event.report.failure !== null ? [event.report.failure] : [],
    );
    expect(refused).toMatchObject([{ code: 'RUN_SAME_ACCOUNT' }]);
    expect(refused[0]?.text).toMatch(
      /^(emea|apac)\.yaml leads to account T1, which (?!\1)(emea|apac)\.yaml synchronises/,
    );
  });
});

test('a file that another process runs is refused', async () => {
  await open();
  const held = await takeLock({
    stateDir: join(file.toy.folder, 'state'),
    target: targetId('run', roundsName('/etc/adsync/sync.yaml')),
    command: 'adsync run',
    processes: { pid: 9, host: 'toy', place: 'here', isRunning: () => true },
    now: () => new Date('2026-11-22T08:00:00Z'),
    signal: bench.signal.signal,
    onWatch: () => undefined,
  });

  const stopFile = join(file.toy.folder, 'state', 'stop');
  await writeFile(stopFile, '');

  await expect(bench.run({}, { own: [stopFile], named: null }, Date.now() + 60_000)).rejects.toMatchObject({
    code: 'RUN_TWICE',
    message: expect.stringContaining('sync.yaml: process 9 on toy, since 2026-11-22T08:00:00.000Z.'),
  });
  // It was made for the other process, which may not have seen it yet.
  expect(await readdir(join(file.toy.folder, 'state'))).toContain('stop');
  await held.release();
  after({ 1: stop });
  await bench.run();
  expect(reports()).toMatchObject([{ end: 'done' }]);
});

test('a signal while the file is read for the first time ends it in good order, and frees the file', async () => {
  await open();
  bench.loading = (signal) => {
    stop();
    signal.throwIfAborted();
  };

  expect(await bench.run()).toEqual([{ exitCode: 0, cutShort: false }]);

  // Nobody has it any more: a lock that is left would be passed over only after its owner is gone.
  const [lock = ''] = await readdir(join(file.toy.folder, 'state', 'locks'));
  expect(await readFile(join(file.toy.folder, 'state', 'locks', lock), 'utf8')).toContain('released');
});

test('a bug outside of rounds lets the others finish what is under way before it is thrown on', async () => {
  await open(['emea.yaml', 'apac.yaml']);
  const [, apac] = bench.files;
  if (apac === undefined) throw new Error('no file');
  apac.toy.toy.identify = () => Promise.resolve('T2');
  file.toy.toy.during = () => {
    apac.failing = new TypeError('x is not a function');
    apac.text = 'a bug';
    return Promise.resolve();
  };
  bench.loading = (_signal, text) => {
    if (text === 'a bug') throw new TypeError('x is not a function');
  };

  await expect(bench.run()).rejects.toThrow('x is not a function');

  expect(reports('emea.yaml')).toHaveLength(1);
  expect(bench.events.filter(({ kind }) => kind === 'stopping')).not.toEqual([]);
});

test('a bug in a round ends neither the program nor its rounds', async () => {
  await open();
  file.failing = new TypeError('x is not a function');
  after({
    1: () => {
      file.failing = null;
    },
    2: stop,
  });

  await bench.run();

  expect(reports()).toMatchObject([{ end: 'failed', failure: 'INTERNAL' }, { end: 'done' }]);
});

test('once is one round, which a lock refuses at once', async () => {
  await open();
  file.failing = LOCKED;

  const ends = await bench.run({ once: true });

  expect(ends).toEqual([{ exitCode: 4, cutShort: false }]);
  expect(bench.story()).toEqual(['0 round-began', '0 round-ended']);
  expect(bench.events.at(-1)).toMatchObject({ nextAt: null });
});

describe('a stop file in the state folder', () => {
  const AGO = 86_400_000;

  async function stopFile(made: number): Promise<string> {
    const path = join(file.toy.folder, 'state', 'stop');
    await writeFile(path, '');
    await utimes(path, new Date(made), new Date(made));
    return path;
  }

  test.each([
    ['before it began', -AGO, 'done'],
    ['as of a time to come', AGO, 'done'],
    ['since', 10, undefined],
  ])('that was made %s', async (_when, age, end) => {
    await open();
    after({ 1: stop });
    const began = Date.now();
    const own = [await stopFile(began + age)];

    await bench.run({ wait: true }, { own, named: null }, began);

    expect(reports()[0]?.end).toBe(end);
    expect(await readdir(join(file.toy.folder, 'state'))).not.toContain('stop');
  });

  test('is left until a process that runs another file of the folder has seen it', async () => {
    await open();
    const state = roundsState({ path: '/etc/adsync/other.yaml', nextAt: '2026-11-22T10:00:00Z' });
    await writeRoundsState(await checkStateDir(join(file.toy.folder, 'state'), null), state);
    const began = Date.now();
    // Not at the same moment: times of files are not whole milliseconds.
    const own = [await stopFile(began + 10)];
    const slept: number[] = [];
    const clock = {
      ...bench.time,
      sleep: (ms: number, signal: AbortSignal | null) => {
        if (signal !== null) return bench.time.sleep(ms, signal);
        slept.push(ms);
        return Promise.resolve();
      },
    };

    await bench.run({ clock, wait: true }, { own, named: null }, began);

    expect(slept).toEqual([2000]);
  });
});

test('the first round can wait for an interval', async () => {
  await open();
  after({ 1: stop });

  await bench.run({ wait: true });

  expect(bench.story().slice(0, 2)).toEqual(['15 round-began', '15 round-ended']);
});

test('a clock that is set back lets nobody wait longer than was meant', async () => {
  await open();
  after({
    1: () => {
      bench.time.shift(-365 * 86_400_000);
    },
    2: stop,
  });

  await bench.run();

  const [, second] = bench.events.filter(({ kind }) => kind === 'round-began');
  expect(second?.at).toBe('2025-11-22T09:15:00.000Z');
});

test('a clock that leaps ahead clears nothing that counts once it is right again', async () => {
  await open();
  const runs = async (): Promise<number> =>
    (await readdir(join(file.toy.folder, 'state', 'runs'))).filter((name) => name.endsWith('.jsonl')).length;
  const colours = [['red'], ['blue'], ['red'], ['green'], ['red']];
  bench.on = (event) => {
    if (event.kind !== 'round-ended') return;
    for (const name of ['cleo', 'dan']) file.toy.toy.users.set(`${name}@corp.example`, colours[event.round] ?? []);
    if (event.round === 4) bench.time.shift(3650 * 86_400_000);
    if (event.round === 5) stop();
  };
  file.settings = { interval: 30_000, retention: 86_400_000 };

  await bench.run();

  expect(await runs()).toBeGreaterThan(3);
  expect((await readdir(join(file.toy.folder, 'state', 'runs'))).filter((name) => name.startsWith('cleared'))).toEqual(
    [],
  );
});

test('a dry run writes each plan that differs from the one before, and changes nothing', async () => {
  await open();
  const folder = join(file.toy.folder, 'plans');
  const dryRun = [
    { form: 'json', folder },
    { form: 'excel', folder },
  ] as const;
  after({
    2: () => {
      file.toy.toy.users.set('eve@corp.example', ['red']);
    },
    3: stop,
  });

  await bench.run({ dryRun });

  const [start] = [roundsName('/etc/adsync/sync.yaml')];
  expect((await readdir(folder)).toSorted()).toEqual([
    `${start}-2026-11-22T090000Z.json`,
    `${start}-2026-11-22T090000Z.xlsx`,
    `${start}-2026-11-22T093000Z.json`,
    `${start}-2026-11-22T093000Z.xlsx`,
  ]);
  expect(JSON.parse(await readFile(join(folder, `${start}-2026-11-22T090000Z.json`), 'utf8'))).toMatchObject({
    format: 'adsync.plan/2',
  });
  expect([...file.toy.toy.users.keys()]).toEqual(['eve@corp.example']);
  const ended = bench.events.flatMap((event) => (event.kind === 'round-ended' ? [event] : []));
  expect(ended[0]).toMatchObject({ dryRun: true, report: { counts: [{ result: 'planned', count: 2 }] } });
});

test('after a restart only what is new is told, and how long it has been so is still known', async () => {
  await open();
  for (const name of ['eve', 'joe']) file.toy.toy.users.set(`${name}@corp.example`, ['red']);
  file.settings = { limits: { ...NO_LIMITS, disable: { kind: 'count', count: 1 } } };
  await bench.run({ once: true });
  const first = bench.events.splice(0);

  await bench.run({ once: true });

  const heldIn = (events: readonly RoundEvent[]): unknown =>
    events.flatMap((event) => (event.kind === 'round-ended' ? event.report.held : []));
  expect(first.map(({ kind }) => kind)).toContain('held-changed');
  expect(bench.events.map(({ kind }) => kind)).not.toContain('held-changed');
  expect(heldIn(bench.events)).toEqual(heldIn(first));
});
