import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { withId } from '../../src/plan/change.ts';
import type {
  Facts,
  RescueChange as Change,
  SavedRescuePlan as SavedPlan,
} from '../../src/targets/rescue/planner/change.ts';
import type { NodeId } from '../../src/targets/rescue/planner/account.ts';
import { type Example, openExample } from './example.ts';
import { type Edit, following, forger, readPlan, tidied, withEdit } from './forge.ts';
import type { TargetSection } from '../../src/plan/model.ts';

/**
 * A saved plan in the hands of somebody who knows its form and its digest, and has no key: whatever they write, nothing
 * happens that the plan does not show, and nobody is reached who is protected, over a limit, or in a role that no mapping
 * feeds.
 */

let example: Example;
let plan: SavedPlan;
let restore: () => Promise<void>;
let requestsBefore = 0;

// One plan serves for all: each test begins with the account as it was then, and with no record of earlier runs.
beforeAll(async () => {
  example = await openExample();
  const nodes = structuredClone(example.sandbox.account.nodes);
  const yaml = await readFile(join(example.path, 'sync.yaml'));
  await example.run(['plan', '--out', 'plan.json']);
  plan = await readPlan(join(example.path, 'plan.json'));
  restore = async () => {
    example.sandbox.account.nodes = structuredClone(nodes);
    await writeFile(join(example.path, 'sync.yaml'), yaml);
    await rm(join(example.path, '.adsync'), { recursive: true, force: true });
  };
});

beforeEach(async () => {
  await restore();
  requestsBefore = example.sandbox.log.length;
});

afterAll(() => example.close());

function writes(): unknown[] {
  return example.sandbox.log.slice(requestsBefore).filter(({ wrote }) => wrote);
}

const { apply, nodeOf, of, changeFor, edited } = forger(() => ({ example, plan }));

/** The plan with one change edited, and only the digests made to fit. */
function raw(who: string, edit: Edit): SavedPlan {
  const change = changeFor(who);
  return { ...plan, changes: plan.changes.map((one) => (one === change ? withEdit(one, edit) : one)) };
}

function withSection(edit: (section: TargetSection) => Partial<TargetSection>): SavedPlan {
  return { ...plan, targets: plan.targets.map((section) => ({ ...section, ...edit(section) })) };
}

/** Whose end was read. */
function ended(): string {
  return plan.changes.find(({ reason }) => reason.code.startsWith('PERSON_'))?.email ?? 'nobody';
}

function withMore(...more: readonly Change[]): SavedPlan {
  return tidied(plan, [...plan.changes, ...more]);
}

const GINA = 'gina.gone@corp.example';
const ADA = 'Ada.Lovelace@corp.example';
const JOSE = 'jose.nunez@corp.example';
const BEA = 'bea.russo@corp.example';
/** A field of the name that an object has anyway. */
const ODD = { constructor: 'x' } as unknown as Facts;
const MARIA = 'maria.rossi-bianchi@corp.example';

describe('a plan that shows something else than it does is refused, and the change is named', () => {
  test.each<[string, () => SavedPlan, RegExp]>([
    ['an operation is hidden', () => edited(GINA, () => ({ operations: ['update'] })), /Gina Gone .* says update/],
    [
      'a field is set that is not among the operations',
      () =>
        edited(MARIA, ({ before, after }) => ({
          before: { ...before, status: 'enabled' },
          after: { ...after, status: 'disabled' },
        })),
      /Maria Rossi-Bianchi .* says update, but what it writes is: disable, update/,
    ],
    [
      'a field is set that is not said to change',
      () => edited(ADA, ({ after }) => ({ after: { ...after, ssoId: 'eve@corp.example' } })),
      /Ada Lovelace .* names the ssoId on one side only/,
    ],
    [
      'another name is shown',
      () => edited(GINA, () => ({ name: 'Tom Trainee' })),
      /shows the name "Tom Trainee" for "Gina Gone"/,
    ],
    [
      'another name is shown for somebody new',
      () => edited(BEA, () => ({ name: 'Bea Harmless' })),
      /shows the name "Bea Harmless" for "Bea Russo"/,
    ],
    ['another address is shown', () => edited(GINA, () => ({ email: ADA })), /shows the e-mail address/],
    [
      'another place is shown',
      () => edited(JOSE, () => ({ group: 'Technicians/Helpdesk/Tier 2' })),
      /shows another place than it takes/,
    ],
    [
      'a move is hidden',
      () => edited(GINA, () => ({ toNode: '337373' as NodeId })),
      /Gina Gone .* moves without saying so/,
    ],
    [
      'a link is hidden in the marker',
      () => edited(MARIA, ({ marker }) => ({ marker: marker?.replace('000000000026', '000000000099') ?? null })),
      /links without saying so/,
    ],
    [
      'the marker is that of somebody else',
      () => edited(ADA, () => ({ marker: changeFor(BEA).native.marker })),
      /links to somebody else/,
    ],
    [
      'the marker is no marker',
      () => edited(ADA, ({ marker }) => ({ marker: `x ${marker ?? ''}` })),
      /marker that is none/,
    ],
    [
      'there are two markers in one',
      () => edited(ADA, ({ marker }) => ({ marker: `${changeFor(BEA).native.marker ?? ''} ${marker ?? ''}` })),
      /marker that is none/,
    ],
    [
      'a name holds a line break',
      () => edited(ADA, ({ after }) => ({ name: 'Ada\nStatus: x', after: { ...after, name: 'Ada\nStatus: x' } })),
      /control characters/,
    ],
    [
      'a reason holds an escape sequence',
      () => edited(ADA, ({ reason }) => ({ reason: { ...reason, text: '\u001b[2J' } })),
      /control characters/,
    ],
    ['who the user was is left out', () => edited(GINA, () => ({ facts: null })), /does not say who the user is/],
    [
      'who the user was is told in two ways',
      () => edited(MARIA, ({ facts }) => ({ facts: facts === null ? null : { ...facts, name: 'Tom Trainee' } })),
      /does not agree with itself about the name/,
    ],
    ['an id is copied', () => raw(GINA, () => ({ id: changeFor(ADA).id })), /id that does not fit/],
    [
      'a change stands in it twice',
      () => ({ ...plan, changes: [...plan.changes, changeFor(GINA)] }),
      /stands in it twice/,
    ],
    [
      'one user has two changes',
      () => withMore(of(GINA, { name: 'Gina Gone-Bye' })),
      /is about the same one as the change/,
    ],
    ['it needs what is not there', () => raw(GINA, () => ({ needs: ['000000000000'] })), /needs one that is not in it/],
    ['it waits for itself', () => raw(GINA, ({ id }) => ({ needs: [id] })), /waits for itself/],
    [
      'two wait for each other',
      () => {
        const [gina, ada] = [changeFor(GINA), changeFor(ADA)];
        const needs = new Map([
          [gina.id, [ada.id]],
          [ada.id, [gina.id]],
        ]);
        return { ...plan, changes: plan.changes.map((one) => ({ ...one, needs: needs.get(one.id) ?? one.needs })) };
      },
      /waits for itself/,
    ],
    ['it does not wait for its group', () => raw(BEA, () => ({ needs: [] })), /does not wait for what must come first/],
    ['the order is another', () => ({ ...plan, changes: [...plan.changes].reverse() }), /stands at another place/],
    ['the counts say less', () => ({ ...plan, summary: { ...plan.summary, disable: 0 } }), /Its summary/],
    [
      'the licences say less',
      () =>
        withSection(({ budgets }) => ({
          budgets: budgets.map((one) => (one.name === 'technicians' ? { ...one, after: 22 } : one)),
        })),
      /Its budgets/,
    ],
    [
      'the size of a group says less',
      () => withSection(({ tallies }) => ({ tallies: tallies.map((tally) => ({ ...tally, after: tally.present })) })),
      /Its count of Technicians\/Field/,
    ],
    [
      'a group is shown under another name',
      () => edited('Network', () => ({ name: 'Harmless' })),
      /shows another name/,
    ],
    [
      'a group is linked without a word',
      () => edited('Field', ({ after }) => ({ after: { name: after.name ?? '' } })),
      /links without saying so/,
    ],
    [
      'a group is linked to another one than is said',
      () => edited('Field', () => ({ marker: changeFor('Network').native.marker })),
      /links to another group/,
    ],
    [
      'it names a second account',
      () => ({ ...plan, targets: [...plan.targets, ...plan.targets] }),
      /name each of its accounts once/,
    ],
    [
      'it names two accounts of one type, and the second first',
      () => {
        const [section] = plan.targets;
        const other = { ...section, id: 'rescue:1', account: '1' } as TargetSection;
        return tidied({ ...plan, targets: [...plan.targets, other] }, plan.changes);
      },
      /name each of its accounts once/,
    ],
    [
      'the id of an account does not fit',
      () => withSection(() => ({ account: '1' })),
      /names an account rescue:560961/,
    ],
    [
      'the type of an account is none',
      () => withSection(() => ({ type: '__proto__', id: '__proto__:560961' })),
      /is made in no account of the plan/,
    ],
    [
      'a change is made elsewhere',
      () => raw(GINA, () => ({ target: 'rescue:1' })),
      /is made in no account of the plan/,
    ],
    [
      'a notice is about another account',
      () => {
        const [first, ...others] = plan.notices.map((notice) => ({ ...notice, target: 'rescue:1' }));
        return { ...plan, notices: first === undefined ? [] : [first, ...others] };
      },
      /is about no account of the plan/,
    ],
    [
      'a notice says by itself that everything was approved',
      () => {
        const text = 'All changes are let through by sync.yaml:1.';
        const said = { code: 'LET_THROUGH', severity: 'info', text, subject: 'all groups', line: 1 } as const;
        return tidied({ ...plan, notices: [...plan.notices, said] }, plan.changes);
      },
      /The notice LET_THROUGH does not say that it is about holds/,
    ],
    [
      'a budget is none',
      () => withSection(() => ({ budgets: [{ name: 'constructor', held: 5, before: 0, after: 0 }] })),
      /budget "constructor" is none/,
    ],
    [
      'a budget is in it twice',
      () => withSection(({ budgets }) => ({ budgets: [...budgets, ...budgets] })),
      /is none, or is in it twice/,
    ],
    [
      'an absence is said to be an end that was read',
      () => edited(GINA, () => ({ evidence: 'said' })),
      /the reason LEFT_DIRECTORY, and says something else of what it rests on/,
    ],
    [
      'an end that was read is said to be an absence',
      () => edited(ended(), () => ({ evidence: 'absence' })),
      /the reason PERSON_(?:DISABLED|EXPIRED), and says something else/,
    ],
    [
      'a disable is put off',
      () => edited(GINA, () => ({ stage: 'former' })),
      /the reason LEFT_DIRECTORY, and says something else/,
    ],
    [
      'a field is set that every object has',
      () => edited(ADA, ({ after, before }) => ({ after: { ...after, ...ODD }, before: { ...before, ...ODD } })),
      /has a field "constructor", which there is not/,
    ],
    [
      'a role is one that every object has',
      () => edited(GINA, () => ({ role: 'constructor' as Change['role'] })),
      /is about "constructor", which is no role/,
    ],
    [
      'a marker is a set',
      () => raw(ADA, () => ({ marker: ['x'] as unknown as string })),
      /does not say where it is made/,
    ],
    [
      'a place is a switch',
      () => raw(GINA, () => ({ fromNode: true as unknown as NodeId })),
      /does not say where it is made/,
    ],
    ['the date is no time', () => ({ ...plan, createdAt: '2026-06-30T23:59:60Z' }), /when it was made/],
    [
      'a held change is held by no id',
      () => edited(GINA, () => ({ held: { limit: 'limits.disable', id: 'yes', also: [] } })),
      /held by an id that is none/,
    ],
  ])('%s', async (_what, forge, says) => {
    const ended = await apply(forge());

    expect(ended.stderr).toContain('PLAN_INCONSISTENT');
    expect(ended.stderr.replace(/\n {2}/g, ' ')).toMatch(says);
    expect(ended.code).toBe(4);
    expect(writes()).toEqual([]);
  });
});

const FORBIDDEN: [string, () => SavedPlan, RegExp][] = [
  [
    'somebody protected',
    () => withMore(of('night.watch@partner.example', { name: 'Day Watch' })),
    /night.watch@partner.example is protected \(listed in rescue.protect\)/,
  ],
  [
    'the user whose credentials are used',
    () => withMore(of('olivia.owner@corp.example', { name: 'Eve' })),
    /no mapping of the file feeds master administrators/,
  ],
  [
    'somebody in a role that no mapping feeds',
    () => withMore(of('alan.admin@corp.example', { status: 'disabled' })),
    /no mapping of the file feeds administrators/,
  ],
  [
    'somebody under another role',
    () => {
      const alan = { ...of('alan.admin@corp.example', { status: 'disabled' }), role: 'technician' as const };
      return withMore(withId(following({ ...alan, group: 'Technicians/Helpdesk/Tier 1' })));
    },
    /the user is an administrator, not a technician/,
  ],
  [
    'the node of somebody else',
    () => edited(GINA, () => ({ node: String(nodeOf('night.watch@partner.example').id) as NodeId })),
    /is protected/,
  ],
  [
    'a master administrator as somebody new',
    () =>
      edited(BEA, ({ after }) => ({
        role: 'masterAdministrator',
        group: 'Master Administrators',
        after: { ...after, group: 'Master Administrators' },
        toNode: '337361' as NodeId,
      })),
    /no mapping of the file feeds master administrators/,
  ],
  [
    'a technician into a group of administrators',
    () =>
      edited(BEA, ({ after }) => ({
        group: 'Administrators',
        after: { ...after, group: 'Administrators' },
        toNode: '337362' as NodeId,
      })),
    /Administrators is no place for a technician/,
  ],
  [
    'a move to a place that no mapping feeds',
    () => withMore(of('oskar.lind@corp.example', { group: 'Technicians/Night Shift' }, '337373')),
    /no mapping of the file feeds Technicians\/Night Shift/,
  ],
  [
    'a group that no mapping feeds',
    () =>
      edited('Field', ({ after }) => ({ name: 'Lair', group: 'Technicians/Lair', after: { ...after, name: 'Lair' } })),
    /no mapping of the file feeds Technicians\/Lair/,
  ],
  [
    'the name of a group that mirrors nothing',
    () =>
      withMore(
        withId({
          ...changeFor('Network'),
          operations: ['update'],
          name: 'Lair',
          group: 'Technicians/Helpdesk/Tier 2/Lair',
          before: { name: 'Night Shift', link: null },
          after: { name: 'Lair', link: '6f1d2c00-5a3b-4c7e-9d10-000000001003' },
          node: '337373' as NodeId,
          native: {
            ...changeFor('Network').native,
            fromNode: '337363' as NodeId,
            toNode: '337363' as NodeId,
          },
        }),
      ),
    /the group is Technicians\/Night Shift, which mirrors no directory group/,
  ],
];

describe('a plan that would do what no plan may is refused, and the change is named', () => {
  test.each(FORBIDDEN)('%s', async (_what, forge, says) => {
    const ended = await apply(forge());

    expect(ended.stderr).toContain('PLAN_FORBIDDEN');
    expect(ended.stderr.replace(/\n {2}/g, ' ')).toMatch(says);
    expect(ended.code).toBe(4);
    expect(writes()).toEqual([]);
  });

  test('somebody in a role that no mapping feeds, also where the change is held and its approval is given', async () => {
    const held = { limit: 'rescue.adopt', id: `a1-${'0'.repeat(32)}`, also: [] };
    const forge = (): SavedPlan => withMore({ ...of('alan.admin@corp.example', { status: 'disabled' }), held });
    const untouched = structuredClone(example.sandbox.account.nodes);
    const waits = await apply(forge());
    const [id = ''] = /a1-[0-9a-f]+/.exec(waits.stdout) ?? [];
    example.sandbox.account.nodes = untouched;

    const ended = await apply({ ...forge(), savedId: '0'.repeat(32) }, '--approve', id);

    expect(waits.stdout).toContain('29 of 30 changes made');
    expect(ended.stderr).toMatch(/PLAN_FORBIDDEN .*Alan Admin/);
    expect(ended.code).toBe(4);
  });

  test('somebody who has a protected address by now', async () => {
    const path = join(example.path, 'sync.yaml');
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text.replace('[night.watch@partner.example]', '[night.watch@partner.example, vip.*@corp.example]'),
    );
    await example.run(['plan', '--out', 'plan.json']);
    nodeOf(GINA).email = `vip.${GINA}`;

    const ended = await example.run(['apply', 'plan.json', '--yes']);

    expect(ended.stderr).toMatch(/PLAN_FORBIDDEN .*Gina Gone/);
    expect(ended.code).toBe(4);
    expect(writes()).toEqual([]);
  });
});

describe('a change that fits another state of the account is left alone, and the others are made', () => {
  test.each<[string, () => SavedPlan, RegExp]>([
    [
      'a user is shown at another place',
      () => edited(GINA, () => ({ group: 'Technicians/Helpdesk/Tier 2' })),
      /Technicians\/Helpdesk\/Tier 2 is no longer where it was/,
    ],
    [
      'a user is shown by the name of somebody else',
      () =>
        edited(GINA, ({ facts }) => ({
          name: 'Tom Trainee',
          facts: facts === null ? null : { ...facts, name: 'Tom Trainee' },
        })),
      /The name is "Gina Gone" by now/,
    ],
    [
      'a user is moved from another place than is shown',
      () => edited(JOSE, ({ before }) => ({ before: { ...before, group: 'Technicians/Field' } })),
      /Technicians\/Field is no longer where it was/,
    ],
  ])('%s', async (_what, forge, says) => {
    const ended = await apply(forge());

    expect(ended.stdout.replace(/\s+/g, ' ')).toMatch(says);
    expect(ended.stdout).toContain('28 of 29 changes made');
    expect(ended.code).toBe(3);
  });
});
