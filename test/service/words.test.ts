import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execWord, specifierFree } from '../../src/service/systemd-words.ts';
import { windowsWord } from '../../src/service/windows-words.ts';
import { isOddPath } from '../../src/service/odd-path.ts';
import { xmlText } from '../../src/service/xml.ts';

describe('words of a command line in a unit file', () => {
  test.each([
    ['/usr/bin/node', '/usr/bin/node'],
    ['/srv/R&D/sync.yaml', '"/srv/R&D/sync.yaml"'],
    ['/srv/a b', '"/srv/a b"'],
    ['/srv/100%', '"/srv/100%%"'],
    ['/srv/$HOME', '"/srv/$$HOME"'],
    ['/srv/"x"', '"/srv/\\"x\\""'],
    ['/srv/a\\b', '"/srv/a\\\\b"'],
    [';', '";"'],
    ['', '""'],
  ])('%j is written as %j', (word, written) => {
    expect(execWord(word)).toBe(written);
  });

  test('a value that is taken as a whole has no specifier', () => {
    expect(specifierFree('/srv/%h $x y')).toBe('/srv/%%h $x y');
  });
});

/** The rules by which programs of Windows split a command line, written down from the documentation of CommandLineToArgvW. */
function split(line: string): string[] {
  const words: string[] = [];
  let [word, quoted, begun] = ['', false, false];
  for (let at = 0; at < line.length; at += 1) {
    const [slashes = ''] = /^\\*/.exec(line.slice(at)) ?? [];
    if (slashes !== '') {
      const beforeQuote = line[at + slashes.length] === '"';
      word += beforeQuote ? '\\'.repeat(Math.floor(slashes.length / 2)) : slashes;
      begun = true;
      at += slashes.length - 1;
      if (beforeQuote && slashes.length % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (line[at] === '"') {
      quoted = !quoted;
      begun = true;
    } else if (/\s/.test(line[at] ?? '') && !quoted) {
      if (begun) words.push(word);
      [word, begun] = ['', false];
    } else {
      word += line[at] ?? '';
      begun = true;
    }
  }
  return begun ? [...words, word] : words;
}

describe('words of a command line of Windows', () => {
  test.each([
    ['C:\\adsync\\sync.yaml', 'C:\\adsync\\sync.yaml'],
    ['C:\\Program Files\\nodejs\\node.exe', '"C:\\Program Files\\nodejs\\node.exe"'],
    ['C:\\with blank\\', '"C:\\with blank\\\\"'],
    ['C:\\no-blank\\', 'C:\\no-blank\\'],
    ['say "x"', '"say \\"x\\""'],
    ['a\\"b', '"a\\\\\\"b"'],
    ['', '""'],
  ])('%j is written as %j', (word, written) => {
    expect(windowsWord(word)).toBe(written);
    expect(split(written)).toEqual([word]);
  });

  test('any words come out as they went in', () => {
    const word = fc.string({ unit: fc.constantFrom('a', '\\', '"', ' ', '\t', '&', '%'), maxLength: 8 });

    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        expect(split(words.map(windowsWord).join(' '))).toEqual(words);
      }),
    );
  });
});

test('text in XML', () => {
  expect(xmlText('a & <b> "c"')).toBe('a &amp; &lt;b&gt; &quot;c&quot;');
});

test.each([
  ['linux', '/etc/adsync/a b', false],
  ['linux', '/etc/adsync/100%', false],
  ['linux', '/etc/adsync/a\\', true],
  ['linux', '/etc/adsync/a ', true],
  ['linux', '/etc/a\nUser=root', true],
  ['macos', '/etc/adsync/a\\b', false],
  ['macos', '/etc/adsync/a\u0085b', true],
  ['windows', 'C:\\a b\\c', false],
  ['windows', 'C:\\secrets\\*', true],
  ['windows', 'C:\\%TEMP%\\a', true],
  ['windows', 'C:\\$(Arg0)', true],
] as const)('on %s the path %j cannot be that of a service: %s', (platform, path, odd) => {
  expect(isOddPath(platform, path)).toBe(odd);
});
