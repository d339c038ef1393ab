import { describe, expect, test } from '@jest/globals';
import type { Notice, Severity } from '../../../src/core/notice.ts';
import { type Notices, noticesOf } from '../../../src/plan/view/notices.ts';
import { planOf } from '../../render/sample-plan.ts';

const [E, W, W1, W2, I] = ['GROUP_NOT_FOUND', 'NO_SEAT', 'NO_LOGIN_ID', 'ROLE_CHANGE', 'MAPPING_EMPTY'] as const;

function notice(code: Notice['code'], severity: Severity, line: number | null = null): Notice {
  return { code, severity, text: `${code} is said.`, subject: 'x', line };
}

function noticesFor(notices: readonly Notice[], most = Infinity): Notices {
  return noticesOf(planOf([], { notices }), most);
}

describe('the notices of a plan', () => {
  test('come by severity, and equal ones as the plan has them', () => {
    const { rows } = noticesFor([notice(I, 'info'), notice(W2, 'warning'), notice(E, 'error'), notice(W1, 'warning')]);

    expect(rows.map(({ code, word }) => `${word} ${code}`)).toEqual([
      `error ${E}`,
      `warning ${W2}`,
      `warning ${W1}`,
      `note ${I}`,
    ]);
  });

  test('begin with the one that has to be seen first, which is also said before the plan', () => {
    const { rows, first } = noticesFor([notice(E, 'error'), { ...notice('ACCOUNT_GROWS', 'warning'), first: true }]);

    expect(rows.map(({ code }) => code)).toEqual(['ACCOUNT_GROWS', E]);
    expect(first).toEqual(['ACCOUNT_GROWS is said.']);
  });

  test('name the line with its file', () => {
    const { rows } = noticesFor([notice(E, 'error', 27), notice(E, 'error')]);

    expect(rows.map(({ where }) => where)).toEqual(['sync.yaml:27', null]);
  });

  test('are cut at a limit, least severe last, while the counts stay whole', () => {
    const { rows, left, counts, sum } = noticesFor(
      [notice(I, 'info'), notice(I, 'info'), notice(W, 'warning'), notice(E, 'error')],
      2,
    );

    expect(rows.map(({ code }) => code)).toEqual([E, W]);
    expect(left).toBe(2);
    expect(sum).toBe('1 error, 1 warning, 2 notes');
    expect(counts.map(({ words, count }) => `${count} ${words}`)).toEqual(['1 errors', '1 warnings', '2 notes']);
  });

  test('are summed up without what there is none of', () => {
    expect(noticesFor([notice(W, 'warning'), notice(W, 'warning')]).sum).toBe('2 warnings');
    expect(noticesFor([]).sum).toBe('');
  });

  test('say what each severity means', () => {
    expect(noticesFor([]).counts.map(({ severity, meaning }) => `${severity}: ${meaning}`)).toEqual([
      'error: something could not be read or decided; what hangs on it is left alone',
      'warning: somebody should look at it',
      'info: good to know',
    ]);
  });
});
