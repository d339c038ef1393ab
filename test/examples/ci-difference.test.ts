import { describe, expect, test } from '@jest/globals';
import { HOSTILE_NAMES } from '../render/hostile-text.ts';
import { HOSTILE } from './ci/company.ts';
import { SCRIPTS } from './ci/files.ts';

interface Saved {
  readonly changes: readonly object[];
}
const { difference } = (await import(`${SCRIPTS}/difference.mjs`)) as {
  difference: (reviewed: Saved | null, again: Saved, why: string) => string;
};

const change = (id: string, over: object = {}): object => ({
  ...{ id, target: 'rescue:1', operations: ['create'], name: `name of ${id}`, email: null, group: 'Technicians' },
  ...{ before: null, after: { name: id }, held: null, ...over },
});

const WHY = 'it is too old.';

const linesOf = (text: string): string[] => text.split('\n').filter((line) => /^[+!-] /.test(line));

describe('the difference of two plans', () => {
  test('has what was added, what comes out otherwise, and what is gone', () => {
    const held = { limit: 'move', id: 'm1' };
    const text = difference(
      { changes: [change('same'), change('gone'), change('other'), change('held', { held })] },
      {
        changes: [
          change('same'),
          change('new', { email: 'new@corp.example' }),
          change('other', { after: { name: 'x' } }),
          change('held'),
        ],
      },
      WHY,
    );

    expect(linesOf(text)).toEqual([
      '+ new  create: name of new <new@corp.example>, Technicians',
      '! other  create: name of other, Technicians',
      '! held  create: name of held, Technicians',
      '- gone  create: name of gone, Technicians',
    ]);
    expect(text).toContain(
      'Not reviewed: 1. Come out otherwise: 2. Reviewed, and not planned any more: 1. As reviewed: 1.',
    );
  });

  test('says of everything that it was not reviewed where there is no reviewed plan', () => {
    expect(
      linesOf(difference(null, { changes: [change('a'), change('b', { held: { limit: 'move', id: 'm' } })] }, WHY)),
    ).toEqual(['+ a  create: name of a, Technicians', '+ b  create: name of b, Technicians (held)']);
  });

  test('cuts what is too long for a summary, and says how much', () => {
    const many = Array.from({ length: 3000 }, (_, index) => change(`${index}`, { name: 'x'.repeat(5000) }));
    const text = difference({ changes: [] }, { changes: many }, WHY);

    expect(linesOf(text).length).toBe(400);
    expect(text).toContain('… and 2600 more: see plan.json');
    expect(text.length).toBeLessThan(100_000);
  });

  test('shows hostile names as text: one line each, inside the fence, and no command of a log', () => {
    const names = [...HOSTILE_NAMES.map(([, name]) => name), HOSTILE];
    const text = difference(
      { changes: [] },
      { changes: names.map((name, index) => change(`${index}`, { name, email: name, group: name })) },
      WHY,
    );

    const lines = text.split('\n');
    const fences = lines.flatMap((line, index) => (/^ {0,3}(?:```|~~~)/.test(line) ? [index] : []));
    expect(fences.length).toBe(2);
    expect(lines.slice((fences[0] ?? 0) + 1, fences[1]).length).toBe(names.length);
    expect(text).not.toMatch(/^\s*::|##\w*\[/m);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(names.length).toBeGreaterThan(40);
  });
});
