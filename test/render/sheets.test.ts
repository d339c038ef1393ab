import { describe, expect, test } from '@jest/globals';
import { holdId } from '../../src/plan/hold-id.ts';
import type { Change, Plan } from '../../src/plan/model.ts';
import type { WholeSheet } from '../../src/render/sheet.ts';
import { wholeSheetsOf } from '../../src/render/sheets.ts';
import type { Labels } from '../../src/plan/view/labels.ts';
import { viewOf } from '../../src/plan/view/view.ts';
import { renderText } from '../../src/render/text.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import { emptyPlan, entitlementPlan, planOf, userChange, variedPlan } from './sample-plan.ts';
import { wholeView } from './shown.ts';

function sheet(plan: Plan, name: string): WholeSheet {
  const found = wholeSheetsOf(wholeView(plan)).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no sheet ${name}`);
  return found;
}

function values(plan: Plan, name: string): (string | number | null)[][] {
  return sheet(plan, name).rows.map((row) => row.map(({ value }) => value));
}

describe('the Summary sheet', () => {
  test('says first whom it is about and that nothing has been changed', () => {
    const rows = values(emptyPlan(), 'Summary');

    expect(rows[0]).toEqual(['adsync plan for Example GmbH']);
    expect(rows[1]).toEqual(['This is a dry run: nothing has been changed.']);
    expect(rows).toContainEqual(['Account', '560961 at https://secure.logmeinrescue.com']);
    expect(rows).toContainEqual(['Planned at', '2026-01-31 09:00 UTC']);
  });

  test('warns when the directory could not be read completely', () => {
    const rows = values(variedPlan(), 'Summary');

    expect(rows).toContainEqual(['The directory could not be read completely: see Notices.']);
  });

  test('breaks what is to be seen first into lines that fit the page', () => {
    const text = `${'people '.repeat(40)}end`;
    const notice = {
      code: 'ACCOUNT_GROWS',
      severity: 'warning',
      text,
      subject: 'all',
      line: null,
      first: true,
    } as const;
    const { rows, widths } = sheet({ ...emptyPlan(), notices: [notice] }, 'Summary');

    const lines = rows.flatMap(([one]) => (one?.look === 'alert' ? [String(one.value)] : []));
    expect(lines.join(' ')).toBe(text);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(widths.reduce((sum, one) => sum + one, 0));
  });

  test('counts each operation in the colour of the Changes sheet', () => {
    const { rows } = sheet(variedPlan(), 'Summary');

    const counts = rows
      .filter((row) => row[1]?.look === 'count')
      .map(([what, count]) => [what?.look, what?.value, count?.value]);
    expect(counts).toEqual([
      ['create', 'create users', 5],
      ['create', 'create groups', 1],
      ['update', 'update groups', 0],
      ['enable', 'enable users', 1],
      ['move', 'move users', 2],
      ['update', 'update users', 3],
      ['disable', 'disable users', 3],
      ['held', 'held back', 1],
      ['held', 'leavers left', 0],
      ['disable', 'never met', 1],
      ['wrapped', 'unchanged', 31],
      ['wrapped', 'technicians', 153],
      ['wrapped', 'mobile add-ons', 24],
      ['error', 'errors', 1],
      ['warning', 'warnings', 2],
      ['info', 'notes', 1],
    ]);
  });
});

describe('the Changes sheet', () => {
  test('has one row a change, in the order of the organization tree', () => {
    const groups = ['Technicians/B', 'Administrators', 'Technicians/A/C', 'Technicians/A'];
    const plan = planOf(groups.map((group) => userChange({ operations: ['create'], group })));

    const rows = values(plan, 'Changes');

    expect(rows.slice(1).map((row) => row[4])).toEqual([
      'Administrators',
      'Technicians/A',
      'Technicians/A/C',
      'Technicians/B',
    ]);
  });

  test('has users who are not in the directory at its end, apart from leavers', () => {
    const stranger: Change['reason'] = {
      code: 'NOT_A_MEMBER',
      text: 'not in the directory: no member of A',
      line: 3,
      path: [],
    };
    const leaver: Change['reason'] = { code: 'LEFT', text: 'deleted in the directory', line: null, path: [] };
    const plan = planOf([
      userChange({ operations: ['disable'], group: 'Technicians/A', name: 'Stranger', reason: stranger }),
      userChange({ operations: ['disable'], group: 'Technicians/B', name: 'Leaver', reason: leaver }),
    ]);

    const rows = values(plan, 'Changes');

    expect(rows.slice(1).map((row) => [row[1], row[6]])).toEqual([
      ['Leaver', 'deleted in the directory'],
      ['Stranger', 'not in the directory: no member of A'],
    ]);
  });

  test('tells everything about a move', () => {
    const rows = values(variedPlan(), 'Changes');

    expect(rows[0]).toHaveLength(11);
    expect(rows).toContainEqual([
      'move, update',
      'Ben Böhm',
      'ben.boehm@corp.example',
      'Technicians/Field',
      'Technicians/Helpdesk/Tier 1',
      'name: B. Boehm → Ben Böhm\ne-mail: bb@corp.example → ben.boehm@corp.example\nlink: set to the person in the directory',
      'existing user, recognised by login id; member of Helpdesk Tier 1',
      27,
      'technician',
      '',
      '',
    ]);
  });

  test('tells a new group from a new user, and a held change from one that is made', () => {
    const { rows } = sheet(variedPlan(), 'Changes');

    const group = rows.find((row) => row[0]?.value === 'create group');
    expect(group?.map(({ value }) => value)).toEqual([
      'create group',
      'Night Shift',
      '',
      '',
      'Technicians/Helpdesk/Night Shift',
      '',
      'fed by Night Shift',
      33,
      'group',
      '',
      '',
    ]);
    const held = rows.find((row) => row[1]?.value === 'Held Holder');
    expect([held?.[0], held?.[9], held?.[10]]).toEqual([
      { value: 'disable', look: 'held' },
      { value: 'limit disable', look: 'wrapped' },
      { value: 'h-7d1f', look: 'wrapped' },
    ]);
  });

  test('has room for an approval id in one line of its own, however many users it is about', () => {
    const id = holdId('disable', 99_999, 'f'.repeat(64));
    const held = { limit: 'limits.disable', id, also: [{ limit: 'rescue.adopt', id: 'a1-x' }] };
    const { rows, widths } = sheet(planOf([userChange({ operations: ['disable'], held })]), 'Changes');
    const column = rows[0]?.findIndex(({ value }) => value === 'Approval id') ?? -1;

    expect(rows[1]?.[column]?.value).toBe(`${id}\na1-x`);
    expect(widths[column]).toBeGreaterThan(id.length + 5);
  });
});

describe('a plan of entitlements', () => {
  const LICENSED: Labels = {
    ...RESCUE_LABELS,
    operations: ['create', 'grant', 'update', 'resume', 'revoke', 'suspend'],
    changesGroups: false,
    fields: [{ field: 'products', label: 'products', ofNew: true }],
  };
  const sheets = wholeSheetsOf(viewOf(entitlementPlan(), () => LICENSED, { most: Infinity }));
  const rowsOf = (name: string): WholeSheet['rows'] => sheets.find((one) => one.name === name)?.rows ?? [];

  test('has its own counts, and none of those of other targets', () => {
    const counts = rowsOf('Summary').filter((row) => row[1]?.look === 'count' && row[0]?.look !== 'wrapped');

    expect(counts.map(([what, count]) => `${what?.value} ${count?.value} ${what?.look}`).slice(0, 8)).toEqual([
      'create users 1 create',
      'grant to users 3 grant',
      'resume users 1 resume',
      'update users 0 update',
      'revoke from users 1 revoke',
      'suspend users 1 suspend',
      'blocked 1 held',
      'held back 0 held',
    ]);
  });

  test('shows what is blocked as what is not made, and says why', () => {
    const changes = rowsOf('Changes').slice(1);
    const cells = changes.map((row) => [row[1]?.value, row[0]?.value, row[0]?.look, row[5]?.value, row[9]?.value]);

    expect(cells).toEqual([
      [
        'Dan',
        'grant',
        'held',
        'products: (none) → Meeting',
        'blocked, out-of-licences: No licence of Meeting is free.',
      ],
      ['Ada', 'create', 'create', 'products: Meeting', ''],
      ['Bob', 'grant', 'grant', 'products: Connect → Connect, Meeting', ''],
      ['Cy', 'revoke', 'revoke', 'products: Connect, Meeting → Meeting', ''],
      ['Eve', 'resume, grant', 'resume', 'products: (none) → Meeting', ''],
      ['Fay', 'suspend', 'suspend', 'products: Meeting → (none)', ''],
    ]);
  });

  test('is shown as text, what is blocked with its reason', () => {
    const text = renderText(
      viewOf(entitlementPlan(), () => LICENSED, { most: Infinity }),
      { color: false, columns: 0 },
    );

    expect(text).toMatch(/⊕ grant +Dan .*blocked, out-of-licences: No licence of Meeting is free\./);
    expect(text).toMatch(/✖ suspend +Fay /);
    expect(text).toContain(
      'Plan: 1 to create, 3 to grant, 0 to update, 1 to resume, 1 to revoke, 1 to suspend; 31 unchanged; 1 blocked.',
    );
  });
});

describe('the other sheets', () => {
  test('Groups compares wanted, present and after', () => {
    const rows = values(variedPlan(), 'Groups');

    expect(rows.slice(1)).toEqual([
      ['Technicians/Helpdesk/Night Shift', 33, 1, 0, 1, 1],
      ['Technicians/Helpdesk/Tier 1', 27, 14, 12, 13, 1],
      ['Technicians/Osaka', 40, 5, 2, 5, 3],
    ]);
  });

  test('Notices names everybody of whom a text names only some', () => {
    const notice = {
      code: 'LEAVERS_LEFT',
      severity: 'warning',
      text: 'Ada, 1 more.',
      subject: 'x',
      line: null,
    } as const;
    const rows = values(planOf([], { notices: [{ ...notice, names: ['Ada', 'Bob\u0007'] }, notice] }), 'Notices');

    expect(rows.slice(1).map((row) => row[3])).toEqual(['Ada\nBob␇', 'x']);
  });

  test('Notices names as many as a cell holds of more people than a function takes arguments', () => {
    const names = Array.from({ length: 200_000 }, (_, index) => `Person ${index}`);
    const notice = {
      code: 'LEAVERS_LEFT',
      severity: 'warning',
      text: 'All.',
      subject: 'x',
      line: null,
      names,
    } as const;
    const cell = String(values(planOf([], { notices: [notice] }), 'Notices')[1]?.[3]);

    expect(cell.split('\n').slice(0, 2)).toEqual(['Person 0', 'Person 1']);
    expect([cell.length, cell.at(-1)]).toEqual([32_767, '…']);
  });

  test('Notices lists errors first', () => {
    const rows = values(variedPlan(), 'Notices');

    expect(rows.slice(1).map((row) => row.slice(0, 2))).toEqual([
      ['error', 'GROUP_NOT_FOUND'],
      ['warning', 'NO_LOGIN_ID'],
      ['warning', 'REMOVALS_WITHHELD'],
      ['note', 'IN_TWO_MAPPINGS'],
    ]);
  });

  test('say so when there is nothing to list', () => {
    expect(values(emptyPlan(), 'Changes')[1]).toEqual(['No changes.']);
    expect(values(emptyPlan(), 'Notices')[1]).toEqual(['No notices.']);
  });
});
