import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import type { Plan } from '../../src/plan/model.ts';
import { NO_PAST, type Past } from '../../src/plan/earlier-runs.ts';
import type { Settings } from '../../src/core/settings.ts';
import {
  accountOf,
  codes,
  heldAgain,
  mapping,
  noticesOf,
  NO_LIMITS,
  planOf,
  readingOf,
  settingsOf,
} from '../targets/rescue/planner/builders.ts';

const RED = mapping('Red', 'Technicians/Red');
const WORDS = ['ada', 'bob', 'cyd', 'dan'];
const reading = readingOf({ groups: { Red: [] } }, [RED]);
const account = accountOf({ 'Technicians/Red': Object.fromEntries(WORDS.map((word) => [word, { link: word }])) });
const limits: Settings = { ...settingsOf([RED]), limits: { ...NO_LIMITS, disable: { kind: 'count', count: 0 } } };
const { plan: held, holds } = planOf(limits, reading, account);
const [id = ''] = holds.keys();
const inFile: Settings = { ...limits, approve: [{ id, line: 7 }] };

function freeOf({ changes }: Plan): string[] {
  return changes.filter((change) => change.held === null).map(({ name }) => name);
}

function letThroughOf({ changes }: Plan): unknown[] {
  return [...new Set(changes.flatMap(({ letThrough }) => letThrough.map((one) => JSON.stringify(one))))].map(
    (text) => JSON.parse(text) as unknown,
  );
}

describe('an approval in the file', () => {
  const used: Past = { ...NO_PAST, used: new Map([[id, { run: 'R1', at: '2026-01-30T09:12:00.000Z' }]]) };

  test('says by which line it lets something through', () => {
    const { plan } = planOf(inFile, reading, account);

    expect(letThroughOf(plan)).toEqual([{ limit: 'limits.disable', id, by: 'sync.yaml:7', part: false }]);
    expect(noticesOf(plan)).toMatchObject([{ code: 'LET_THROUGH', line: 7 }]);
  });

  test('is used up once it has let something through', () => {
    const { plan } = planOf(inFile, reading, account, [], new Map(), { past: used });

    expect(freeOf(plan)).toEqual([]);
    expect(plan.notices).toContainEqual(
      expect.objectContaining({
        code: 'APPROVAL_USED',
        severity: 'warning',
        line: 7,
        text: expect.stringContaining('used up on 2026-01-30 09:12 UTC by the run R1'),
      }),
    );
  });

  test('that is used up is a note where nothing is held, and leaves the command line free to approve again', () => {
    const nobody = planOf(inFile, readingOf({ groups: { Red: WORDS } }, [RED]), account, [], new Map(), { past: used });
    const again = planOf(inFile, reading, account, [id], new Map(), { past: used });

    expect(noticesOf(nobody.plan)).toMatchObject([{ code: 'APPROVAL_USED', severity: 'info' }]);
    expect(freeOf(again.plan)).toHaveLength(4);
    expect(letThroughOf(again.plan)).toMatchObject([{ by: '--approve' }]);
  });
});

describe('an id that was shown for others', () => {
  const others = new Map([[id, (holds.get(id) ?? []).slice(0, 3)]]);

  test('lets nobody through on the command line', () => {
    expect(() => planOf(limits, reading, account, [id], others)).toThrow(
      /stood for 3 users.*new in it: Dan <dan@corp\.example>/,
    );
    expect(() => heldAgain(held, limits, account, { ids: [id], earlier: others })).toThrow(
      /new in it: Dan <dan@corp\.example>/,
    );
  });

  test('lets nobody through in the file', () => {
    const { plan } = planOf(inFile, reading, account, [], others);

    expect(freeOf(plan)).toEqual([]);
    expect(codes(plan)).toEqual(['APPROVAL_STALE', 'HELD']);
  });

  test('is known again where it stood for the same', () => {
    expect(freeOf(planOf(inFile, reading, account, [], holds).plan)).toHaveLength(4);
  });
});

describe('a part of a set', () => {
  const bob = account.reading.users.find(({ name }) => name === 'Bob')?.id ?? '';

  test.each([
    ['in a new plan', () => planOf(limits, reading, account, [id], holds, { only: ['ADA@corp.example', bob] }).plan],
    [
      'in a saved one',
      () => heldAgain(held, limits, account, { ids: [id], only: ['ADA@corp.example', bob], earlier: holds }),
    ],
  ])('is let through by e-mail address and node %s, and the rest waits under the same id', (_, make) => {
    const plan = make();

    expect(freeOf(plan)).toEqual(['Ada', 'Bob']);
    expect(letThroughOf(plan)).toEqual([{ limit: 'limits.disable', id, by: '--approve', part: true }]);
    expect(new Set(plan.changes.flatMap((change) => change.held?.id ?? []))).toEqual(new Set([id]));
    expect(plan.summary.held).toBe(2);
    expect(codes(plan).sort()).toEqual(['HELD', 'LET_THROUGH']);
  });

  test.each([
    ['in a new plan', () => planOf(limits, reading, account, [id], holds, { only: ['eve@corp.example'] })],
    [
      'in a saved one',
      () => heldAgain(held, limits, account, { ids: [id], only: ['eve@corp.example'], earlier: holds }),
    ],
  ])('that names somebody else is refused, with who is in the set, %s', (_, make) => {
    expect(make).toThrow(Failure);
    expect(make).toThrow(
      /^eve@corp\.example is not in the held set .* In it: Ada <ada@corp\.example>, Bob .*Dan <dan@corp\.example>\.$/,
    );
  });

  test('does not hide who else was in the set', () => {
    const { holds: shown } = planOf(limits, reading, account, [id], new Map(), { only: [bob] });

    expect(shown.get(id)).toHaveLength(4);
  });
});
