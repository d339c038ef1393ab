import { describe, expect, test } from '@jest/globals';
import type { Notice } from '../../../src/core/notice.ts';
import { type AttentionGroup, ATTENTION_KINDS, attentionKinds, attentionOf } from '../../../src/plan/view/attention.ts';
import { noticesOf } from '../../../src/plan/view/notices.ts';
import type { Row } from '../../../src/plan/view/rows.ts';
import { viewOf } from '../../../src/plan/view/view.ts';
import { planOf, userChange } from '../../render/sample-plan.ts';
import { held, LABELS, row } from './builders.ts';

/** `KIND ROWS | NOTICES` of each group. */
function read(groups: readonly AttentionGroup[]): string[] {
  return groups.map(({ kind, rows, notices }) =>
    [kind, ...rows.map(({ id }) => id), '|', ...notices.map(({ code }) => code)].join(' '),
  );
}

function notice(given: Partial<Notice>): Notice {
  return { code: 'NO_SEAT', severity: 'warning', text: 'x', subject: 'x', line: null, ...given };
}

function ofNotices(notices: readonly Notice[]): string[] {
  return read(attentionOf([], noticesOf(planOf([], { notices })).kinds));
}

const END: Partial<Row> = { operation: 'disable' };

describe('why a row needs attention', () => {
  test.each([
    ['an update needs none', {}, []],
    ['an approval lets it through', { letThrough: true }, ['guardRails']],
    ['it is held, and an approval of another set does not count', { ...held('a', 'h'), letThrough: true }, ['held']],
    ['a user ends', END, ['ends']],
    ['a held user would end', { ...held('a', 'h'), ends: true }, ['held', 'ends']],
    ['a user passes on', { risk: ['adoption', 'takeover'] }, ['takeover', 'adoption']],
    ['rights, credentials', { risk: ['credentials', 'privileged'] }, ['privileged', 'credentials']],
    ['it will fail', { blocked: true }, ['blocked']],
    ['a stranger ends, which says it', { ...END, risk: ['stranger'] }, ['ends']],
  ] as const)('%s', (_what, given, expected) => {
    expect(attentionKinds(row('a', given))).toEqual(expected);
  });
});

describe('what needs attention', () => {
  test('comes in one order, whatever the order of the plan; each row stands once', () => {
    const rows = [
      row('blocked', { blocked: true }),
      row('password', { risk: ['credentials'] }),
      row('plain'),
      row('chief', { risk: ['credentials', 'privileged'] }),
      row('ours', { risk: ['adoption', 'credentials'] }),
      row('passed', { risk: ['takeover'] }),
      row('leaver', END),
      held('kept', 'h1'),
      row('approved', { ...END, letThrough: true }),
    ];

    expect(read(attentionOf(rows, []))).toEqual([
      'guardRails approved |',
      'held kept |',
      'ends leaver |',
      'takeover passed |',
      'adoption ours |',
      'privileged chief |',
      'credentials password |',
      'blocked blocked |',
    ]);
  });

  test('names held sets apart, each with its id and limits; two accounts may have the same id', () => {
    const rows = [
      held('a', 'h1'),
      held('b', 'h2', 'limits.move'),
      held('c', 'h1', 'limits.disablePerGroup'),
      { ...held('d', 'h1'), target: 'other' },
    ];

    const groups = attentionOf(rows, []);

    expect(groups.map(({ id, title, holdId }) => [id, title, holdId])).toEqual([
      ['held toy h1', 'Held back by limits.disable, limits.disablePerGroup', 'h1'],
      ['held toy h2', 'Held back by limits.move', 'h2'],
      ['held other h1', 'Held back by limits.disable', 'h1'],
    ]);
    expect(read(groups)).toEqual(['held a c |', 'held b |', 'held d |']);
  });

  test('lists those who end before others of the same group', () => {
    const rows = [row('moved', { letThrough: true }), row('ended', { ...END, letThrough: true })];

    expect(read(attentionOf(rows, []))).toEqual(['guardRails ended moved |']);
  });

  test('says every notice once, kind by kind', () => {
    expect(
      ofNotices([
        notice({ severity: 'info', code: 'MAPPING_EMPTY' }),
        notice({ code: 'HELD', about: 'holds' }),
        notice({ code: 'APPROVAL_STALE', about: 'staleApproval' }),
        notice({ severity: 'info', code: 'LET_THROUGH', about: 'holds' }),
        notice({ severity: 'info', code: 'GUARD_RAILS' }),
        notice({ severity: 'error', code: 'GROUP_IDENTITY_CHANGED' }),
        notice({ code: 'NO_SEAT' }),
        notice({ code: 'ACCOUNT_GROWS', first: true }),
      ]),
    ).toEqual([
      'first | ACCOUNT_GROWS',
      'errors | GROUP_IDENTITY_CHANGED',
      'guardRails | LET_THROUGH GUARD_RAILS',
      'held | HELD APPROVAL_STALE',
      'notices | NO_SEAT MAPPING_EMPTY',
    ]);
  });

  test('is nothing where there is nothing', () => {
    expect(attentionOf([row('a')], [])).toEqual([]);
  });

  test('is in the view whole, whatever its limit is', () => {
    const changes = ['a', 'b'].map((id) =>
      userChange({ operations: ['update'], id, risk: ['adoption'], group: id === 'a' ? 'BB' : 'A' }),
    );

    expect(read(viewOf(planOf(changes), () => LABELS, { most: 1 }).attention)).toEqual(['adoption b a |']);
  });

  test('has no kind twice in its order', () => {
    expect(new Set(ATTENTION_KINDS).size).toBe(ATTENTION_KINDS.length);
  });
});
