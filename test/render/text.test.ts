import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Notice } from '../../src/core/notice.ts';
import type { Change } from '../../src/plan/model.ts';
import { displayWidth } from '../../src/render/width.ts';
import { expectGolden } from './golden.ts';
import { hostileText, INVISIBLE } from './hostile-text.ts';
import { emptyPlan, largePlan, newGroup, planOf, planWith, userChange, variedPlan } from './sample-plan.ts';
import { viewOf } from '../../src/plan/view/view.ts';
import { renderText } from '../../src/render/text.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import { textOf } from './shown.ts';

const PLAIN = { color: false, columns: 0 };
const COLOUR_CODE = /\u001b\[\d+m/g;

describe('renderText', () => {
  test.each([
    ['varied-pipe.txt', { color: false, columns: 0 }],
    ['varied-120.txt', { color: false, columns: 120 }],
    ['varied-80.txt', { color: false, columns: 80 }],
    ['varied-40.txt', { color: false, columns: 40 }],
    ['varied-120-colour.txt', { color: true, columns: 120 }],
  ])('looks as in %s', (name, options) => {
    expectGolden(name, textOf(variedPlan(), options));
  });

  test('says so when there is nothing to do', () => {
    expectGolden('empty.txt', textOf(emptyPlan(), PLAIN));
  });

  test('does not claim a match with a directory that it could not read completely', () => {
    const text = textOf(planOf([], { complete: false }), PLAIN);

    expect(text).not.toContain('matches');
    expect(text).toContain('No changes for what could be read');
  });

  test('adds nothing but colour codes with colour', () => {
    const plain = textOf(variedPlan(), { color: false, columns: 100 });

    const coloured = textOf(variedPlan(), { color: true, columns: 100 });

    expect(coloured).not.toBe(plain);
    expect(coloured.replace(COLOUR_CODE, '')).toBe(plain);
  });

  test('uses no colour when told so, whatever the environment says', () => {
    const text = textOf(variedPlan(), { color: false, columns: 100 });

    expect(text).not.toContain('\u001b');
  });

  test('keeps each change on one line in a pipe, and cuts nothing', () => {
    const long = `${'x'.repeat(300)} ${'y'.repeat(300)}`;

    const text = textOf(planWith(long), PLAIN);

    const rows = text.split('\n').filter((line) => /^ {2}[✖+➜~] /.test(line));
    expect(rows).toHaveLength(4);
    expect(rows.every((row) => row.includes(long))).toBe(true);
  });

  test.each([40, 60, 80, 99, 100, 120, 200])('stays within %d columns', (columns) => {
    const lines = textOf(variedPlan(), { color: false, columns }).split('\n');

    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
  });

  test('loses no text to a narrow terminal', () => {
    const plain = textOf(variedPlan(), { color: false, columns: 70 }).replace(/\s/g, '');

    expect(plain).not.toMatch(/…/);
    expect(plain).toContain('JürgenGroß-Schönewälder');
  });

  test('lists the groups in the order of the organization tree', () => {
    const groups = [
      'Technicians/B',
      'Technicians/a/b',
      'Administrators/Leads',
      'Technicians/a',
      'Master Administrators',
    ];
    const plan = planOf(groups.map((group) => userChange({ operations: ['create'], group })));

    const text = textOf(plan, PLAIN);

    const titles = text.split('\n').filter((line) => groups.includes(line));
    expect(titles).toEqual([
      'Master Administrators',
      'Administrators/Leads',
      'Technicians/a',
      'Technicians/a/b',
      'Technicians/B',
    ]);
  });

  test('shows disables first, so that a cut list never hides them behind the rest', () => {
    const plan = planOf([
      ...Array.from({ length: 60 }, (_, n) => userChange({ operations: ['create'], name: `Person ${n}` })),
      userChange({ operations: ['disable'], name: 'Zoe' }),
    ]);

    const text = textOf(plan, PLAIN);

    expect(text).toMatch(/✖ disable {2}Zoe/);
    expect(text).toContain('  … and 11 more here; see --excel or --json\n');
  });

  test('shows 50 rows a group and 200 altogether of a large plan, and counts the rest', () => {
    const large = largePlan(5_000);
    const text = textOf(
      { ...large, changes: large.changes.filter((one) => !one.operations.includes('disable')) },
      PLAIN,
    );

    expect(text.split('\n').filter((line) => line.startsWith('  … and 30 more here'))).toHaveLength(4);
    expect(text).toContain('… and 3,680 more in 46 other groups; see --excel or --json\n');
    expect(text).toContain('Plan: 1,000 to create, 1,000 to update, 1,000 to move, 1,000 to enable, 1,000 to disable');
    expect(text.split('\n').length).toBeLessThan(250);
  });

  test('cuts no disable, however large the plan is', () => {
    const text = textOf(largePlan(5_000), PLAIN);

    expect(text.match(/✖ disable {2}Person/g)).toHaveLength(1000);
    expect(text.split('\n').filter((line) => line === '  … and 80 more here; see --excel or --json')).toHaveLength(46);
  });

  test('says what this command can do about what is cut, within the width; nothing where nobody said it', () => {
    const view = (rest?: string) =>
      renderText(
        viewOf(largePlan(60), () => RESCUE_LABELS, { most: 1, ...(rest === undefined ? {} : { rest }) }),
        { color: false, columns: 50 },
      );

    expect(view('adsync plan --excel FILE shows all')).toContain(
      '  … and 48 more here; adsync plan --excel FILE\n  shows all\n',
    );
    expect(view('a\u001b[2Jb')).toContain('more here; a␛[2Jb\n');
    expect(view()).toContain('  … and 48 more here\n');
  });

  test('says a crowd of notices once, with names, so that the two that matter are seen', () => {
    const crowd = Array.from({ length: 537 }, (_, n): Notice => {
      const subject = `p${n}@corp.example`;
      return { code: 'NO_MOBILE_LICENSE', severity: 'warning', text: `${n} gets no add-on.`, subject, line: 9 };
    });
    const other: Notice = { code: 'ROLE_CHANGE', severity: 'warning', text: 'Ada differs.', subject: 'ada', line: 3 };
    const plan = planOf([], { notices: [...crowd, other] });

    expect(textOf(plan, PLAIN)).toContain(
      '\nNotices: 538 warnings\n' +
        '  warning  NO_MOBILE_LICENSE  537 of this kind  sync.yaml:9  p0@corp.example: 0 gets no add-on. Also: ' +
        `${Array.from({ length: 10 }, (_, n) => `p${n + 1}@corp.example`).join(', ')}, 526 more; see --excel or --json\n` +
        '  warning  ROLE_CHANGE  sync.yaml:3  ada: Ada differs.\n',
    );
    expect(Math.max(...textOf(plan, { color: false, columns: 60 }).split('\n').map(displayWidth))).toBeLessThanOrEqual(
      60,
    );
  });

  test('shows everything without a limit', () => {
    const text = textOf(largePlan(500), PLAIN, Infinity);

    expect(text.match(/Person \d+ {2}/g)).toHaveLength(500);
    expect(text).not.toContain('…');
  });

  test('sets users who are not in the directory apart from leavers, and says what to do for them', () => {
    const stranger: Change['reason'] = {
      code: 'NOT_A_MEMBER',
      text: 'not in the directory: no member of A',
      line: 3,
      path: [],
    };
    const leaver: Change['reason'] = { code: 'LEFT', text: 'deleted in the directory', line: null, path: [] };
    const plan = planOf([
      userChange({ operations: ['disable'], group: 'Technicians/A', name: 'Stranger', reason: stranger }),
      userChange({ operations: ['disable'], group: 'Technicians/A', name: 'Leaver', reason: leaver }),
    ]);

    const [inGroup = '', apart = ''] = textOf(plan, PLAIN).split('\nNot in the directory · 1 user');

    expect(inGroup).toContain('Leaver');
    expect(inGroup).not.toContain('Stranger');
    expect(apart).toMatch(/or stand in rescue\.protect\n {2}✖ disable {2}Stranger .*in Technicians\/A/);
  });

  test.each([
    ['warning', 'No changes. The account matches the directory, but for the 1 warning above.'],
    ['info', 'No changes. The account matches the directory.'],
  ] as const)('does not hide a notice of severity %s that somebody should look at behind a match', (severity, last) => {
    const notice: Notice = { code: 'ROLE_CHANGE', severity, text: 'Ada is a technician.', subject: 'ada', line: 3 };

    const text = textOf(planOf([], { notices: [notice] }), PLAIN);

    expect(text.trimEnd().split('\n').at(-1)).toBe(last);
  });

  test('lists the two steps of an exchange of addresses in the order in which they are made', () => {
    const steps = ['zz', 'aa'].map((id) => userChange({ operations: ['update'], id, email: `${id}@corp.example` }));

    const text = textOf(planOf(steps), PLAIN);

    expect(text.indexOf('zz@')).toBeLessThan(text.indexOf('aa@'));
  });

  test('names a new group by its place', () => {
    const text = textOf(planOf([newGroup('Technicians/A\\/B', 'A/B', 7)]), PLAIN);

    expect(text).toContain('Technicians/A\\/B\n  + create group  A/B    fed by A/B (sync.yaml:7)\n');
    expect(text).toContain('1 group to create');
  });

  test('lets no control character, escape or bidi control out of any text of a plan', () => {
    fc.assert(
      fc.property(hostileText(), fc.constantFrom(0, 45, 80, 120), (text, columns) => {
        const lines = textOf(planWith(text), { color: false, columns }).split('\n');

        expect(lines.join('')).not.toMatch(INVISIBLE);
      }),
      { numRuns: 200 },
    );
  });

  test('gives a hostile name no line of its own', () => {
    const text = textOf(planWith('x\nPlan: 0 to create\u2028y'), PLAIN);

    expect(text.split('\n').filter((line) => line.startsWith('Plan: 0'))).toEqual([]);
  });
});
