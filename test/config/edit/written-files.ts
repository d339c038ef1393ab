import fc from 'fast-check';
import type { YamlValue } from '../../../src/config/edit/model.ts';

/** A file with a list, as people write them: comments and blank lines in any place, two indentations, two line ends. */
export interface Written {
  readonly text: string;
  /** Entries of the list. */
  readonly count: number;
  readonly flow: boolean;
}

const comment = fc.constantFrom('', '', '# one', '# - d: gone', '# a: b', '#', '# "x" [y] {z');
const behind = fc.constantFrom('', '', ' # behind', '   # - x');
const group = fc.constantFrom(
  'Help',
  '"Help, Desk"',
  "'it''s'",
  'CN=a\\,b,DC=x',
  '"#1"',
  'Ω ausgeführt',
  '[ A, "B, C" ]',
);

interface Entry {
  readonly lead: string;
  readonly blank: boolean;
  readonly group: string;
  readonly behind: string;
  readonly more: boolean;
  readonly inside: string;
  readonly flow: boolean;
  readonly anchor: boolean;
}

const entry: fc.Arbitrary<Entry> = fc.record({
  lead: comment,
  blank: fc.boolean(),
  group,
  behind,
  more: fc.boolean(),
  inside: comment,
  flow: fc.boolean(),
  anchor: fc.boolean(),
});

function entryText(
  { lead, blank, group: name, behind: tail, more, inside, flow, anchor }: Entry,
  at: number,
  indent: string,
): string {
  const mark = anchor ? `&m${at} ` : '';
  const body = flow
    ? `${indent}- ${mark}{ d: ${name}, e: ${at} }${tail}\n`
    : `${indent}- ${anchor ? `&m${at}\n${indent}  ` : ''}d: ${name}${tail}\n${more ? `${indent}  e: ${at}\n` : ''}`;
  return [
    at > 0 && blank ? '\n' : '',
    lead === '' ? '' : `${indent}${lead}\n`,
    body,
    inside === '' ? '' : `${indent}    ${inside}\n`,
  ].join('');
}

export const blockFile = fc
  .record({
    head: comment,
    entries: fc.array(entry, { minLength: 1, maxLength: 4 }),
    indent: fc.constantFrom('  ', '    ', '      '),
    tail: fc.constantFrom(
      '',
      'z: 1\n',
      '\n# limits\nz: { a: 1 }\n',
      '\n\n',
      '  y: [1]\n',
      '\n  # old\n\n  y: |\n    text\n',
    ),
  })
  .map(({ head, entries, indent, tail }): Written => {
    const list = entries.map((one, at) => entryText(one, at, indent)).join('');
    return { text: `${head}\nv: 1\nr:\n  x: 2 # two\n  groups:\n${list}${tail}`, count: entries.length, flow: false };
  });

const flowFile = fc
  .record({
    groups: fc.array(group, { minLength: 0, maxLength: 3 }),
    tail: fc.constantFrom('', ' # behind'),
    lines: fc.boolean(),
    comma: fc.boolean(),
    each: behind,
  })
  .map(({ groups, tail, lines, comma, each }): Written => {
    const items = groups.map((name) => `{ d: ${name} }`);
    const last = comma && items.length > 0 ? ',' : '';
    const spread = items.map((item, at) => `\n    ${item}${at < items.length - 1 ? ',' : last}${each}`).join('');
    const inside = lines && items.length > 0 ? `${spread}\n  ` : items.join(', ') + last;
    return { text: `v: 1\nr:\n  groups: [${inside}]${tail}\nz: 1\n`, count: items.length, flow: true };
  });

export const file = fc
  .record({ written: fc.oneof(blockFile, flowFile), crlf: fc.boolean(), mark: fc.boolean(), cut: fc.boolean() })
  .map(({ written, crlf, mark, cut }): Written => {
    const whole = cut ? written.text.replace(/\n$/, '') : written.text;
    const lines = crlf ? whole.replaceAll('\n', '\r\n') : whole;
    return { ...written, text: (mark ? '\uFEFF' : '') + lines };
  });

export const value: fc.Arbitrary<YamlValue> = fc.record({
  directoryGroup: fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
  ),
  rescueGroup: fc.string({ unit: 'binary' }),
  fullGroup: fc.boolean(),
});

export const PATH = ['r', 'groups'];
export const place = fc.nat(4);
