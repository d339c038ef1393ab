import { describe, expect, test } from '@jest/globals';
import { found, loadWith } from './goto-file.ts';

describe('attributes of people', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'an empty name',
      { 11: '  welcomeMail: true\n  attributes: { "": mail }' },
      'ATTRIBUTE_NAME 12:17 The name of an attribute is empty.',
    ],
    [
      'a name with =',
      { 11: '  welcomeMail: true\n  attributes: { "a=b": mail }' },
      'ATTRIBUTE_NAME 12:17 "a=b" holds "=", which divides names from values in a plan.',
    ],
    [
      'a name with a blank at its end',
      { 11: '  welcomeMail: true\n  attributes: { "a ": mail }' },
      'ATTRIBUTE_NAME 12:17 "a " begins or ends with a blank.',
    ],
    [
      'a name twice in other capitals',
      { 11: '  welcomeMail: true\n  attributes: { a: mail, A: mail }' },
      'ATTRIBUTE_NAME 12:26 This attribute differs from the one in line 12 in capitals only.',
    ],
    [
      'two faulty names',
      { 11: '  welcomeMail: true\n  attributes: { " a": mail, " A": mail }' },
      'ATTRIBUTE_NAME 12:17 " a" begins or ends with a blank.',
      'ATTRIBUTE_NAME 12:29 " A" begins or ends with a blank.',
    ],
    [
      'a source that is a filter',
      { 11: '  welcomeMail: true\n  attributes: { a: "x)(mail=*" }' },
      'ATTRIBUTE_NAME 12:20 "x)(mail=*" is no name of an attribute of the directory.',
    ],
    [
      'a number as source',
      { 11: '  welcomeMail: true\n  attributes: { a: 7 }' },
      'WRONG_TYPE 12:20 goto.attributes.a must be a text, but is a number.',
    ],
    ['an OID as source', { 11: '  welcomeMail: true\n  attributes: { a: "2.5.4.11" }' }],
    [
      'no source',
      { 11: '  welcomeMail: true\n  attributes: { a: }' },
      'WRONG_TYPE 12:17 goto.attributes.a is empty, but must be a text.',
    ],
    [
      'a list',
      { 11: '  welcomeMail: true\n  attributes: [a]' },
      'WRONG_TYPE 12:15 goto.attributes must be a map (keys with values), but is a list.',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines))).toEqual(expected);
  });
});

describe('the attribute of the link', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'a link that the directory fills, too',
      { 11: '  welcomeMail: true\n  linkAttribute: ID\n  attributes: { id: mail }' },
      'LINK_ATTRIBUTE_MAPPED 13:17 goto.linkAttribute names this attribute: adsync writes in it whose user it is.',
    ],
    ['a link beside others', { 11: '  welcomeMail: true\n  linkAttribute: id\n  attributes: { identity: mail }' }],
    [
      'a link with a blank',
      { 11: '  welcomeMail: true\n  linkAttribute: " a"' },
      'ATTRIBUTE_NAME 12:18 " a" begins or ends with a blank.',
    ],
    [
      'a link with =',
      { 11: '  welcomeMail: true\n  linkAttribute: "a=b"' },
      'ATTRIBUTE_NAME 12:18 "a=b" holds "=", which divides names from values in a plan.',
    ],
    [
      'a link with a line break',
      { 11: '  welcomeMail: true\n  linkAttribute: "a\\nb"' },
      'ATTRIBUTE_NAME 12:18 The name holds a control character.',
    ],
    ['an empty link', { 11: '  welcomeMail: true\n  linkAttribute: ""' }, 'EMPTY 12:18 goto.linkAttribute is empty.'],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines))).toEqual(expected);
  });
});
