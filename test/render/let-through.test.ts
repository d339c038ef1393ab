import { describe, expect, test } from '@jest/globals';
import type { Change, LetThrough } from '../../src/plan/model.ts';
import type { Notice } from '../../src/core/notice.ts';
import { renderOutcomes } from '../../src/render/outcomes.ts';
import { wholeSheetsOf } from '../../src/render/sheets.ts';
import { planOf, userChange } from './sample-plan.ts';
import { textOf, wholeView } from './shown.ts';

/** What was let through, and what has to be seen first, stands in every output for people. */

const BY_FILE: LetThrough = { limit: 'limits.disable', id: 'd2-0f', by: 'sync.yaml:12', part: false };
const IN_PART: LetThrough = { limit: 'limits.move', id: 'm3-0f', by: '--approve', part: true };

function disabled(name: string, fields: Partial<Pick<Change, 'held' | 'letThrough' | 'reason'>>): Change {
  const status = { before: { status: 'enabled' as const }, after: { status: 'disabled' as const } };
  return userChange({ operations: ['disable'], name, email: `${name}@corp.example`, ...status, ...fields });
}

const plan = planOf([
  disabled('ada', { letThrough: [BY_FILE] }),
  disabled('bob', { letThrough: [BY_FILE, IN_PART] }),
  disabled('cyd', { held: { limit: 'limits.move', id: 'm3-0f', also: [{ limit: 'limits.readdress', id: 'r1-0f' }] } }),
  disabled('dan', {}),
]);

const STYLE = { color: false, columns: 0 };

describe('changes that were let through', () => {
  test('in the text', () => {
    const rows = textOf(plan, STYLE).split('\n');
    const rowOf = (name: string): string => rows.find((row) => row.includes(`${name}@corp.example`)) ?? '';

    expect(rowOf('ada')).toContain('let through by sync.yaml:12 (limits.disable)');
    expect(rowOf('bob')).toContain('(limits.disable); let through by --approve (limits.move, in part)');
    expect(rowOf('cyd')).toContain('also held by limits.readdress (r1-0f)');
    expect(rowOf('dan')).not.toMatch(/let through|held/);
  });

  test('in the workbook', () => {
    const changes = wholeSheetsOf(wholeView(plan)).find(({ name }) => name === 'Changes');
    const cells = (changes?.rows ?? []).map((row) => row.slice(-2).map(({ value }) => value));

    expect(cells).toEqual([
      ['Held or let through', 'Approval id'],
      ['let through by sync.yaml:12 (limits.disable)', ''],
      ['let through by sync.yaml:12 (limits.disable); let through by --approve (limits.move, in part)', ''],
      ['limit limits.move\nalso held by limits.readdress (r1-0f)', 'm3-0f\nr1-0f'],
      ['', ''],
    ]);
  });

  test('in the outcomes, counted by approval', () => {
    const text = renderOutcomes(plan, [], STYLE);

    expect(text).toContain(
      'Let through by approvals:\n  2 changes by sync.yaml:12: limits.disable (d2-0f)\n  1 change by --approve: limits.move (m3-0f)\n',
    );
    expect(renderOutcomes(planOf([disabled('dan', {})]), [], STYLE)).not.toContain('Let through');
  });
});

test('an account that grows is said before anything else', () => {
  const notice = (code: Notice['code'], severity: Notice['severity']): Notice => {
    return { code, severity, text: `${code} is said.`, subject: 'x', line: null };
  };
  const growing = planOf([disabled('dan', {})], {
    notices: [notice('GROUP_NOT_FOUND', 'error'), { ...notice('ACCOUNT_GROWS', 'warning'), first: true }],
  });

  const text = textOf(growing, STYLE);
  const [summary, , , notices] = wholeSheetsOf(wholeView(growing));

  expect(text.indexOf('ACCOUNT_GROWS is said.')).toBeLessThan(text.indexOf('dan@corp.example'));
  expect(text).toMatch(/Notices: .*\n +warning +ACCOUNT_GROWS/);
  expect(
    summary?.rows
      .slice(0, 4)
      .flat()
      .map(({ value }) => value),
  ).toContain('ACCOUNT_GROWS is said.');
  expect(notices?.rows[1]?.map(({ value }) => value)).toContain('ACCOUNT_GROWS');
});
