import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openOurLog } from '../../src/log/open-our-log.ts';
import { type Keep, type LogFile, openLogFile } from '../../src/log/rotating-file.ts';

let folder = '';
let path = '';
let faults: unknown[] = [];
const open: LogFile[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adsync-log-'));
  path = join(folder, 'adsync.log');
  faults = [];
});

afterEach(() => {
  for (const file of open.splice(0)) file.close();
  rmSync(folder, { recursive: true });
});

function logFile(keep: Partial<Keep> = {}): LogFile {
  const onFault = (error: unknown): number => faults.push(error);
  const file = openLogFile({
    path,
    keep: { size: 100, files: 3, ...keep },
    uid: null,
    onFault,
    pause: () => undefined,
  });
  open.push(file);
  return file;
}

/** `line 0001`, ten bytes with its line break. */
function line(number: number): string {
  return `line ${String(number).padStart(4, '0')}\n`;
}

function read(): Record<string, string[]> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')]),
  );
}

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => line(from + index).trimEnd());

describe('a file that is full', () => {
  test('becomes the first of the older ones, and no more are kept than were asked for', () => {
    const file = logFile();
    for (let number = 1; number <= 45; number++) file.write(line(number));

    expect(read()).toEqual({
      'adsync.log': numbered(41, 45),
      'adsync.log.1': numbered(31, 40),
      'adsync.log.2': numbered(21, 30),
    });
    expect(faults).toEqual([]);
  });

  test('is begun anew where only one is kept', () => {
    const file = logFile({ files: 1 });
    for (let number = 1; number <= 11; number++) file.write(line(number));

    expect(read()).toEqual({ 'adsync.log': numbered(11, 11) });
  });

  test('takes a line that is longer than a file', () => {
    const file = logFile();
    const long = `${'x'.repeat(250)}\n`;
    for (const one of [line(1), long, line(2)]) file.write(one);

    expect(read()).toEqual({
      'adsync.log': numbered(2, 2),
      'adsync.log.1': [long.trimEnd()],
      'adsync.log.2': numbered(1, 1),
    });
  });

  test('is gone on with by the next program, which counts what was there', () => {
    for (let number = 1; number <= 12; number++) {
      const file = logFile();
      file.write(line(number));
      file.close();
    }

    expect(read()).toEqual({ 'adsync.log': numbered(11, 12), 'adsync.log.1': numbered(1, 10) });
  });
});

test('each line is there before the next thing happens', () => {
  const file = logFile();
  file.write(line(1));

  expect(read()).toEqual({ 'adsync.log': numbered(1, 1) });
});

// Windows keeps others from moving an open file away.
(platform() === 'win32' ? test.skip : test)('a file that others have moved away is begun anew', () => {
  const file = logFile();
  file.write(line(1));
  renameSync(path, join(folder, 'moved'));
  file.write(line(2));
  rmSync(path);
  file.write(line(3));

  expect(read()).toEqual({ moved: numbered(1, 1), 'adsync.log': numbered(3, 3) });
});

test('two programs share a file, and lose nothing', () => {
  const files = [logFile({ files: 9 }), logFile({ files: 9 })];
  for (let number = 1; number <= 60; number++) files[number % 2]?.write(line(number));

  const all = Object.values(read()).flat().sort();
  expect(all).toEqual(numbered(1, 60));
  expect(Object.keys(read())).toHaveLength(6);
});

describe('a file that somebody else has open on Windows', () => {
  const busy = Object.assign(new Error('busy'), { code: 'EBUSY' });

  /** Renames fail so many times. */
  function hindered(times: number): { file: LogFile; pauses: number[] } {
    const pauses: number[] = [];
    let left = times;
    const rename = (from: string, to: string): void => {
      left -= 1;
      if (left >= 0) throw busy;
      renameSync(from, to);
    };
    const keep = { size: 100, files: 2 };
    const onFault = (error: unknown): number => faults.push(error);
    const file = openLogFile({ path, keep, uid: null, onFault, rename, pause: (ms) => pauses.push(ms) });
    open.push(file);
    return { file, pauses };
  }

  test('is waited for a moment', () => {
    const { file, pauses } = hindered(3);
    for (let number = 1; number <= 11; number++) file.write(line(number));

    expect(pauses).toEqual([5, 20, 50]);
    expect(read()).toEqual({ 'adsync.log': numbered(11, 11), 'adsync.log.1': numbered(1, 10) });
  });

  test('grows on, and is tried again a little later', () => {
    const { file, pauses } = hindered(4);
    for (let number = 1; number <= 11; number++) file.write(line(number));
    expect(read()).toEqual({ 'adsync.log': numbered(1, 11) });

    file.write(line(12));
    expect(pauses).toEqual([5, 20, 50]);
    expect(read()).toEqual({ 'adsync.log': numbered(12, 12), 'adsync.log.1': numbered(1, 11) });
    expect(faults).toEqual([]);
  });
});

test('where it cannot be written, lines are lost and it is said once', () => {
  const file = logFile({ files: 2 });
  for (let number = 1; number <= 10; number++) file.write(line(number));
  rmSync(folder, { recursive: true });
  for (let number = 11; number <= 12; number++) file.write(line(number));
  expect(faults).toHaveLength(1);
  expect(existsSync(path)).toBe(false);

  folder = mkdtempSync(join(tmpdir(), 'adsync-log-'));
});

test('a device takes lines, and is never full', () => {
  const onFault = (error: unknown): number => faults.push(error);
  const file = openLogFile({ path: '/dev/null', keep: { size: 1, files: 2 }, uid: null, onFault });
  open.push(file);
  for (let number = 1; number <= 3; number++) file.write(line(number));

  expect(faults).toEqual([]);
});

describe('the file of a log', () => {
  const keep = { size: 1000, files: 2 };
  const onFault = (): void => undefined;

  test.each([
    ['', true],
    ['2026-01-31T09:00:00Z info  x\n', true],
    ['{"time":"2026-01-31T09:00:00.000Z","level":"info"}\n', true],
    ['version: 1\n', false],
    ['{"format":"adsync.plan/2"}', false],
  ])('that begins with %j is ours: %j', (text, isOurs) => {
    writeFileSync(path, text);
    const opening = (): void => {
      open.push(openOurLog({ path, shown: 'adsync.log', keep, uid: null, onFault }));
    };

    if (isOurs) opening();
    else expect(opening).toThrow(expect.objectContaining({ code: 'LOG_FILE_NOT_OURS' }));
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('is for its owner only', () => {
    open.push(openOurLog({ path, shown: 'adsync.log', keep, uid: null, onFault }));

    if (platform() !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('in a folder that is not there is refused with its name', () => {
    const gone = join(folder, 'gone', 'x.log');

    expect(() => openOurLog({ path: gone, shown: 'gone/x.log', keep, uid: null, onFault })).toThrow(
      expect.objectContaining({
        code: 'OUTPUT_FOLDER_MISSING',
        message: expect.stringContaining('gone/x.log'),
      }),
    );
  });
});

describe('what stands where a full log is to go', () => {
  test('is refused at the start where it is no log', () => {
    writeFileSync(`${path}.1`, '.TH ADSYNC 1\n');
    const opening = (): void => {
      const keep = { size: 1000, files: 2 };
      open.push(openOurLog({ path, shown: 'adsync.log', keep, uid: null, onFault: () => undefined }));
    };

    expect(opening).toThrow(
      expect.objectContaining({
        code: 'LOG_FILE_NOT_OURS',
        message: expect.stringContaining('adsync.log.1 does not begin as a log'),
      }),
    );
    expect(existsSync(path)).toBe(false);
  });

  test('costs no line where it is a folder', () => {
    const file = logFile({ files: 2 });
    mkdirSync(`${path}.1`);
    for (let number = 1; number <= 30; number++) file.write(line(number));

    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toEqual(numbered(1, 30));
    expect(faults).toEqual([]);
    rmSync(`${path}.1`, { recursive: true });
  });
});

const onUnix = platform() === 'win32' ? describe.skip : describe;

onUnix('a file of another user', () => {
  const own = process.geteuid?.() ?? 0;
  /** Root is nobody else to anybody, so that a test of root gives the file away. */
  const uid = own === 0 ? 0 : own + 1;
  const giveAway = (): void => {
    if (own === 0) lchownSync(path, 4242, 4242);
  };
  const opening = (): void => {
    const keep = { size: 1000, files: 1 };
    open.push(openOurLog({ path, shown: 'adsync.log', keep, uid, onFault: (error) => faults.push(error) }));
  };
  const refused = expect.objectContaining({ code: 'LOG_FILE_NOT_OURS', message: expect.stringContaining('(uid ') });

  test('is not written: it could be read', () => {
    writeFileSync(path, '');
    giveAway();

    expect(opening).toThrow(refused);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  test('is not made by a link of another user', () => {
    symlinkSync(join(folder, 'victim'), path);
    giveAway();

    expect(opening).toThrow(refused);
    expect(existsSync(join(folder, 'victim'))).toBe(false);
  });

  test('is not written either when it takes the place of ours', () => {
    const keep = { size: 1000, files: 1 };
    const onFault = (error: unknown): number => faults.push(error);
    const file = openOurLog({ path, shown: 'adsync.log', keep, uid: own, onFault });
    open.push(file);
    rmSync(path);
    symlinkSync(join(folder, 'victim'), path);
    if (own !== 0) return;
    giveAway();
    file.write(line(1));

    expect(faults).toEqual([refused]);
    expect(existsSync(join(folder, 'victim'))).toBe(false);
  });

  test('a link of our own is followed', () => {
    symlinkSync(join(folder, 'elsewhere'), path);
    const file = openLogFile({ path, keep: { size: 100, files: 1 }, uid: own, onFault: (error) => faults.push(error) });
    open.push(file);
    file.write(line(1));

    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe(line(1));
  });
});

onUnix('a named pipe', () => {
  const { O_NONBLOCK, O_RDONLY } = constants;

  test('that nobody reads is refused, and stops nothing', () => {
    execFileSync('mkfifo', [path]);

    expect(() => logFile()).toThrow(expect.objectContaining({ code: 'ENXIO' }));
  });

  test('that nobody empties costs lines, and what is torn stays a line of its own', () => {
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, O_RDONLY | O_NONBLOCK);
    const bytes = Buffer.alloc(1 << 20);
    const file = logFile();
    // Longer than what a pipe takes whole or not at all.
    const long = (number: number): string => `${number} ${'x'.repeat(7000)}\n`;
    for (let number = 1; number <= 12; number++) file.write(long(number));
    const first = bytes.toString('utf8', 0, readSync(reader, bytes));
    file.write(long(13));
    const second = bytes.toString('utf8', 0, readSync(reader, bytes));
    closeSync(reader);

    expect(faults).toEqual([expect.objectContaining({ code: 'EAGAIN' })]);
    const lines = `${first}${second}`.split('\n');
    for (const one of lines) expect(one).toMatch(/^(?:\d+ x+)?$/);
    expect(lines.slice(0, 2).map((one) => `${one}\n`)).toEqual([long(1), long(2)]);
    expect(second).toMatch(/^\n?13 x+\n$/);
    expect(lines.at(-2)).toBe(long(13).trimEnd());
  });
});
