import { describe, expect, test } from '@jest/globals';
import { verdictsJunit, verdictsTap } from '../../src/render/verdicts.ts';

/** Results of cases as TAP and as JUnit: names of the file and of directories are hostile text here as everywhere. */

const NAMES = [
  'a # skip',
  'a\nok 2 - b',
  '</testcase>"\'&',
  '\u001b[31m',
  '::error::x',
  '##vso[x]',
  '\u202e',
  '\ud800',
  'a\\#',
];

function verdicts(name: string) {
  return [{ name, file: name, line: 3, faults: [{ line: 4, text: name }] }];
}

describe.each(NAMES)('%j', (name) => {
  test('is one line of TAP without a directive, and texts in quotation marks', () => {
    const lines = verdictsTap(verdicts(name)).split('\n');

    expect(lines.slice(0, 2)).toEqual(['TAP version 14', '1..1']);
    expect(lines.slice(3, 5)).toEqual(['  ---', '  faults:']);
    expect(lines).toHaveLength(9);
    expect(lines[2]).not.toMatch(/[^\\]#\s*(?:skip|todo)/i);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\u202e]|##vso\[/u);
    expect(() =>
      [lines[5], lines[6]].map((line) => JSON.parse(line?.replace(/^.*?: /, '') ?? '') as unknown),
    ).not.toThrow();
  });

  test('opens and closes nothing in JUnit', () => {
    const xml = verdictsJunit(verdicts(name));

    expect(xml.match(/<[/?a-z][^>]*>/g)?.map((tag) => tag.split(/[\s>]/)[0])).toEqual([
      '<?xml',
      '<testsuites',
      '<testsuite',
      '<testcase',
      '<failure',
      '</failure',
      '</testcase',
      '</testsuite',
      '</testsuites',
    ]);
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ud800-\udfff]/);
  });
});

test('more faults than anybody reads are counted', () => {
  const faults = Array.from({ length: 30 }, (_, line) => ({ line, text: 'x' }));
  const all = [{ name: 'a', file: 'f', line: 1, faults }];

  expect(verdictsTap(all)).toContain('  left: 10\n');
  expect(verdictsJunit(all)).toContain('and 10 more</failure>');
});

test('a success has no details', () => {
  const all = [{ name: 'a', file: 'f', line: 1, faults: [] }];

  expect(verdictsTap(all)).toBe('TAP version 14\n1..1\nok 1 - a\n');
  expect(verdictsJunit(all)).toContain('<testcase name="a" classname="f" file="f" line="1"/>');
});
