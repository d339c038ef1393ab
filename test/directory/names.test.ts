import { expect, test } from '@jest/globals';
import { called, calledExactly, foldCase, spellings } from '../../src/directory/names.ts';

test.each([
  ['ISIK Upper', 'isik upper'],
  ['ΑΣ', 'ας'.replace('ς', 'σ')],
  ['Straße', 'straße'],
  ['ı', 'ı'],
  ['Vertrieb Ko\u0308ln', 'vertrieb k\u00f6ln'],
  ['\u1e9b\u0323', '\u1e9b\u0323'.normalize('NFC')],
])('%s is compared as %s', (text, folded) => {
  expect(foldCase(text)).toBe(folded);
});

test.each([
  ['Sales', ['Sales'], true],
  [' sales ', ['grp', ' SALES'], true],
  ['Sales', ['Sales EMEA'], false],
  ['Gross', ['Groß'], false],
  ['Sales', [], false],
  ['Ko\u0308ln', ['K\u00f6ln'], true],
  ['K\u00d6LN', ['ko\u0308ln'], true],
  ['Koln', ['Ko\u0308ln'], false],
])('%j names a group called %j: %j', (name, names, expected) => {
  expect(called(name)({ names })).toBe(expected);
});

test.each([
  ['Desk ', ['Desk '], true],
  ['desk ', ['DESK '], true],
  ['Desk', ['Desk '], false],
  ['Desk ', ['Desk'], false],
])('%j is exactly the name of one of %j: %j', (name, names, expected) => {
  expect(calledExactly(name)({ names })).toBe(expected);
});

test('a name has one spelling for each form of its letters', () => {
  expect(spellings('Desk')).toEqual(['Desk']);
  expect(spellings('K\u00f6ln')).toEqual(['K\u00f6ln', 'Ko\u0308ln']);
  expect(spellings('Ko\u0308ln')).toEqual(['Ko\u0308ln', 'K\u00f6ln']);
});
