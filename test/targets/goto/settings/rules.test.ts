import { describe, expect, test } from '@jest/globals';
import { found, loadWith } from './goto-file.ts';

describe('the list of rules', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    ['no rules', { 13: '', 14: '' }, 'MISSING_KEY 5:1 "rules" is missing in goto.'],
    ['an empty list of rules', { 13: '  rules: []', 14: '' }, 'EMPTY 13:10 goto.rules is an empty list.'],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines))).toEqual(expected);
  });
});

describe('what the public API cannot do', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'device groups',
      { 11: '  welcomeMail: true\n  deviceGroups: [A]' },
      'NOT_BY_API 12:3 "deviceGroups": The public API cannot do it: it has no call for device groups.',
    ],
    [
      'a welcome template',
      { 11: '  welcomeMail: true\n  welcome-template: A' },
      'NOT_BY_API 12:3 "welcome-template": The public API cannot do it: it has no call that chooses a template for the welcome mail.',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines))).toEqual(expected);
  });
});

