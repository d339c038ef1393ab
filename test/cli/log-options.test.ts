import { Command } from 'commander';
import { describe, expect, test } from '@jest/globals';
import { LOG, LOG_FILE, LOG_KEEP, LOG_LEVEL, logWishes, type LogWishes } from '../../src/cli/log-options.ts';

function wishes(args: readonly string[], always = false): LogWishes | null {
  const command = new Command('plan')
    .option('-v, --verbose')
    .option('-q, --quiet')
    .option(...LOG)
    .option(...LOG_LEVEL)
    .option(...LOG_FILE)
    .option(...LOG_KEEP)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parse(args, { from: 'user' });
  return logWishes(command, always);
}

const KEEP = { files: 5, size: 10 * 1024 * 1024 };
const FILE = { path: 'a.log', keep: KEEP };
const TEXT = { form: 'text', level: 'info', onStderr: true, file: null };

describe('what is logged', () => {
  test.each<[string[], boolean, object | null]>([
    [[], false, null],
    [['-v'], false, null],
    [[], true, TEXT],
    [['-v'], true, { ...TEXT, level: 'debug' }],
    [['-q'], true, { ...TEXT, level: 'error' }],
    [['-v', '--log-level', 'warn'], true, { ...TEXT, level: 'warn' }],
    [['--log', 'text'], false, TEXT],
    [['--log', 'json'], false, { ...TEXT, form: 'json' }],
    [['--log-level', 'debug'], false, { ...TEXT, level: 'debug' }],
    [['--log-file', 'a.log'], false, { ...TEXT, onStderr: false, file: FILE }],
    [['--log-file', 'a.log'], true, { ...TEXT, file: FILE }],
    [['--log-file', 'a.log', '--log', 'json'], false, { ...TEXT, form: 'json', file: FILE }],
    [
      ['--log-file', 'a.log', '--log-keep', '2x3K'],
      false,
      { ...TEXT, onStderr: false, file: { path: 'a.log', keep: { files: 2, size: 3072 } } },
    ],
  ])('%j, always %j: %j', (args, always, expected) => {
    expect(wishes(args, always)).toEqual(expected);
  });

  test.each([
    [['--log', 'xml']],
    [['--log-level', 'all']],
    [['--log-file', 'a', '--log-keep', '0x1M']],
    [['--log-file', 'a', '--log-keep', '1x0M']],
    [['--log-file', 'a', '--log-keep', '5']],
    [['--log-keep', '5x10M']],
  ])('%j is refused', (args) => {
    expect(() => wishes(args)).toThrow();
  });

  test('a command with another --log has none', () => {
    const sandbox = new Command('sandbox').option('--log <file>').parse(['--log', 'json'], { from: 'user' });

    expect(logWishes(sandbox, false)).toBeNull();
  });
});
