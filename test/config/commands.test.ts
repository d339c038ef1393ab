import { describe, expect, test } from '@jest/globals';
import { commandWords } from '../../src/config/command-words.ts';
import type { Inputs, RunProgram } from '../../src/config/inputs.ts';
import { type Loaded, loadSettings } from '../../src/config/load.ts';
import { TARGET_SECTIONS } from '../../src/targets/registry.ts';
import { ENV, withLine } from './files.ts';
import { codes, memoryInputs } from './memory-inputs.ts';

/** `${cmd:…}`: a secret that a program prints. */

describe('the words of a command', () => {
  test.each([
    ['vault', ['vault']],
    [' vault  kv\tget ', ['vault', 'kv', 'get']],
    ['op read "op://it/adsync api/token"', ['op', 'read', 'op://it/adsync api/token']],
    [`a 'b "c' "d 'e"`, ['a', 'b "c', "d 'e"]],
    [`a -x='b c'd`, ['a', '-x=b cd']],
    [`a '' ""`, ['a', '', '']],
    [`a '$HOME | x'`, ['a', '$HOME | x']],
    ['C:\\Tools\\op.exe read', ['C:\\Tools\\op.exe', 'read']],
    ['a * ~ ? #', ['a', '*', '~', '?', '#']],
  ])('%j', (text, words) => {
    expect(commandWords(text)).toEqual({ words });
  });

  test.each([
    [' ', 'It names no program.'],
    ['"" x', 'It names no program.'],
    ['a "b', 'A quotation mark (") is not closed.'],
    ['a | b', 'No shell runs the program, so "|" has no meaning outside of quotation marks.'],
    ...['&', ';', '<', '>', '(', ')', '$', '`'].map((sign): [string, string] => [
      `a ${sign}b`,
      `No shell runs the program, so "${sign}" has no meaning outside of quotation marks.`,
    ]),
    ['a\nb', 'No shell runs the program, so "\\n" has no meaning outside of quotation marks.'],
  ])('%j is none', (text, fault) => {
    expect(commandWords(text)).toEqual({ fault });
  });
});

interface Ran {
  readonly loaded: Loaded;
  /** The words of every program that ran. */
  readonly ran: (readonly string[])[];
}

/** Loads a file; each program prints its answer, or ends as it says. */
async function loadWith(text: string, answer: Awaited<ReturnType<RunProgram>> | 'never' | null): Promise<Ran> {
  const ran: (readonly string[])[] = [];
  const runProgram: RunProgram = (words, { folder }) => {
    ran.push([folder, ...words]);
    return Promise.resolve(answer === null || answer === 'never' ? { problem: 'ran' } : answer);
  };
  const inputs: Inputs = {
    ...memoryInputs({ '/etc/adsync/sync.yaml': text }, ENV),
    ...(answer === null ? {} : { runProgram: answer === 'never' ? answer : runProgram }),
  };
  return { loaded: await loadSettings('sync.yaml', inputs, { sections: TARGET_SECTIONS }), ran };
}

const printed = (text: string): { bytes: Uint8Array } => ({ bytes: new TextEncoder().encode(text) });
const TOKEN_LINE = `  apiToken: '\${cmd:vault read "a b"}'`;

describe('a program', () => {
  test('runs in the folder of the file, and what it prints is the secret, without the line break at its end', async () => {
    const { loaded, ran } = await loadWith(withLine(10, TOKEN_LINE), printed('token-of-the-vault\r\n'));

    expect(codes(loaded)).toEqual([]);
    expect(ran).toEqual([['/etc/adsync', 'vault', 'read', 'a b']]);
    expect(loaded.secrets.map((secret) => secret.reveal())).toContain('token-of-the-vault');
  });

  test('runs once where it stands twice', async () => {
    const text = withLine(10, TOKEN_LINE).replace('${BIND}', `'\${cmd:vault read "a b"}'`);
    const { loaded, ran } = await loadWith(text, printed('token-of-the-vault'));

    expect([codes(loaded), ran.length]).toEqual([[], 1]);
  });

  test('does not run where nobody has allowed it (COMMAND_NOT_ALLOWED)', async () => {
    const { loaded } = await loadWith(withLine(10, TOKEN_LINE), null);

    expect(codes(loaded)).toEqual(['COMMAND_NOT_ALLOWED 10:14']);
  });

  test('does not run where only the form matters; the form is looked at', async () => {
    const good = await loadWith(withLine(10, TOKEN_LINE), 'never');
    const bad = await loadWith(withLine(10, "  apiToken: '${cmd:a | b}'"), 'never');

    expect(codes(good.loaded)).toEqual([]);
    expect(good.loaded.secrets.map((secret) => secret.reveal())).toEqual([ENV.BIND]);
    expect(codes(bad.loaded)).toEqual(['COMMAND_SYNTAX 10:14']);
  });

  test.each([
    [
      'the name of a file',
      withLine(10, '  apiToken: ${TOKEN}\n  tls: { ca: "${cmd:vault}" }'),
      'REFERENCE_NOT_ALLOWED 11:15',
    ],
    ['a group', withLine(12, '    - directoryGroup: ${cmd:vault}'), 'REFERENCE_NOT_ALLOWED 12:23'],
    ['an address', withLine(9, '  url: https://${cmd:vault}'), 'REFERENCE_NOT_ALLOWED 9:16'],
    ['a misspelt secret', withLine(10, '  apiTokn: ${cmd:vault}'), 'UNKNOWN_KEY 10:3'],
    ['nothing', withLine(10, '  apiToken: ${cmd:}'), 'REFERENCE_SYNTAX 10:13'],
  ])('does not run for %s', async (_what, text, expected) => {
    const { loaded, ran } = await loadWith(text, printed('x'.repeat(20)));

    expect(codes(loaded)).toEqual([expected]);
    expect(ran).toEqual([]);
  });

  test.each([
    ['that fails', { problem: 'ended with exit code 2' }, 'The program vault ended with exit code 2.'],
    [
      'that prints no text',
      { bytes: Uint8Array.of(0xff) },
      'The program vault printed something that is not UTF-8 text.',
    ],
  ])('%s is an error at its place (COMMAND_FAILED)', async (_what, answer, expected) => {
    const { loaded } = await loadWith(withLine(10, TOKEN_LINE), answer);

    expect(codes(loaded)).toEqual(['COMMAND_FAILED 10:14']);
    expect(loaded.ok ? [] : loaded.diagnostics.map(({ message }) => message)).toEqual([expected]);
  });

  test('that prints nothing gives an empty secret', async () => {
    const { loaded } = await loadWith(withLine(10, TOKEN_LINE), printed('\n'));

    expect(codes(loaded)).toEqual(['SECRET_EMPTY 10:13']);
  });
});
