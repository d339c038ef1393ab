import { describe, expect, test } from '@jest/globals';
import type { Notice, Severity } from '../../../src/core/notice.ts';
import { type Notices, noticesOf } from '../../../src/plan/view/notices.ts';
import { planOf } from '../../render/sample-plan.ts';

const [E, W, W1, W2, I] = ['GROUP_NOT_FOUND', 'NO_SEAT', 'NO_LOGIN_ID', 'ROLE_CHANGE', 'MAPPING_EMPTY'] as const;

function notice(code: Notice['code'], severity: Severity, line: number | null = null): Notice {
  return { code, severity, text: `${code} is said.`, subject: 'x', line };
}

function noticesFor(notices: readonly Notice[]): Notices {
  return noticesOf(planOf([], { notices }));
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

  test('are counted by severity', () => {
    const { counts, sum } = noticesFor([
      notice(I, 'info'),
      notice(I, 'info'),
      notice(W, 'warning'),
      notice(E, 'error'),
    ]);

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

describe('the kinds of notices', () => {
  const crowd = (count: number, severity: Severity, given: Partial<Notice> = {}): Notice[] =>
    Array.from({ length: count }, (_, index) => ({ ...notice(W, severity), subject: `p${index}`, ...given }));

  /** `CODE COUNT: SHOWN, also OTHERS +LEFT` */
  function read(notices: readonly Notice[]): string[] {
    return noticesFor(notices).kinds.map(({ code, count, rows, others, left }) => {
      const also = others.length + left === 0 ? '' : `, also ${others.join(' ')} +${left}`;
      return `${code} ${count}: ${rows.map(({ subject }) => subject).join(' ')}${also}`;
    });
  }

  test('stand where the first of each stands: one that matters is not behind 537 others', () => {
    expect(
      noticesFor([...crowd(537, 'warning'), notice(W2, 'warning'), notice(E, 'error'), notice(I, 'info')]).kinds.map(
        ({ code, severity, count }) => `${severity} ${code} ${count}`,
      ),
    ).toEqual([`error ${E} 1`, `warning ${W} 537`, `warning ${W2} 1`, `info ${I} 1`]);
  });

  test.each([
    ['a few are shown one by one', crowd(3, 'warning'), `${W} 3: p0 p1 p2`],
    ['of many the first, with the names of the others', crowd(5, 'warning'), `${W} 5: p0, also p1 p2 p3 p4 +0`],
    ['no more than ten names', crowd(537, 'info'), `${W} 537: p0, also p1 p2 p3 p4 p5 p6 p7 p8 p9 p10 +526`],
    ['more errors than others, for each is mended by itself', crowd(10, 'error').slice(0, 4), `${W} 4: p0 p1 p2 p3`],
    ['eleven errors are many', crowd(11, 'error').slice(0, 11), `${W} 11: p0, also p1 p2 p3 p4 p5 p6 p7 p8 p9 p10 +0`],
    ['what is held is approved set by set', crowd(4, 'warning', { about: 'holds' }), `${W} 4: p0 p1 p2 p3`],
    ['so are stale approvals', crowd(4, 'warning', { about: 'staleApproval' }), `${W} 4: p0 p1 p2 p3`],
    ['what comes first', crowd(4, 'warning', { first: true }), `${W} 4: p0 p1 p2 p3`],
    [
      'a name is said once',
      crowd(5, 'warning', { subject: 'x' }).map((one, n) => ({ ...one, line: n })),
      `${W} 5: x, also x +3`,
    ],
    [
      'nobody has no name',
      crowd(5, 'info', { subject: '' }).map((one, n) => ({ ...one, line: n })),
      `${W} 5: , also  +4`,
    ],
  ])('%s', (_, notices, shown) => {
    expect(read(notices)).toEqual([shown]);
  });

  test('keep severities of one code apart, and what comes first', () => {
    const all = [...crowd(1, 'info'), ...crowd(1, 'warning'), ...crowd(1, 'warning', { first: true })];

    expect(noticesFor(all).kinds.map(({ severity, rows }) => `${severity} ${rows[0]?.first === true}`)).toEqual([
      'warning true',
      'warning false',
      'info false',
    ]);
  });

  test('leave all rows to outputs that have room', () => {
    expect(noticesFor(crowd(537, 'warning')).rows).toHaveLength(537);
  });
});
