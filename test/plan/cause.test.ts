import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Notice } from '../../src/core/notice.ts';
import { causesOf } from '../../src/plan/cause.ts';
import type { Change, Hold, LetThrough } from '../../src/plan/model.ts';
import { userChange } from '../render/sample-plan.ts';

const elsewhere = () => 'directory' as const;

function change(id: string, given: Partial<Parameters<typeof userChange>[0]> = {}): Change {
  return userChange({ id, operations: ['update'], node: id, before: { name: 'A' }, after: { name: 'B' }, ...given });
}

function hold(limit: string, id: string): Hold {
  return { limit, id, also: [] };
}

function approval(limit: string, id: string, part = false): LetThrough {
  return { limit, id, by: '--approve', part };
}

function notice(text: string, given: Partial<Notice> = {}): Notice {
  return { code: 'MAPPING_EMPTY', severity: 'warning', text, subject: 'Night', line: 3, ...given };
}

function causes(changes: readonly Change[], base: readonly Change[]): (string | undefined)[] {
  return causesOf({ changes, notices: [] }, { changes: base, notices: [] }, elsewhere).changes.map(
    ({ cause }) => cause,
  );
}

describe('what has caused a change', () => {
  test.each<[string, Change, Change | null, string]>([
    ['the former file would do the same', change('1'), change('1'), 'directory'],
    ['the former file would do nothing', change('1'), null, 'pullRequest'],
    [
      'the former file would do something else to the same user',
      change('1'),
      change('2', { node: '1' }),
      'pullRequest',
    ],
    ['only the former file has it held', change('1'), change('1', { held: hold('move', 'a') }), 'pullRequest'],
    ['only this file has it held', change('1', { held: hold('move', 'a') }), change('1'), 'pullRequest'],
    [
      'held with others',
      change('1', { held: hold('move', 'a') }),
      change('1', { held: hold('move', 'b') }),
      'directory',
    ],
    [
      'held by another limit',
      change('1', { held: hold('move', 'a') }),
      change('1', { held: hold('x', 'a') }),
      'pullRequest',
    ],
    ['let through by this file only', change('1', { letThrough: [approval('move', 'a')] }), change('1'), 'pullRequest'],
    [
      'let through by both',
      change('1', { letThrough: [approval('move', 'a', true)] }),
      change('1', { letThrough: [approval('move', 'b')] }),
      'directory',
    ],
    [
      'blocked by this file only',
      change('1', { blocked: { kind: 'out-of-licences', text: 'No licence.' } }),
      change('1'),
      'pullRequest',
    ],
    [
      'for another reason',
      change('1', { reason: { code: 'LEFT', text: 'left', line: 9, path: [] } }),
      change('1'),
      'directory',
    ],
  ])('%s', (_title, now, former, cause) => {
    expect(causes([now], former === null ? [] : [former])).toEqual([cause]);
  });

  test("a further limit that holds it as well is the file's doing", () => {
    const also: Hold = { limit: 'move', id: 'a', also: [{ limit: 'doubt', id: 'c' }] };

    expect(causes([change('1', { held: also })], [change('1', { held: hold('move', 'a') })])).toEqual(['pullRequest']);
  });
});

describe('what has caused a notice', () => {
  test.each<[string, Notice, Notice, string]>([
    ['the same words', notice('Empty.'), notice('Empty.'), 'unknown'],
    [
      'the same words, further down in the file',
      notice('See line 12, sync.yaml:9', { line: 4 }),
      notice('See line 3, sync.yaml:1'),
      'unknown',
    ],
    ['other words', notice('3 users'), notice('2 users'), 'pullRequest'],
    ['another severity', notice('Empty.', { severity: 'error' }), notice('Empty.'), 'pullRequest'],
    ['about somebody else', notice('Empty.', { subject: 'Day' }), notice('Empty.'), 'pullRequest'],
    ['about more people', notice('Empty.', { names: ['a', 'b'] }), notice('Empty.', { names: ['a'] }), 'pullRequest'],
    [
      'about another account',
      notice('Empty.', { target: 'toy:1' }),
      notice('Empty.', { target: 'toy:2' }),
      'pullRequest',
    ],
  ])('%s', (_title, now, former, cause) => {
    const { notices } = causesOf({ changes: [], notices: [now] }, { changes: [], notices: [former] }, elsewhere);

    expect(notices.map((one) => one.cause)).toEqual([cause]);
  });
});

describe('what is not planned any more', () => {
  function prevented(changes: readonly Change[], base: readonly Change[]) {
    return causesOf({ changes, notices: [] }, { changes: base, notices: [] }, elsewhere).prevented.map(
      ({ id, operations, before, after }) => ({ id, operations, before, after }),
    );
  }
  const leaver = change('9', {
    node: '1',
    operations: ['disable', 'update'],
    before: { status: 'enabled', name: 'A' },
    after: { status: 'disabled', name: 'B' },
  });

  test('a change of somebody whom this file leaves alone', () => {
    expect(prevented([], [leaver])).toEqual([
      {
        id: '9',
        operations: ['disable', 'update'],
        before: { status: 'enabled', name: 'A' },
        after: { status: 'disabled', name: 'B' },
      },
    ]);
  });

  test('of a change that is another one now only what it does not do any more', () => {
    expect(prevented([change('1')], [leaver])).toEqual([
      { id: '9', operations: ['disable'], before: { status: 'enabled' }, after: { status: 'disabled' } },
    ]);
  });

  test('nothing where this file does all of it, and more', () => {
    expect(prevented([leaver], [change('1')])).toEqual([]);
  });

  test('another place for the same person', () => {
    const to = (id: string, group: string): Change =>
      change(id, { node: null, operations: ['create'], before: null, after: { group } });

    expect(prevented([to('1', 'Day')], [to('2', 'Night')])).toEqual([
      { id: '2', operations: ['create'], before: null, after: { group: 'Night' } },
    ]);
  });
});

const anyChange = fc
  .record({
    id: fc.constantFrom('1', '2', '3', '4', '5'),
    node: fc.constantFrom('1', '2', '3'),
    limit: fc.constantFrom('', 'move', 'disable'),
    after: fc.dictionary(fc.constantFrom('name', 'email', 'status'), fc.constantFrom('a', 'b'), { minKeys: 1 }),
  })
  .map(({ id, node, limit, after }) => change(id, { node, after, held: limit === '' ? null : hold(limit, id + node) }));
const anyPlan = fc.uniqueArray(anyChange, { selector: ({ id }) => id });

describe('whatever the two files plan', () => {
  test('every change keeps everything but its cause, and has one', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, (now, former) => {
        const { changes } = causesOf({ changes: now, notices: [] }, { changes: former, notices: [] }, elsewhere);

        expect(changes).toEqual(now.map((one) => ({ ...one, cause: expect.any(String) })));
      }),
    );
  });

  test('the same file causes and prevents nothing', () => {
    fc.assert(
      fc.property(anyPlan, (now) => {
        const { changes, prevented } = causesOf(
          { changes: now, notices: [] },
          { changes: now, notices: [] },
          elsewhere,
        );

        expect(changes.filter(({ cause }) => cause === 'pullRequest')).toEqual([]);
        expect(prevented).toEqual([]);
      }),
    );
  });

  test('against nothing, everything is caused by the file', () => {
    fc.assert(
      fc.property(anyPlan, (now) => {
        expect(causes(now, []).every((cause) => cause === 'pullRequest')).toBe(true);
      }),
    );
  });

  test('what the former file does is done alike, is another change now, or is told as prevented', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, (now, former) => {
        const { prevented } = causesOf({ changes: now, notices: [] }, { changes: former, notices: [] }, elsewhere);
        const told = new Set(prevented.map(({ id }) => id));

        for (const one of former) {
          const done = now.find(({ id }) => id === one.id) ?? now.findLast(({ node }) => node === one.node);
          const fields = Object.entries(one.after).filter(([field, value]) => done?.after[field] !== value);
          expect(told.has(one.id)).toBe(!now.some(({ id }) => id === one.id) && fields.length > 0);
        }
      }),
    );
  });
});
