import { describe, expect, test } from '@jest/globals';
import { found, loadRules, loadWith } from './goto-file.ts';

describe('names of products', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'a name twice in other capitals',
      { 12: '  products: { Meeting: "71", Connect: "72", MEETING: "73" }' },
      'PRODUCT_NAME 12:45 This name differs from the one in line 12 in capitals only.',
    ],
    [
      'a name with a comma',
      { 12: '  products: { Meeting: "71", Connect: "72", "a,b": "73" }' },
      'PRODUCT_NAME 12:45 The name of a product holds ",", which divides names in a plan.',
    ],
    [
      'a name with a semicolon',
      { 12: '  products: { Meeting: "71", Connect: "72", "a;b": "73" }' },
      'PRODUCT_NAME 12:45 The name of a product holds ";", which divides names in a plan.',
    ],
    [
      'a name with =',
      { 12: '  products: { Meeting: "71", Connect: "72", "a=b": "73" }' },
      'PRODUCT_NAME 12:45 The name of a product holds "=", which divides names in a plan.',
    ],
    [
      'a name like a licence without one',
      { 12: '  products: { Meeting: "71", Connect: "72", "Licence 7": "73" }' },
      'PRODUCT_NAME 12:45 The name of a product begins like a licence that has no name in this file.',
    ],
    [
      'a name like several of them',
      { 12: '  products: { Meeting: "71", Connect: "72", "licenses of all": "73" }' },
      'PRODUCT_NAME 12:45 The name of a product begins like a licence that has no name in this file.',
    ],
    [
      'a name that only begins so',
      {
        12: '  products: { Meeting: "71", Connect: "72", Licensed: "73" }',
        14: '    - { directoryGroup: A, products: [Meeting, Connect, Licensed] }',
      },
    ],
    [
      'an empty name',
      { 12: '  products: { Meeting: "71", Connect: "72", "": "73" }' },
      'PRODUCT_NAME 12:45 The name of a product is empty.',
    ],
    [
      'a name with a blank before it',
      { 12: '  products: { Meeting: "71", Connect: "72", " a": "73" }' },
      'PRODUCT_NAME 12:45 The name of a product begins or ends with a blank.',
    ],
    [
      'a name with a letter that cannot be seen',
      { 12: '  products: { Meeting: "71", Connect: "72", "a\\u200b": "73" }' },
      'PRODUCT_NAME 12:45 The name of a product holds U+200B ZERO WIDTH SPACE, which cannot be seen.',
    ],
    [
      'too long a name',
      {
        12: '  products: { Meeting: "71", Connect: "72", xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: "73" }',
      },
      'PRODUCT_NAME 12:45 The name of a product is longer than 100 characters.',
    ],
    [
      'the longest name',
      {
        12: '  products: { Meeting: "71", Connect: "72", xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: "73" }',
      },
      'warning PRODUCT_UNUSED 12:45 No rule gives "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…": it will be taken from everybody who is in a rule.',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines))).toEqual(expected);
  });
});

describe('licences', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'two names for one licence',
      { 12: '  products: { Meeting: "71", Connect: "71" }' },
      'DUPLICATE_LICENCE 12:39 This licence has a name already in goto.products: "Meeting".',
    ],
    [
      'two names for one licence, a text and a number',
      { 12: '  products: { Meeting: "71", Connect: 71 }' },
      'DUPLICATE_LICENCE 12:39 This licence has a name already in goto.products: "Meeting".',
    ],
    [
      'a licence key that is a word',
      { 12: '  products: { Meeting: G2M, Connect: "72" }' },
      'KEY_NOT_DIGITS 12:24 The key of a licence is not made of digits.',
    ],
    [
      'no licence key',
      { 12: '  products: { Meeting: , Connect: "72" }' },
      'KEY_NOT_DIGITS 12:15 The key of a licence is empty.',
    ],
    [
      'a product that no rule gives',
      { 12: '  products: { Meeting: "71", Connect: "72", Webinar: "73" }' },
      'warning PRODUCT_UNUSED 12:45 No rule gives "Webinar": it will be taken from everybody who is in a rule.',
    ],
    [
      'one that no rule gives beside a faulty name',
      { 12: '  products: { Meeting: "71", Connect: "72", "a;b": "73", Webinar: "74" }' },
      'PRODUCT_NAME 12:45 The name of a product holds ";", which divides names in a plan.',
    ],
    [
      'a list of products',
      { 12: '  products: [Meeting]' },
      'WRONG_TYPE 12:13 goto.products must be a map (keys with values), but is a list.',
    ],
    [
      'no products',
      { 12: '' },
      'PRODUCT_UNKNOWN 14:43 goto.products has no "Meeting".',
      'PRODUCT_UNKNOWN 14:52 goto.products has no "Connect".',
    ],
    [
      'misspelt products',
      { 12: '  product: { Meeting: "71" }' },
      'UNKNOWN_KEY 12:3 "product" is not a key of goto. Did you mean "products"?',
    ],
    [
      'a name among many',
      {
        12: '  products: { Meeting: "71", P0: "10", P1: "11", P2: "12", P3: "13", P4: "14", P5: "15", P6: "16", P7: "17", P8: "18", P9: "19", P10: "110", P11: "111", P12: "112", P13: "113", P14: "114", P15: "115", P16: "116", P17: "117", P18: "118", P19: "119", P20: "120" }',
      },
      'PRODUCT_UNKNOWN 14:52 goto.products has no "Connect".',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines))).toEqual(expected);
  });
});

describe('products of a rule', () => {
  test.each<[name: string, rules: readonly string[], ...expected: string[]]>([
    [
      'a name that is almost one',
      ['{ directoryGroup: A, products: [Meeting, Conect] }'],
      'PRODUCT_UNKNOWN 14:48 goto.products has no "Conect". Did you mean "Connect"?',
    ],
    [
      'a name that is none',
      ['{ directoryGroup: A, products: [Meeting, Rescue, Connect] }'],
      'PRODUCT_UNKNOWN 14:48 goto.products has no "Rescue".',
    ],
    [
      'a name in other capitals',
      ['{ directoryGroup: A, products: [meeting, Connect] }'],
      'PRODUCT_UNKNOWN 14:39 goto.products has no "meeting". Did you mean "Meeting"?',
    ],
    [
      'a name twice',
      ['{ directoryGroup: A, products: [Meeting, Meeting, Connect] }'],
      'DUPLICATE_ITEM 14:48 goto.rules[0].products holds an entry twice.',
    ],
    [
      'a text instead of a list',
      ['{ directoryGroup: A, products: Meeting }'],
      'WRONG_TYPE 14:38 goto.rules[0].products must be a list, but is a text.',
    ],
    [
      'a number',
      ['{ directoryGroup: A, products: [7, Connect] }'],
      'WRONG_TYPE 14:39 goto.rules[0].products[0] must be a text, but is a number.',
    ],
    [
      'a misspelt list',
      ['{ directoryGroup: A, product: [Meeting] }', '{ directoryGroup: B, products: [Connect] }'],
      'UNKNOWN_KEY 14:28 "product" is not a key of goto.rules[0]. Did you mean "products"?',
    ],
  ])('%s', async (_name, rules, ...expected) => {
    expect(found(await loadRules(...rules))).toEqual(expected);
  });
});
