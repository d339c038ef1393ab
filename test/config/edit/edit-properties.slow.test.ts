import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { edited } from '../../../src/config/edit/edit.ts';
import type { Edit } from '../../../src/config/edit/model.ts';
import { blockFile, file, PATH, place, value } from './written-files.ts';

describe('whatever the file looks like', () => {
  test('an entry that is put in and taken out again leaves the same bytes', () => {
    fc.assert(
      fc.property(file, value, place, ({ text, count }, given, at) => {
        const index = Math.min(at, count);
        const added = edited(text, [{ kind: 'insert', path: PATH, at: index, value: given }]);

        expect(added).not.toBe(text);
        expect(edited(added, [{ kind: 'remove', path: PATH, at: index }])).toBe(text);
      }),
    );
  });

  test('a new entry leaves every line as it is, and is read back as it was meant', () => {
    fc.assert(
      fc.property(file, value, place, ({ text, count, flow }, given, at) => {
        const index = Math.min(at, count);
        const added = edited(text, [{ kind: 'insert', path: PATH, at: index, value: given }]);
        const list = (parse(added) as { r: { groups: unknown[] } }).r.groups;

        expect(list[index]).toEqual(given);
        expect(list).toHaveLength(count + 1);
        if (!flow) expect(linesWithout(added, text)).not.toBeNull();
      }),
    );
  });

  test('a value that is set changes its own line and no other', () => {
    fc.assert(
      fc.property(blockFile, fc.string(), ({ text }, given) => {
        const [before, after] = [
          text.split('\n'),
          edited(text, [{ kind: 'set', path: ['r', 'x'], value: `x${given}` }]).split('\n'),
        ];

        expect(after).toHaveLength(before.length);
        expect(before.filter((line, at) => line !== after[at])).toEqual(['  x: 2 # two']);
      }),
    );
  });

  test('a move keeps all lines that are not blank, and moves the entry', () => {
    fc.assert(
      fc.property(blockFile, place, place, ({ text, count }, a, b) => {
        const [from, to] = [a % count, b % count];
        const moved = edited(text, [{ kind: 'move', path: PATH, from, to } satisfies Edit]);
        const groups = (whole: string): unknown[] => (parse(whole) as { r: { groups: unknown[] } }).r.groups;

        expect(solid(moved)).toEqual(solid(text));
        expect(groups(moved)).toEqual(groups(text).toSpliced(from, 1).toSpliced(to, 0, groups(text)[from]));
      }),
    );
  });
});

/** The lines of `more` that are not in `text`; null where a line of `text` is missing or stands elsewhere. */
function linesWithout(more: string, text: string): string[] | null {
  const rest = text.split(/\r?\n/);
  const added: string[] = [];
  for (const line of more.split(/\r?\n/)) {
    if (line === rest[0]) rest.shift();
    else added.push(line);
  }
  return rest.length === 0 ? added : null;
}

function solid(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .sort();
}
