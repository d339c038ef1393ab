import { describe, expect, test } from '@jest/globals';
import type { Context } from '../../src/cli/context.ts';
import { formatDiagnostics, printError } from '../../src/cli/errors.ts';
import { newContext } from '../../src/cli/new-context.ts';
import { interruptedCode, Interrupted } from '../../src/cli/signals.ts';
import { Failure } from '../../src/core/failure.ts';
import { Secret } from '../../src/core/secret.ts';
import { fakeHost, type HostOptions } from './fake-host.ts';

function contextWith(given: { verbose?: boolean } & HostOptions = {}): { context: Context; stderr: string[] } {
  const { host, stderr } = fakeHost(given);
  const options = { file: 'sync.yaml', color: null, verbose: given.verbose === true, quiet: false };
  return { context: newContext(host, options), stderr };
}

describe('a failure', () => {
  const cause = new Error('connect ECONNREFUSED', { cause: new Error('no route') });
  const failure = new Failure('LDAP_UNREACHABLE', 'No domain controller answers.', 'Look at urls.', { cause });

  test('says what, why and what to do', () => {
    const { context, stderr } = contextWith();

    printError(failure, context);

    expect(stderr.join('')).toBe('error LDAP_UNREACHABLE No domain controller answers.\n  Look at urls.\n');
  });

  test('shows its causes with --verbose', () => {
    const { context, stderr } = contextWith({ verbose: true });

    printError(failure, context);

    expect(stderr.join('')).toContain('  because: Error: connect ECONNREFUSED\n  because: Error: no route\n');
  });

  test('is coloured on a terminal', () => {
    const { context, stderr } = contextWith({ isTTY: true });

    printError(failure, context);

    expect(stderr.join('')).toMatch(/^\u001b\[31merror LDAP_UNREACHABLE\u001b\[0m /);
  });

  test('cannot steer the terminal with what stands in it', () => {
    const { context, stderr } = contextWith();

    printError(new Failure('LDIF_INVALID', 'Group "\u001b[2J\u202Ex" is missing:\nline two', 'Do.'), context);

    expect(stderr.join('')).toBe('error LDIF_INVALID Group "␛[2J<U+202E>x" is missing:\n  line two\n  Do.\n');
  });
});

describe('the line of a diagnostic', () => {
  const shown = (text: string, caret: number): string => {
    const place = { file: 'sync.yaml', line: 7, column: caret, source: { text, caret } };
    const fault = { severity: 'error', code: 'YAML_SYNTAX', message: 'No.', advice: 'Do.' } as const;
    return formatDiagnostics([{ ...place, ...fault }], false)
      .split('\n')
      .slice(1, 3)
      .join('\n');
  };

  test.each([
    ['keeps its indentation behind the mark', '     rescueGroup: A', 1, '     7 |      rescueGroup: A\n       | ^'],
    ['keeps it on both sides of it', '     rescueGroup: A', 3, '     7 |      rescueGroup: A\n       |   ^'],
    ['shows a gap elsewhere', '  a:     b', 3, '     7 |   a:<U+0020 ×5>b\n       |   ^'],
  ])('%s', (_, text, caret, lines) => {
    expect(shown(text, caret)).toBe(lines);
  });
});

describe('a bug', () => {
  test('is called one, and the stack is offered', () => {
    const { context, stderr } = contextWith();

    printError(new TypeError('x is not a function'), context);

    expect(stderr.join('')).toBe(
      'error INTERNAL x is not a function\n  This is a bug in adsync. Run it with --verbose for the stack.\n',
    );
  });

  test('shows the stack with --verbose', () => {
    const { context, stderr } = contextWith({ verbose: true });

    printError(new TypeError('x is not a function'), context);

    expect(stderr.join('')).toMatch(/TypeError: x is not a function\n\s+at .*errors\.test/);
  });
});

describe('secrets', () => {
  test.each([
    ['as they are', 'pa"ss wörd'],
    ['as JSON writes them', JSON.stringify('pa"ss wörd').slice(1, -1)],
    ['as a form sends them', new URLSearchParams({ v: 'pa"ss wörd' }).toString().slice(2)],
    ['as an address holds them', encodeURIComponent('pa"ss wörd')],
  ])('are blotted out of everything written: %s', (_name, form) => {
    const { context, stderr } = contextWith({ verbose: true });
    context.keepSecret([new Secret('pa"ss wörd')]);

    printError(new Failure('LDIF_INVALID', `Sent ${form}.`, `Not ${form}?`, { cause: new Error(form) }), context);

    expect(stderr.join('')).toContain('Sent ***.');
    expect(stderr.join('')).not.toContain(form);
  });

  test('that contain each other are blotted out as a whole', () => {
    const { context, stderr } = contextWith();
    context.keepSecret([new Secret('geheim'), new Secret('geheim-lang')]);

    context.terminal.stderr.write('geheim-lang geheim');

    expect(stderr).toEqual(['*** ***']);
  });

  test('too short to be one leave the text alone', () => {
    const { context, stderr } = contextWith();
    context.keepSecret([new Secret('abc'), new Secret('')]);

    context.terminal.stderr.write('abcdef');

    expect(stderr).toEqual(['abcdef']);
  });
});

describe('an interruption', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s is said in a word, and its code is %i', (signal, code) => {
    const controller = new AbortController();
    controller.abort(new Interrupted(signal));
    const { context, stderr } = contextWith({ signal: controller.signal });

    printError(controller.signal.reason, context);

    expect(stderr).toEqual(['Interrupted.\n']);
    expect(interruptedCode(context.signal)).toBe(code);
  });

  test('that did not happen has no code', () => {
    expect(interruptedCode(new AbortController().signal)).toBeNull();
  });
});
