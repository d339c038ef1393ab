import { describe, expect, test } from '@jest/globals';
import { cpuTime } from '../cpu-time.ts';
import { GOOD_FILE, withLine } from './files.ts';
import { codes, load } from './memory-inputs.ts';

const good = `${GOOD_FILE.join('\n')}\n`;

describe('YAML that is broken is reported at its place', () => {
  test.each([
    ['a quotation mark left open', withLine(6, '  bindDN: "adsync'), ['YAML_SYNTAX 6:11']],
    ['a bracket left open', withLine(4, '  urls: [ldaps://a.example'), ['YAML_SYNTAX 5:3', 'YAML_SYNTAX 6:11']],
    ['a tab as indentation', withLine(6, '\tbindDN: a'), ['YAML_SYNTAX 6:1']],
    ['a second colon', withLine(6, '  bindDN: a: b'), ['YAML_SYNTAX 6:11']],
    ['a reserved character', withLine(6, '  bindDN: @adsync'), ['YAML_SYNTAX 6:11']],
    ['an undefined alias', withLine(6, '  bindDN: *nobody'), ['YAML_UNDEFINED_ALIAS 6:11']],
    ['two merges in one map', withLine(6, '  bindDN: a\n  <<: {}\n  <<: {}'), ['YAML_DUPLICATE_KEY 8:3']],
    ['a key that stands twice', withLine(6, '  bindDN: a\n  bindDN: b'), ['YAML_DUPLICATE_KEY 7:3']],
    ['an unknown tag', withLine(6, '  bindDN: !secret a'), ['YAML_TAG 6:11']],
    ['a tag of another type', withLine(6, '  bindDN: !!binary aGk='), ['YAML_TAG 6:20']],
    ['a second document', `${good}---\nversion: 1\n`, ['YAML_SEVERAL_DOCUMENTS 14:1']],
    ['a key that is a list', withLine(1, 'version: 1\n? [a]\n: 1'), ['YAML_KEY 2:3']],
    ['a merge of a text', withLine(12, '    - <<: hello\n      directoryGroup: A'), ['YAML_MERGE 12:11']],
    ['an alias inside itself', withLine(4, '  urls: &a [*a]'), ['YAML_ALIAS_LOOP 4:13']],
    ['a merge of itself', withLine(12, '    - &a\n      <<: *a\n      directoryGroup: A'), ['YAML_ALIAS_LOOP 13:11']],
    ['a list as the whole file', '- a\n- b\n', ['WRONG_TYPE 1:1']],
    ['a text as the whole file', 'hello\n', ['WRONG_TYPE 1:1']],
  ])('%s', async (_name, text, expected) => {
    const loaded = await load(text);

    expect(codes(loaded)).toEqual(expected);
  });

  test('a double key or an unknown alias does not hide other faults', async () => {
    const text = withLine(6, '  bindDN: a\n  bindDN: *nobody\n  basedn: x');

    const loaded = await load(text);

    expect(codes(loaded)).toEqual(['YAML_DUPLICATE_KEY 7:3', 'YAML_UNDEFINED_ALIAS 7:11', 'UNKNOWN_KEY 8:3']);
  });

  test('a reference inside brackets gets the advice to quote it', async () => {
    const loaded = await load(withLine(10, '  newUsers: { password: ${TOKEN} }'));

    expect(loaded.ok ? '' : loaded.diagnostics[0]?.advice).toBe(
      'Inside { } and [ ] a reference needs quotation marks: "${NAME}".',
    );
  });

  test('nesting without end is refused, not followed', async () => {
    const loaded = await load(`a: ${'['.repeat(200)}${']'.repeat(200)}`);

    expect(codes(loaded)).toContainEqual(expect.stringMatching(/^YAML_TOO_DEEP 1:/));
  });

  test('a bracket opened ten thousand times is a fault, not a crash', async () => {
    const loaded = await load('['.repeat(10_000));

    expect(codes(loaded)).toContainEqual(expect.stringMatching(/^YAML_SYNTAX 1:/));
  });

  test('an alias bomb is refused at its outermost alias', async () => {
    const levels = 'bcdefghi'.split('').map((name, index) => {
      const before = String.fromCharCode('a'.charCodeAt(0) + index);
      return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
    });

    const loaded = await load(['a: &a [x, x, x, x, x, x, x, x, x]', ...levels].join('\n'));

    expect(codes(loaded).filter((code) => code.startsWith('YAML_ALIAS_BOMB'))).toEqual([
      expect.stringMatching(/^YAML_ALIAS_BOMB \d:\d+$/),
    ]);
  });
});

describe('a file made to cost much is answered at once', () => {
  const LENGTH = 200_000;
  const value = (text: string): string => withLine(10, `  apiToken: "${text}"`);

  test.each([
    ['references that never end', value('${'.repeat(LENGTH / 2)), 'REFERENCE_SYNTAX 10:14'],
    ['empty references', value('${ }'.repeat(LENGTH / 4)), 'REFERENCE_SYNTAX 10:14'],
    [
      'references to nothing',
      value(Array.from({ length: LENGTH / 10 }, (_, index) => `\${V${index}}`).join('')),
      'REFERENCE_TOO_MANY 10:124',
    ],
    ['words of secrets on a line that is broken', `${good}\tx: ${'token'.repeat(LENGTH / 5)}\n`, 'YAML_SYNTAX 14:1'],
    ['carriage returns on a line that is broken', `${good}x: [\n${'\r'.repeat(LENGTH)}y\n`, 'YAML_SYNTAX 15:1'],
    ['blanks in a key', `${good}"${' '.repeat(LENGTH)}x": 1\n`, 'YAML_SYNTAX 14:1'],
    [
      'blanks in a path',
      withLine(13, `      rescueGroup: "Technicians/a${' '.repeat(LENGTH)}b/"`),
      'RESCUE_PATH 13:20',
    ],
    ['slashes in a path', withLine(13, `      rescueGroup: "${'/'.repeat(LENGTH)}x"`), 'RESCUE_ROOT_UNKNOWN 13:20'],
    ['aliases of nothing', `x: [${'*a, '.repeat(LENGTH / 8)}]\n${good}`, 'YAML_TOO_MANY_ALIASES 1:40005'],
    ['line breaks in a secret', value('${file:long}'), 'SECRET_LINE_BREAK 10:14'],
  ])('%s', async (_name, text, expected) => {
    const start = cpuTime();

    const loaded = await load(text, { '/etc/adsync/long': `x${'\n'.repeat(65_000)}x` });

    expect(codes(loaded)).toContain(expected);
    // Each of them took between 7 seconds and minutes with a pattern that looks at every rest of a text again.
    expect(cpuTime() - start).toBeLessThan(3000);
  });

  test.each([
    ['10,000 are followed', 10_000, 'UNKNOWN_KEY 1:1'],
    ['one more is an error at its place', 10_001, 'YAML_TOO_MANY_ALIASES 2:40005'],
  ])('of aliases %s', async (_name, count, expected) => {
    const loaded = await load(`x: &a 1\ny: [${'*a, '.repeat(count)}]\n${good}`);

    expect(codes(loaded)[0]).toBe(expected);
  });

  test('of very many faults 500 are shown, and that there are more', async () => {
    const keys = Array.from({ length: 501 }, (_, index) => `key${index}: 1\n`).join('');

    const loaded = await load(`${good}${keys}`);

    const found = codes(loaded);
    expect(found).toHaveLength(501);
    expect(found.at(499)).toBe('UNKNOWN_KEY 513:1');
    expect(found.at(-1)).toBe('MORE_FAULTS 1:1');
  });

  test('of a long line only what is around the fault is shown', async () => {
    const loaded = await load(`${good}{ ${'a, '.repeat(5000)} }: 1, x: [\n`);

    const [source] = loaded.ok ? [] : loaded.diagnostics.map((diagnostic) => diagnostic.source);
    expect(source?.text.length).toBeLessThanOrEqual(1000);
    expect(source?.caret).toBeLessThanOrEqual(1000);
  });
});

describe('YAML that is allowed', () => {
  test.each([
    ['a byte order mark', `\uFEFF${good}`],
    ['CRLF', good.replaceAll('\n', '\r\n')],
    ['no line break at the end', good.trimEnd()],
    ['a document marker', `---\n${good}...\n`],
    ['comments', `# hello\n${good}# end\n`],
    ['tags of the plain types', withLine(12, '    - directoryGroup: !!str 12')],
    [
      'an alias',
      withLine(6, '  bindDN: &me adsync@corp.example').replace('  region: us', '  region: us\n  protect: [*me]'),
    ],
  ])('%s', async (_name, text) => {
    const loaded = await load(text);

    expect(codes(loaded)).toEqual([]);
    expect(loaded.ok).toBe(true);
  });

  test('merges give what they hold, own keys and earlier maps first', async () => {
    const mapping = [
      '    - &a { directoryGroup: A, rescueGroup: Technicians/A, subgroups: ignore, ssoId: upn }',
      '    - &b { directoryGroup: B, rescueGroup: Technicians/B, subgroups: flatten }',
      '    - <<: [*b, *a]',
      '      directoryGroup: C',
      '      rescueGroup: Technicians/C',
    ].join('\n');

    const loaded = await load([...GOOD_FILE.slice(0, 11), mapping].join('\n'));

    expect(loaded.ok && loaded.settings.rescue.mappings[2]).toMatchObject({
      parts: [{ directoryGroup: 'C' }],
      subgroups: 'flatten',
      ssoId: 'upn',
      line: 14,
    });
  });

  test('a fault that came through a merge is reported once, where it is written', async () => {
    const mapping = [
      '    - &a { directoryGroup: A, rescueGroup: Technicians/A, ssoId: upnn }',
      '    - <<: *a',
      '      directoryGroup: B',
      '      rescueGroup: Technicians/B',
    ].join('\n');

    const loaded = await load([...GOOD_FILE.slice(0, 11), mapping].join('\n'));

    expect(codes(loaded)).toEqual(['WRONG_VALUE 12:66']);
  });

  test('a wrong value that came through an alias is reported at the alias', async () => {
    const text = withLine(6, '  bindDN: &me nobody').replace('  region: us', '  region: us\n  protect: [*me]');

    const loaded = await load(text);

    expect(codes(loaded)).toEqual(['WRONG_VALUE 10:13']);
  });

  test('columns are the same with a byte order mark and CRLF', async () => {
    const text = `\uFEFF${withLine(1, 'versio: 1')}`.replaceAll('\n', '\r\n');

    const loaded = await load(text);

    expect(codes(loaded)).toEqual(['UNKNOWN_KEY 1:1']);
    expect(loaded.ok ? null : loaded.diagnostics[0]?.source).toEqual({ text: 'versio: …', caret: 1 });
  });
});

describe('the file as a whole', () => {
  test.each([
    ['empty', ''],
    ['only a comment', '# nothing\n'],
    ['only a marker', '---\n'],
  ])('%s', async (_name, text) => {
    const loaded = await load(text);

    expect(codes(loaded)).toEqual(['FILE_EMPTY 1:1']);
  });

  test.each([
    ['Latin-1', Uint8Array.of(0x61, 0x3a, 0x20, 0xe4)],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0x00)],
    ['UTF-16 without a mark', Uint8Array.of(0x61, 0x00, 0x3a, 0x00)],
  ])('%s is refused as no UTF-8', async (_name, bytes) => {
    const loaded = await load(bytes);

    expect(codes(loaded)).toEqual(['FILE_NOT_UTF8 1:1']);
  });

  test('more than 10 MiB is refused', async () => {
    const loaded = await load(new Uint8Array(10 * 1024 * 1024 + 1).fill(0x23));

    expect(codes(loaded)).toEqual(['FILE_TOO_LARGE 1:1']);
  });
});
