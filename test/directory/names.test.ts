import { expect, test } from '@jest/globals';
import { called, foldCase } from '../../src/directory/names.ts';

test.each([
  ['ISIK Upper', 'isik upper'],
  ['ΑΣ', 'ας'.replace('ς', 'σ')],
  ['Straße', 'straße'],
  ['ı', 'ı'],
])('%s is compared as %s', (text, folded) => {
  expect(foldCase(text)).toBe(folded);
});

test.each([
  ['Sales', ['Sales'], true],
  [' sales ', ['grp', ' SALES'], true],
  ['Sales', ['Sales EMEA'], false],
  ['Gross', ['Groß'], false],
  ['Sales', [], false],
])('%j names a group called %j: %j', (name, names, expected) => {
  expect(called(name)({ names })).toBe(expected);
});
