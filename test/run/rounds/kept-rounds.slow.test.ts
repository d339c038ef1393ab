import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { RoundsWorld } from '../../../src/run/rounds/world.ts';
import { NO_LIMITS } from '../../targets/rescue/planner/builders.ts';
import { openRounds, type RoundsBench, type ToyFile } from './rounds-world.ts';

/** Whole rounds over an export: what is read in each of them, and what comes of it. */

let bench: RoundsBench;

afterEach(() => bench.close());

/** What happens after a round, by its number. */
type Acts = Readonly<Record<number, (file: ToyFile) => void>>;

/** How often each round has read the directory in full, and how often it has used the last reading: `1+0`. */
async function readingsOf(rounds: number, acts: Acts = {}, options: Partial<RoundsWorld> = {}): Promise<string[]> {
  bench = await openRounds();
  const file = ours();
  acts[0]?.(file);
  bench.on = (event) => {
    if (event.kind !== 'round-ended') return;
    acts[event.round]?.(file);
    if (event.round === rounds) bench.signal.abort(new Error('SIGTERM'));
  };
  await bench.run(options);
  return bench.events.flatMap((event) => {
    const { full = 0, kept = 0 } = event.kind === 'round-ended' ? (event.report.readings ?? {}) : {};
    return event.kind === 'round-ended' ? [`${full}+${kept}`] : [];
  });
}

function ours(): ToyFile {
  const [file] = bench.files;
  if (file === undefined) throw new Error('no file');
  return file;
}

function directoryOf({ toy }: ToyFile): string {
  return join(toy.folder, 'directory.ldif');
}

function edit(file: ToyFile, change: (ldif: string) => string): void {
  writeFileSync(directoryOf(file), change(readFileSync(directoryOf(file), 'utf8')));
}

/** Dan is disabled, in as many bytes. */
function disableDan(file: ToyFile): void {
  edit(file, (ldif) => ldif.replace(/(mail: dan@.*\n.*\nuserAccountControl: )512/, '$1514'));
}

/** The account has users of whom the directory knows nothing. */
function addStrangers(...names: readonly string[]): (file: ToyFile) => void {
  return ({ toy }) => {
    for (const name of names) toy.toy.users.set(`${name}@corp.example`, ['red']);
  };
}

const [FULL, KEPT, BOTH, NONE] = ['1+0', '0+1', '1+1', '0+0'];

test.each<[name: string, rounds: number, acts: Acts, readings: (string | undefined)[]]>([
  ['nothing changes', 9, {}, [FULL, KEPT, KEPT, KEPT, KEPT, KEPT, KEPT, KEPT, FULL]],
  ['somebody is disabled', 3, { 1: disableDan }, [FULL, FULL, KEPT]],
  ['somebody is to be disabled for being absent', 4, { 2: addStrangers('eve') }, [FULL, KEPT, BOTH, KEPT]],
  [
    'all rounds are to read everything',
    3,
    { 0: (file) => void (file.settings = { fullReadingEvery: 1 }) },
    [FULL, FULL, FULL],
  ],
  [
    'the file wants that more often',
    4,
    { 2: (file) => void Object.assign(file, { text: 'other', settings: { fullReadingEvery: 2 } }) },
    [FULL, KEPT, FULL, KEPT],
  ],
  [
    'the file names another export that is the same',
    3,
    {
      1: (file) => {
        copyFileSync(directoryOf(file), `${directoryOf(file)}.copy`);
        const directory = { type: 'file', path: `${directoryOf(file)}.copy` } as const;
        Object.assign(file, { text: 'other', settings: { directory } });
      },
    },
    [FULL, FULL, KEPT],
  ],
  [
    'the export is gone for a round',
    4,
    {
      1: (file) => {
        renameSync(directoryOf(file), `${directoryOf(file)}.gone`);
      },
      2: (file) => {
        renameSync(`${directoryOf(file)}.gone`, directoryOf(file));
      },
    },
    [FULL, NONE, FULL, KEPT],
  ],
  [
    'rounds fail before they read anything',
    4,
    { 1: (file) => void (file.failing = new Error('no way')), 3: (file) => void (file.failing = null) },
    [FULL, NONE, NONE, KEPT],
  ],
  [
    'a part of the export is missing',
    3,
    {
      0: (file) => {
        edit(file, (ldif) => ldif.replace('member: CN=Dan', 'member: CN=Nobody'));
      },
    },
    [FULL, FULL, FULL],
  ],
  [
    'the clock is set back',
    3,
    {
      1: () => {
        bench.time.shift(-3_600_000);
      },
    },
    [FULL, FULL, KEPT],
  ],
])('%s', async (_, rounds, acts, readings) => {
  expect(await readingsOf(rounds, acts)).toEqual(readings);
});

test('what a round makes of a kept reading is made in the account', async () => {
  const readings = await readingsOf(3, { 1: ({ toy }) => void toy.toy.users.delete('dan@corp.example') });

  expect(readings).toEqual([FULL, KEPT, KEPT]);
  expect([...ours().toy.toy.users]).toEqual([
    ['cleo@corp.example', ['red', 'blue']],
    ['dan@corp.example', ['red']],
  ]);
});

test('somebody who expires while nobody touches anything is seen', async () => {
  const at = BigInt(Date.parse('2026-11-22T09:20:00Z')) * 10_000n + 116_444_736_000_000_000n;
  const expire = (file: ToyFile): void => {
    edit(file, (ldif) => ldif.replace(/(mail: dan@.*\n.*\n.*\naccountExpires: )0/, `$1${at}`));
  };

  expect(await readingsOf(4, { 0: expire })).toEqual([FULL, KEPT, FULL, KEPT]);
  expect(ours().toy.toy.users.get('dan@corp.example')).toEqual([]);
});

test('whom a limit holds for being absent costs a full reading in each round', async () => {
  const limits = { ...NO_LIMITS, disable: { kind: 'count', count: 1 } } as const;
  const strangers = addStrangers('eve', 'joe', 'sue');

  const readings = await readingsOf(3, {
    0: (file) => {
      strangers(file);
      file.settings = { limits };
    },
  });

  expect(readings).toEqual([FULL, BOTH, BOTH]);
});

test('a dry run keeps its readings, too', async () => {
  bench = await openRounds();
  const folder = join(ours().toy.folder, 'plans');
  await bench.close();

  expect(await readingsOf(3, {}, { dryRun: [{ form: 'json', folder }] })).toEqual([FULL, KEPT, KEPT]);
});

test('several files share no reading', async () => {
  bench = await openRounds(['a.yaml', 'b.yaml']);
  const ended: string[] = [];
  bench.on = (event) => {
    if (event.kind !== 'round-ended') return;
    const { full = 0, kept = 0 } = event.report.readings ?? {};
    ended.push(`${event.file} ${full}+${kept}`);
    if (ended.length === 4) bench.signal.abort(new Error('SIGTERM'));
  };
  for (const [index, { toy }] of bench.files.entries()) toy.toy.identify = () => Promise.resolve(`T${index}`);
  await bench.run();

  expect(ended.toSorted()).toEqual([`a.yaml ${FULL}`, `a.yaml ${KEPT}`, `b.yaml ${FULL}`, `b.yaml ${KEPT}`].toSorted());
});

test('each round says what it has read, and why, to whoever looks closely', async () => {
  await readingsOf(3, { 2: disableDan });

  const told = bench.events.flatMap((event) => (event.kind === 'told' && event.level === 'detail' ? [event.text] : []));
  expect(told.filter((text) => text.startsWith('The directory'))).toEqual([
    'The directory is as it was at 2026-11-22 09:00 UTC, and is not read again.',
    `The directory is read in full. ${directoryOf(ours())} has another content than when it was read.`,
  ]);
});
