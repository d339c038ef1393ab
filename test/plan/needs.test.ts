import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { needsFirst, stuckIn, wantedAndNeeded } from '../../src/plan/needs.ts';

interface One {
  readonly id: string;
  readonly needs: readonly string[];
}

/** `a>b,c` = a, which needs b and c */
function changes(...texts: readonly string[]): One[] {
  return texts.map((text) => {
    const [id = '', needs = ''] = text.split('>');
    return { id, needs: needs === '' ? [] : needs.split(',') };
  });
}

function ids(all: Iterable<One>): string {
  return [...all].map(({ id }) => id).join(' ');
}

describe('changes in their order', () => {
  test.each([
    ['nothing needed', ['a', 'b', 'c'], 'a b c'],
    ['one that is there already', ['a', 'b>a', 'c'], 'a b c'],
    ['one that comes later', ['a>c', 'b', 'c'], 'c a b'],
    ['several, as they are named', ['a>d,b', 'b>c', 'c', 'd'], 'd c b a'],
    ['one that two need', ['a>c', 'b>c', 'c'], 'c a b'],
    ['one that is not there', ['a>x', 'b'], 'a b'],
    [
      'names of what every object has',
      ['toString>constructor', '__proto__', 'constructor>__proto__'],
      '__proto__ constructor toString',
    ],
  ])('%s', (_name, texts, expected) => {
    expect(ids(needsFirst(changes(...texts)))).toBe(expected);
  });

  test('are what a walk through each of them gives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 20 }),
        fc.func(fc.nat()),
        (all, key) => {
          // Each needs some with a smaller number only, so that there is no ring; then they are mixed.
          const made = all.map((needs, index) => ({
            id: `${index}`,
            needs: needs.filter((one) => one < index).map(String),
          }));
          const mixed = made.toSorted((a, b) => key(a.id) - key(b.id));
          const walked = new Set<One>();
          const walk = (one: One): void => {
            for (const id of one.needs) mixed.filter((other) => other.id === id && !walked.has(other)).forEach(walk);
            walked.add(one);
          };
          mixed.forEach((one) => {
            if (!walked.has(one)) walk(one);
          });

          expect(needsFirst(mixed)).toEqual([...walked]);
          expect(stuckIn(mixed)).toEqual([]);
        },
      ),
    );
  });
});

describe('changes that can never be made', () => {
  test.each([
    ['none', ['a>b', 'b>c', 'c'], ''],
    ['one that needs itself', ['a', 'b>b'], 'b'],
    ['a ring, and what waits for it', ['a>b', 'b>c', 'c>b', 'd'], 'a b c'],
    ['what waits for one that is not there', ['a>x', 'b>a', 'c'], 'a b'],
    ['not what needs one twice', ['a>b,b', 'b'], ''],
  ])('%s', (_name, texts, expected) => {
    expect(ids(stuckIn(changes(...texts)))).toBe(expected);
  });
});

describe('what is wanted, with what it needs', () => {
  test.each([
    ['in turn', 'a', 'a b c'],
    ['of a ring', 'd', 'd e'],
    ['and nothing else', 'c', 'c'],
  ])('%s', (_name, wanted, expected) => {
    const all = changes('a>b', 'b>c', 'c', 'd>e', 'e>d', 'f>x');
    const own = all.filter(({ id }) => id === wanted);

    expect(ids(wantedAndNeeded(own, all))).toBe(expected);
  });

  test('but not what is not to be followed, nor what that needs', () => {
    const all = changes('a>b,c', 'b>d', 'c', 'd');

    expect(ids(wantedAndNeeded(all.slice(0, 1), all, ({ id }) => id !== 'b'))).toBe('a c');
  });
});

test('a chain may be as long as a plan', () => {
  const all = Array.from({ length: 50_000 }, (_, index) => ({ id: `${index}`, needs: [`${index + 1}`] }));
  const [first] = all;

  expect(needsFirst(all).at(-1)).toBe(first);
  expect(wantedAndNeeded(all.slice(0, 1), all).size).toBe(50_000);
  expect(stuckIn(all)).toHaveLength(50_000);
  expect(stuckIn([...all, { id: '50000', needs: [] }])).toEqual([]);
});
