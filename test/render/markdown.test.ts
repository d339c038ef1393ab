import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpuTime } from '../cpu-time.ts';
import type { Notice } from '../../src/core/notice.ts';
import type { Change, Plan } from '../../src/plan/model.ts';
import { COMMENT_LIMIT, LEAST_LIMIT } from '../../src/render/markdown.ts';
import { bytesOf } from '../../src/render/markdown-fit.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE_NAMES } from './hostile-text.ts';
import { cellCounts, pageOf } from './markdown-page.ts';
import { emptyPlan, largePlan, planOf, userChange, variedPlan } from './sample-plan.ts';
import { markdownOf } from './shown.ts';

const HELD = { limit: 'limits.disable', id: 'd1-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60', also: [] };
const APPROVAL = { limit: 'limits.move', id: 'm2-1', by: 'sync.yaml:12', part: false };

/** Everything that needs attention, once each. */
function alarmingPlan(): Plan {
  const said = (given: Partial<Notice> & Pick<Notice, 'code' | 'text'>): Notice => {
    return { severity: 'info', subject: 'sync.yaml', line: 3, ...given };
  };
  const one = (name: string, operation: Change['operations'][number], given: Partial<Change>): Change =>
    userChange({ operations: [operation], id: name.toLowerCase(), name, email: `${name}@corp.example`, ...given });
  return planOf(
    [
      one('Plain', 'move', { before: { group: 'Technicians/Night' } }),
      one('Blocked', 'create', { blocked: { kind: 'out-of-licences', text: 'No licence is free.' } }),
      one('Password', 'update', { risk: ['credentials'] }),
      one('Chief', 'create', { risk: ['credentials', 'privileged'], role: 'administrator', group: 'Administrators' }),
      one('Adopted', 'update', { risk: ['adoption'] }),
      one('Passed', 'update', { risk: ['credentials', 'takeover'] }),
      one('Leaver', 'disable', {}),
      one('Kept', 'disable', { held: HELD }),
      one('Approved', 'move', { letThrough: [APPROVAL] }),
    ],
    {
      notices: [
        said({ code: 'GUARD_RAILS', text: 'The file weakens or overrules what guards: limits.disable: 90% (line 3).' }),
        said({ code: 'LET_THROUGH', text: '1 user over limits.move is let through by sync.yaml:12 (m2-1).' }),
        said({ code: 'HELD', severity: 'warning', text: '1 of 9 enabled users would be disabled.', about: 'holds' }),
        said({ code: 'ACCOUNT_GROWS', severity: 'warning', text: 'The account has 1 user now.', first: true }),
        said({ code: 'MAPPING_EMPTY', text: 'Nobody is in Night Shift.' }),
        said({ code: 'GROUP_NOT_FOUND', severity: 'error', text: 'There is no Suport Leads.' }),
      ],
    },
  );
}

function headings(markdown: string): string[] {
  return markdown.split('\n').filter((line) => line.startsWith('### '));
}

describe('renderMarkdown', () => {
  test.each([
    ['varied.md', variedPlan()],
    ['empty.md', emptyPlan()],
    ['alarming.md', alarmingPlan()],
  ])('looks as in %s', (name, plan) => {
    expectGolden(name, markdownOf(plan, COMMENT_LIMIT));
  });

  test('looks as in cut.md where there is little room, and says where the rest is', () => {
    expectGolden('cut.md', markdownOf(largePlan(300), LEAST_LIMIT, 'https://ci.example/runs/7'));
  });

  test('shows what needs attention in the order of the view', () => {
    expect(headings(markdownOf(alarmingPlan(), COMMENT_LIMIT))).toEqual([
      '### To be seen first',
      '### Errors',
      '### Guard rails overruled',
      '### Held back',
      '### Held back by `limits.disable`',
      '### Disabled or suspended',
      '### Passed to another person',
      '### Adopted: linked to a person from now on',
      '### Rights over others',
      '### New passwords, addresses or SSO ids',
      '### Blocked: cannot be made now',
      '### Notices',
      '### Licences',
    ]);
  });

  test.each([
    ['⛔', alarmingPlan()],
    ['⚠️', planOf([userChange({ operations: ['disable'] })])],
    ['✅', planOf([userChange({ operations: ['create'] })])],
    ['⚠️', planOf([], { notices: [{ code: 'NO_SEAT', severity: 'warning', text: 'x', subject: 'x', line: null }] })],
    ['✅', planOf([], { notices: [{ code: 'NO_SEAT', severity: 'info', text: 'x', subject: 'x', line: null }] })],
  ])('begins with %s', (sign, plan) => {
    expect(markdownOf(plan, COMMENT_LIMIT).split('\n')[3]?.startsWith(`${sign} **`)).toBe(true);
  });

  test('names every account of the plan in the marker, and says of each change in which it is', () => {
    const plan = planOf([userChange({ operations: ['disable'] })]);
    const other = plan.targets.map((target) => ({ ...target, id: 'goto:1,2', account: '1,2' }));

    const markdown = markdownOf({ ...plan, targets: [...plan.targets, ...other] }, COMMENT_LIMIT);

    expect(markdown.split('\n')[0]).toBe('<!-- adsync plan rescue:560961,goto:1%2C2 sync.yaml -->');
    expect(markdown).toContain('`rescue:560961: Technicians/Helpdesk/Tier 1`');
  });

  test('says of a crowd of notices how many there are, with names', () => {
    const notices = Array.from({ length: 30 }, (_, n): Notice => {
      return { code: 'NO_SEAT', severity: 'warning', text: `${n} gets no seat.`, subject: `p${n}`, line: null };
    });

    expect(markdownOf(planOf([], { notices }), COMMENT_LIMIT)).toContain(
      '- **warning** `NO_SEAT` `p0`: 0 gets no seat. 30 of this kind; also: `p1`, `p2`, `p3`, `p4`, `p5`, `p6`, `p7`, `p8`, `p9`, `p10`, 19 more\n',
    );
  });

  test('counts links that are only renewed', () => {
    const link = userChange({ operations: ['update'], before: { link: 'p' }, after: { link: 'p' } });

    expect(markdownOf(planOf([link]), COMMENT_LIMIT)).toContain('1 link to renew; nothing else changes');
  });
});

describe('where there is no room for everything', () => {
  const name = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom(...HOSTILE_NAMES.map(([, one]) => one)));
  const operation = fc.constantFrom('create', 'update', 'move', 'disable', 'suspend');
  const risk = fc.constantFrom<readonly Change['risk'][number][]>(
    [],
    ['adoption'],
    ['privileged'],
    ['credentials', 'takeover'],
  );
  const change = fc.record({ name, operation, risk, held: fc.boolean(), approved: fc.boolean(), place: fc.nat(5) });
  const notice = fc.record({ name, severity: fc.constantFrom('error', 'warning', 'info') });
  const world = fc.record({
    changes: fc.array(change, { maxLength: 150 }),
    notices: fc.array(notice, { maxLength: 20 }),
    limit: fc.integer({ min: LEAST_LIMIT, max: 80_000 }),
  });

  test('it keeps to the limit, cuts no row, shows nobody twice and leaves out those who end last', () => {
    fc.assert(
      fc.property(world, ({ changes, notices, limit }) => {
        const plan = planOf(
          changes.map((one, index) =>
            userChange({
              operations: [one.operation],
              id: `id${index.toString().padStart(5, '0')}`,
              name: one.name,
              group: `Technicians/${one.place}`,
              risk: one.risk,
              held: one.held ? HELD : null,
              letThrough: one.approved ? [APPROVAL] : [],
            }),
          ),
          {
            notices: notices.map((one): Notice => {
              return { code: 'NO_SEAT', text: one.name, subject: one.name, severity: one.severity, line: 3 };
            }),
          },
        );

        const markdown = markdownOf(plan, limit);

        expect(bytesOf(markdown)).toBeLessThanOrEqual(limit);
        for (const counts of cellCounts(markdown)) expect(new Set(counts).size).toBe(1);
        const { codes, html } = pageOf(markdown);
        const folds = (mark: string): number => html.filter((one) => one.startsWith(mark)).length;
        expect(folds('<details>')).toBe(folds('</details>'));
        const shown = codes.filter((one) => /^id\d{5}$/.test(one));
        const wanted = plan.changes.map(({ id, operations }) => {
          return { id, ends: operations.includes('disable') || operations.includes('suspend') };
        });
        expect(new Set(shown).size).toBe(shown.length);
        const missing = wanted.filter(({ id }) => !shown.includes(id));
        expect(markdown.includes('There is no room')).toBe(
          missing.length > 0 || (markdown.match(/^- \*\*/gm)?.length ?? 0) < shownNotices(plan),
        );
        const ends = missing.filter((one) => one.ends).length;
        expect(markdown.includes(`${ends} of them disable or suspend somebody`)).toBe(ends > 0);
        if (ends > 0) expect(wanted.filter((one) => !one.ends && shown.includes(one.id))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('a plan of 20,000 changes is made quickly', () => {
    const plan = largePlan(20_000);
    const start = cpuTime();

    const markdown = markdownOf(plan, COMMENT_LIMIT);

    expect(cpuTime() - start).toBeLessThan(3000);
    expect(bytesOf(markdown)).toBeGreaterThan(COMMENT_LIMIT - 1000);
  });
});

/** How many notices are shown one by one where there is room for all. */
function shownNotices(plan: Plan): number {
  return markdownOf(plan, Infinity).match(/^- \*\*/gm)?.length ?? 0;
}
