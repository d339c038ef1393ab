import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { edited } from '../../../src/config/edit/edit.ts';
import { type Edit, Noted } from '../../../src/config/edit/model.ts';
import { file, PATH, place, value } from './written-files.ts';

const A = { directoryGroup: 'A', rescueGroup: 'T/A' };
const insert = (at: number, value: Extract<Edit, { kind: 'insert' }>['value'] = A): Edit => {
  return { kind: 'insert', path: ['r', 'groups'], at, value };
};
const remove = (at: number): Edit => ({ kind: 'remove', path: ['r', 'groups'], at });
const move = (from: number, to: number): Edit => ({ kind: 'move', path: ['r', 'groups'], from, to });
const set = (path: string, value: Extract<Edit, { kind: 'set' }>['value'], order?: readonly string[]): Edit => {
  return { kind: 'set', path: path.split('.'), value, ...(order !== undefined && { order }) };
};

const LIST = `r:
  x: 1
  groups: # order is priority
    # one
    - d: 1 # a
      e: "x"
      # deeper

    # two
    - d: 2

    # gone:
    # - d: 0
limits: { disable: 1 }
`;

describe('a list without brackets', () => {
  test.each<[string, Edit, string]>([
    [
      'an entry goes before the comments of the next one',
      insert(1),
      LIST.replace('    # two', '    - directoryGroup: A\n      rescueGroup: T/A\n\n    # two'),
    ],
    [
      'or before those of the first one',
      insert(0),
      LIST.replace('    # one', '    - directoryGroup: A\n      rescueGroup: T/A\n\n    # one'),
    ],
    [
      'or behind the last one',
      insert(2),
      LIST.replace('    - d: 2\n', '    - d: 2\n\n    - directoryGroup: A\n      rescueGroup: T/A\n'),
    ],
    ['an entry goes with its comments', remove(0), LIST.replace(/ {4}# one[^]*deeper\n\n/, '')],
    ['as the last one does', remove(1), LIST.replace('\n    # two\n    - d: 2\n', '')],
    [
      'an entry moves with its comments',
      move(1, 0),
      `r:
  x: 1
  groups: # order is priority
    # two
    - d: 2

    # one
    - d: 1 # a
      e: "x"
      # deeper

    # gone:
    # - d: 0
limits: { disable: 1 }
`,
    ],
  ])('%s', (_what, edit, expected) => {
    expect(edited(LIST, [edit])).toBe(
      expected.replace(/(?<=groups: # order is priority\n {4}# two\n {4}- d: 2\n)\n(?= {4}# one)/, (found) => found),
    );
  });
});

describe('other forms of a list', () => {
  test.each<[string, string, Edit, string]>([
    [
      'at the margin',
      'r:\n  groups:\n  - d: 1\n',
      insert(1),
      'r:\n  groups:\n  - d: 1\n  - directoryGroup: A\n    rescueGroup: T/A\n',
    ],
    [
      'with Windows line ends',
      'r:\r\n  groups:\r\n    - d: 1\r\nz: 1\r\n',
      insert(0),
      'r:\r\n  groups:\r\n    - directoryGroup: A\r\n      rescueGroup: T/A\r\n    - d: 1\r\nz: 1\r\n',
    ],
    [
      'without a last line break',
      'r:\n  groups:\n    - d: 1',
      insert(1),
      'r:\n  groups:\n    - d: 1\n    - directoryGroup: A\n      rescueGroup: T/A',
    ],
    [
      'with a byte order mark',
      '\uFEFFr:\n  groups:\n    - d: 1\n    - d: 2\n',
      remove(0),
      '\uFEFFr:\n  groups:\n    - d: 2\n',
    ],
    [
      'in brackets',
      'r: { groups: [{ d: 1 }] } # x\n',
      insert(1),
      'r: { groups: [{ d: 1 }, { directoryGroup: A, rescueGroup: T/A }] } # x\n',
    ],
    [
      'in brackets, before another',
      'r: { groups: [{ d: 1 }] }\n',
      insert(0),
      'r: { groups: [{ directoryGroup: A, rescueGroup: T/A }, { d: 1 }] }\n',
    ],
    ['in empty brackets', 'r:\n  groups: []\n', insert(0), 'r:\n  groups: [{ directoryGroup: A, rescueGroup: T/A }]\n'],
    [
      'in brackets over lines',
      'r:\n  groups: [\n    { d: 1 }, # one\n    { d: 2 }, # two\n  ]\n',
      insert(2),
      'r:\n  groups: [\n    { d: 1 }, # one\n    { d: 2 }, # two\n    { directoryGroup: A, rescueGroup: T/A },\n  ]\n',
    ],
    [
      'that is not there',
      'r:\n  x: 1 # x\n',
      insert(0),
      'r:\n  x: 1 # x\n  groups:\n    - directoryGroup: A\n      rescueGroup: T/A\n',
    ],
    [
      'that holds nothing',
      'r:\n  groups: # none yet\n',
      insert(0),
      'r:\n  groups: # none yet\n    - directoryGroup: A\n      rescueGroup: T/A\n',
    ],
    [
      'in a section that is not there',
      'v: 1\n',
      insert(0),
      'v: 1\n\nr:\n  groups:\n    - directoryGroup: A\n      rescueGroup: T/A\n',
    ],
    [
      'in an empty file',
      '# nothing\n',
      insert(0),
      '# nothing\nr:\n  groups:\n    - directoryGroup: A\n      rescueGroup: T/A\n',
    ],
    ['the last entry goes with its key', 'a: 1\nr:\n  x: 1\n  groups:\n    - d: 1\n', remove(0), 'a: 1\nr:\n  x: 1\n'],
  ])('%s', (_what, text, edit, expected) => {
    expect(edited(text, [edit])).toBe(expected);
  });
});

describe('a key', () => {
  test.each<[string, string, Edit, string]>([
    ['keeps what stands around its value', 'a:   1   # one\nb: 2\n', set('a', 5), 'a:   5   # one\nb: 2\n'],
    ['keeps the anchor of its value', 'a: &x 1\n', set('a', 5), 'a: &x 5\n'],
    ['is made among its neighbours', 'v: 1\nd: 2\n', set('i', '15m', ['v', 'i', 'd']), 'v: 1\ni: 15m\nd: 2\n'],
    ['is made before a blank line', 'v: 1\n\n# d\nd: 2\n', set('i', 1, ['v', 'i', 'd']), 'v: 1\ni: 1\n\n# d\nd: 2\n'],
    ['is made in brackets', 'a: { b: 1 }\n', set('a.c', true), 'a: { b: 1, c: true }\n'],
    ['is made in empty brackets', 'a: {}\n', set('a.c', true), 'a: { c: true }\n'],
    ['is made with what is around it', 'v: 1\n', set('l.t', 200), 'v: 1\n\nl:\n  t: 200\n'],
    ['of a block of text', 'a: |\n  x\n  y\nb: 1\n', set('a', 'z'), 'a: z\nb: 1\n'],
    ['of a list on lines of its own', 'a:\n  - x\n  - y\nb: 1\n', set('a', ['z', 'q']), 'a: [ z, q ]\nb: 1\n'],
    ['of nothing', 'a: # c\nb: 1\n', set('a', 'z'), 'a: z # c\nb: 1\n'],
    ['becomes a map', 'a: x\nb: 1\n', set('a', { t: 'file' }), 'a:\n  t: file\nb: 1\n'],
    [
      'of an entry',
      'a:\n  - k: 1 # x\n    l: 2\n',
      { kind: 'set', path: ['a', 0, 'k'], value: 3 },
      'a:\n  - k: 3 # x\n    l: 2\n',
    ],
    [
      'that is new in an entry',
      'a:\n  - k: 1 # x\n  - k: 2\n',
      { kind: 'set', path: ['a', 0, 'm'], value: 3 },
      'a:\n  - k: 1 # x\n    m: 3\n  - k: 2\n',
    ],
    [
      'goes with the comment above it',
      'v: 1\n# how often\ni: 15m\nd: 2\n',
      { kind: 'unset', path: ['i'] },
      'v: 1\nd: 2\n',
    ],
    ['leaves no empty map', 'v: 1\nl:\n  t:\n    u: 1\n', { kind: 'unset', path: ['l', 't', 'u'] }, 'v: 1\n'],
    ['that says it already', 'a: "5"\n', set('a', '5'), 'a: "5"\n'],
  ])('%s', (_what, text, edit, expected) => {
    expect(edited(text, [edit])).toBe(expected);
  });
});

describe('what a value becomes', () => {
  test.each<[string, Extract<Edit, { kind: 'set' }>['value'], string]>([
    ['a text that looks like a number', '0123', 'a: "0123"'],
    ['a text with a colon', 'b: c', 'a: "b: c"'],
    ['a text with a comment', 'b #c', 'a: "b #c"'],
    ['a DN in a list', ['CN=a,DC=b'], 'a: [ "CN=a,DC=b" ]'],
    ['several lines', 'b\nc', 'a: "b\\nc"'],
    ['what cannot be seen', 'b\u202Ec\u{E0001}', 'a: "b\\u202Ec\\U000E0001"'],
    ['a text with a note in brackets', [new Noted('id', 'Helpdesk')], 'a: [ id ]'],
  ])('%s', (_what, value, expected) => {
    expect(edited('a: 1\n', [set('a', value)])).toBe(`${expected}\n`);
  });
});

test('a note stands behind its text, on its line, whatever it is', () => {
  const value = { d: new Noted('id', 'Help\ndesk\u202E'), e: 1 };

  expect(edited('r:\n  groups:\n    - d: 1\n', [insert(1, value)])).toBe(
    'r:\n  groups:\n    - d: 1\n    - d: id # Help desk\n      e: 1\n',
  );
});

describe('what cannot be edited in place is refused', () => {
  test.each<[string, string, Edit]>([
    ['a list that is an alias', 'c: &c\n  - d: 1\nr:\n  groups: *c\n', insert(0)],
    ['a list from a merge', 'c: &c\n  groups:\n    - d: 1\nr:\n  <<: *c\n', insert(0)],
    ['an entry that others refer to', 'r:\n  groups:\n    - &m { d: 1 }\n    - <<: *m\n      e: 2\n', remove(0)],
    ['an anchored list', 'r:\n  groups: &g\n    - d: 1\nz: *g\n', insert(0)],
  ])('%s', (_what, text, edit) => {
    expect(() => edited(text, [edit])).toThrow(expect.objectContaining({ code: 'EDIT_BY_HAND' }));
  });

  test('a broken file', () => {
    expect(() => edited('a: [1\n', [set('a', 1)])).toThrow(expect.objectContaining({ code: 'EDIT_NOT_YAML' }));
  });
});

// More cases, and more promises: edit-properties.slow.test.ts
test('an entry that is put in and taken out again leaves the same bytes', () => {
  fc.assert(
    fc.property(file, value, place, ({ text, count }, given, at) => {
      const index = Math.min(at, count);
      const added = edited(text, [{ kind: 'insert', path: PATH, at: index, value: given }]);

      expect(edited(added, [{ kind: 'remove', path: PATH, at: index }])).toBe(text);
    }),
    { numRuns: 20 },
  );
});

describe('comments between brackets', () => {
  const FLOW = 'r:\n  groups: [ # c\n    { d: A }, # a\n    # own\n    { d: B } # b\n    # last\n  ] # end\n';

  test('of the next entry stay where one is taken out', () => {
    const text = edited(FLOW, [{ kind: 'remove', path: ['r', 'groups'], at: 0 }]);

    expect(text).toBe('r:\n  groups: [ # c\n    # own\n    { d: B } # b\n    # last\n  ] # end\n');
  });

  test.each<[string, string, Edit]>([
    ['a move', FLOW, { kind: 'move', path: ['r', 'groups'], from: 0, to: 1 }],
    ['a move up', FLOW, { kind: 'move', path: ['r', 'groups'], from: 1, to: 0 }],
    [
      'a first entry',
      'r:\n  groups: [ # none yet\n  ]\n',
      { kind: 'insert', path: ['r', 'groups'], at: 0, value: 'A' },
    ],
    ['an entry whose comma is below', 'r: [A # a\n  # b\n  , B]\n', { kind: 'remove', path: ['r'], at: 0 }],
  ])('are not lost by %s: it is refused', (_what, text, edit) => {
    expect(() => edited(text, [edit])).toThrow(expect.objectContaining({ code: 'EDIT_BY_HAND' }));
  });
});
