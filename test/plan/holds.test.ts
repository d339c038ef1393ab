import type { RescueChange } from '../../src/targets/rescue/planner/change.ts';
import { describe, expect, test } from '@jest/globals';
import { HOLD_ID } from '../../src/plan/hold-id.ts';
import { type Held, holdChanges } from '../../src/plan/hold.ts';
import { type Holding, holdInput, situationOf } from '../../src/targets/rescue/planner/holds.ts';
import { approvalsOf } from '../../src/plan/approvals.ts';
import type { Change, Plan } from '../../src/plan/model.ts';
import type { DirectoryReading } from '../../src/core/people.ts';
import type { NodeId } from '../../src/targets/rescue/planner/account.ts';
import { NO_PAST, type Past, type RecentChange } from '../../src/plan/earlier-runs.ts';
import type { LimitSettings, Settings } from '../../src/core/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  codes,
  forRescue,
  lines,
  mapping,
  NO_LIMITS,
  planOf,
  readingOf,
  settingsOf,
  type TestAccount,
  budgetOf,
  rescueFile,
} from '../targets/rescue/planner/builders.ts';

const RED = mapping('Red', 'Technicians/Red');
const BLUE = mapping('Blue', 'Technicians/Blue', { line: 20 });

const percent = (value: number): LimitSettings['disable'] => ({ kind: 'percent', percent: value });
const count = (value: number): LimitSettings['disable'] => ({ kind: 'count', count: value });

const words = (prefix: string, size: number): string[] =>
  Array.from({ length: size }, (_, index) => `${prefix}${index}`);

function settings(limits: Partial<LimitSettings>, mappings = [RED, BLUE]): Settings {
  return { ...settingsOf(mappings), limits: { ...NO_LIMITS, ...limits } };
}

function linked(names: readonly string[], fields: object = {}): AccountLiteral[string] {
  return Object.fromEntries(names.map((name) => [name, { link: name, ...fields }]));
}

/** The ids of everything that a plan holds, by limit. */
function idsOf({ changes }: Plan): Map<string, string> {
  const all = changes.flatMap(({ held }) => (held === null ? [] : [held, ...held.also]));
  return new Map(all.map(({ limit, id }) => [limit, id]));
}

function heldLines({ changes }: Plan): string[] {
  return changes
    .filter(({ held }) => held !== null)
    .map(({ name, operations, held }) => `${operations.join('+')} ${name}: ${held?.limit ?? ''}`);
}

/** The changes of a plan, held against the limits again. */
function heldAnew(
  changes: readonly RescueChange[],
  holding: Holding,
): Held & { readonly changes: readonly RescueChange[] } {
  return holdChanges(changes, situationOf(changes, holding), holdInput(holding));
}

const RED_TEN = words('r', 10);

describe('what was read and what is concluded from absence are held apart', () => {
  /** Of ten users so many are disabled in the directory, and so many are gone from it. */
  function world(ended: number, gone: number): { reading: DirectoryReading; account: TestAccount } {
    const people = Object.fromEntries(RED_TEN.slice(0, ended).map((word) => [word, { state: 'disabled' as const }]));
    const groups = { Red: RED_TEN.slice(0, 10 - gone), Blue: [] };
    return {
      reading: readingOf({ groups, people }, [RED, BLUE]),
      account: accountOf({ 'Technicians/Red': linked(RED_TEN), 'Technicians/Blue': {} }),
    };
  }

  test.each<[string, number, number, readonly string[]]>([
    ['ends within the limit go on while the vanished wait', 1, 7, ['absence']],
    ['together over the limit, only the vanished wait', 3, 1, ['absence']],
    ['too many ends wait by themselves', 4, 0, ['said']],
    ['both over the limit are two sets', 4, 1, ['said', 'absence']],
    ['together within the limit all go on', 2, 1, []],
    ['the vanished alone over the limit', 0, 4, ['absence']],
  ])('%s', (_, ended, gone, held) => {
    const { reading, account } = world(ended, gone);

    const { plan, holds } = planOf(settings({ disable: count(3) }), reading, account);

    const waiting = plan.changes.filter((change) => change.held !== null);
    const evidence = new Set(waiting.map(({ reason }) => (reason.code === 'LEFT' ? 'absence' : 'said')));
    expect([...evidence].sort()).toEqual([...held].sort());
    expect(holds.size).toBe(held.length);
    expect(plan.changes.filter((change) => change.held === null).length).toBeLessThanOrEqual(3);
    for (const id of holds.keys()) expect(id).toMatch(HOLD_ID);
  });

  test('each has an id of its own, and the approval of one leaves the other held', () => {
    const { reading, account } = world(4, 2);
    const limits = settings({ disable: count(3) });
    const said = planOf(limits, reading, account).plan.changes.find(({ reason }) => reason.code === 'PERSON_DISABLED');

    const { plan } = planOf(limits, reading, account, [said?.held?.id ?? '']);

    expect(said?.held?.id).toMatch(/^d4-/);
    expect(plan.changes.filter(({ held }) => held === null).map(({ reason }) => reason.code)).toEqual(
      Array<string>(4).fill('PERSON_DISABLED'),
    );
    expect(plan.summary.held).toBe(2);
  });

  test('the same holds for the limit of a group', () => {
    const { reading, account } = world(2, 5);

    const { plan } = planOf(settings({ disablePerGroup: percent(30) }), reading, account);

    expect(new Set(heldLines(plan).map((line) => line.split(': ')[1]))).toEqual(new Set(['limits.disablePerGroup']));
    expect(plan.summary).toMatchObject({ held: 5, disable: 7 });
    expect(plan.notices.find(({ code }) => code === 'HELD')?.text).toContain('besides 2 whose accounts have ended');
  });
});

describe('moves, new addresses and creates have limits', () => {
  const moved = {
    reading: readingOf({ groups: { Red: [], Blue: RED_TEN } }, [RED, BLUE]),
    account: accountOf({ 'Technicians/Red': linked(RED_TEN), 'Technicians/Blue': {} }),
  };
  const people = Object.fromEntries(RED_TEN.map((word) => [word, { mail: `${word}@new.example` }]));
  const readdressed = {
    reading: readingOf({ groups: { Red: RED_TEN, Blue: [] }, people }, [RED, BLUE]),
    account: accountOf({ 'Technicians/Red': linked(RED_TEN), 'Technicians/Blue': {} }),
  };
  const created = {
    reading: readingOf({ groups: { Red: RED_TEN, Blue: [] } }, [RED, BLUE]),
    account: accountOf({}),
  };

  test.each<[string, Partial<LimitSettings>, typeof moved, string | null]>([
    ['over the share all moves wait', { move: percent(30) }, moved, 'limits.move'],
    ['within it they go on', { move: percent(100) }, moved, null],
    ['over the number', { move: count(9) }, moved, 'limits.move'],
    ['below the minimum no share applies', { move: percent(30), minimum: 11 }, moved, null],
    ['over the share all new addresses wait', { readdress: percent(30) }, readdressed, 'limits.readdress'],
    ['within it new addresses go on', { readdress: percent(100) }, readdressed, null],
    ['over the number all creates wait', { create: 9 }, created, 'limits.create'],
    ['a number that is kept', { create: 10 }, created, null],
    ['without a number everybody is created', { create: null }, created, null],
  ])('%s', (_, limits, { reading, account }, limit) => {
    const { plan } = planOf(settings(limits), reading, account);

    const users = plan.changes.filter(({ kind }) => kind === 'user');
    expect(users.map(({ held }) => held?.limit ?? null)).toEqual(Array<string | null>(10).fill(limit));
    expect(codes(plan).includes('HELD')).toBe(limit !== null);
  });

  test.each([
    ['limits.move', { move: count(0) }, moved, /^m10-/],
    ['limits.readdress', { readdress: count(0) }, readdressed, /^r10-/],
    ['limits.create', { create: 0 }, created, /^c10-/],
  ] as const)('an approval lets exactly that set of %s through', (limit, limits, { reading, account }, letter) => {
    const id = idsOf(planOf(settings(limits), reading, account).plan).get(limit) ?? '';

    const { plan } = planOf(settings(limits), reading, account, [id]);

    expect(id).toMatch(letter);
    expect(plan.summary.held).toBe(0);
    const users = plan.changes.filter(({ kind }) => kind === 'user');
    expect(users.map(({ letThrough }) => letThrough)).toEqual(
      Array(10).fill([{ limit, id, by: '--approve', part: false }]),
    );
    expect(plan.notices).toContainEqual(expect.objectContaining({ code: 'LET_THROUGH', severity: 'info' }));
  });

  test('new SSO ids count as new addresses do', () => {
    const sso = [{ ...RED, ssoId: 'email' as const }, BLUE];
    const account = accountOf({
      'Technicians/Red': linked(RED_TEN, { ssoId: 'old@corp.example', linkedSsoId: 'old@corp.example' }),
    });
    const reading = readingOf({ groups: { Red: RED_TEN, Blue: [] } }, sso);

    const { plan } = planOf(settings({ readdress: percent(30) }, sso), reading, account);

    expect(plan.summary).toMatchObject({ update: 10, held: 10 });
  });

  test('a group that is created for nobody but people who wait, waits with them', () => {
    const typo = [mapping('Red', 'Technicians/Rde')];
    const reading = readingOf({ groups: { Red: RED_TEN } }, typo);
    const account = accountOf({ 'Technicians/Red': linked(RED_TEN) });

    const { plan } = planOf(settings({ move: percent(30) }, typo), reading, account);
    const one = planOf(settings({ move: percent(30) }, typo), reading, account, [...idsOf(plan).values()]).plan;
    const newcomer = readingOf({ groups: { Red: [...RED_TEN, 'newcomer'] } }, typo);
    const two = planOf(settings({ move: percent(30) }, typo), newcomer, account).plan;

    const groupOf = ({ changes }: Plan): Change | undefined => changes.find(({ kind }) => kind === 'group');
    expect(plan.summary).toMatchObject({ held: 11, createGroup: 1 });
    expect(groupOf(one)?.held).toBeNull();
    expect(groupOf(two)?.held).toBeNull();
  });

  test('somebody in two sets waits for both approvals, and the plan names both at once', () => {
    const both = readingOf({ groups: { Red: [], Blue: RED_TEN }, people }, [RED, BLUE]);
    const limits = settings({ move: count(0), readdress: count(0) });

    const { plan } = planOf(limits, both, moved.account);
    const ids = idsOf(plan);
    const half = planOf(limits, both, moved.account, [ids.get('limits.move') ?? '']).plan;
    const whole = planOf(limits, both, moved.account, [...ids.values()]).plan;

    expect([...ids.keys()]).toEqual(['limits.move', 'limits.readdress']);
    expect(new Set(heldLines(half).map((line) => line.split(': ')[1]))).toEqual(new Set(['limits.readdress']));
    expect(whole.summary.held).toBe(0);
    expect(whole.changes.find(({ kind }) => kind === 'user')?.letThrough.map(({ limit }) => limit)).toEqual([
      ...ids.keys(),
    ]);
  });

  test('who waits to come keeps the seat, and does not count as there', () => {
    const base = settings({ create: 1 });
    const licensed = {
      ...base,
      ...forRescue({ ...rescueFile(base).rescue, licenses: { technicians: 8, mobile: null } }),
    };

    const { plan } = planOf(licensed, created.reading, created.account);

    expect(budgetOf(plan, 'technicians')).toEqual({ held: 8, before: 0, after: 0 });
    expect(codes(plan).filter((code) => code === 'NO_SEAT')).toHaveLength(2);
    expect(heldLines(plan).filter((line) => /^create R\d/.test(line))).toHaveLength(8);
    expect([...idsOf(plan).values()]).toEqual([expect.stringMatching(/^c8-/)]);
  });
});

describe('what earlier runs did counts', () => {
  const day = 86_400_000;
  const reading = readingOf({ groups: { Red: RED_TEN.slice(4), Blue: [] } }, [RED, BLUE]);
  /** Two of ten are gone by an earlier run, two go now. */
  const account = accountOf({
    'Technicians/Red': { ...linked(RED_TEN.slice(0, 2), { enabled: false }), ...linked(RED_TEN.slice(2)) },
  });
  const node = (word: string, { reading: { users } }: TestAccount = account): NodeId =>
    users.find(({ email }) => email === `${word}@corp.example`)?.id ?? ('' as NodeId);
  const disabled = (word: string, of = account): RecentChange => {
    return { node: node(word, of), counts: 'disable', from: null, after: {} };
  };
  const past = (...recent: RecentChange[]): { past: Past } => ({ past: { ...NO_PAST, recent } });

  test.each<[string, Partial<LimitSettings>, Past['recent'], number]>([
    ['two and two are over three', { disable: count(3) }, [disabled('r0'), disabled('r1')], 2],
    ['two and one are not', { disable: count(3) }, [disabled('r0')], 0],
    ['who is enabled again does not count', { disable: count(3) }, [disabled('r5'), disabled('r6')], 0],
    ['nobody counts twice', { disable: count(3) }, [disabled('r0'), disabled('r0'), disabled('r0')], 0],
    ['they are part of what the share is of', { disable: percent(40) }, [disabled('r0'), disabled('r1')], 0],
    ['a share that is kept once only', { disable: percent(30) }, [disabled('r0'), disabled('r1')], 2],
    ['they count towards the minimum', { disable: percent(10), minimum: 4 }, [disabled('r0'), disabled('r1')], 2],
    ['the limit of the group sees them', { disablePerGroup: percent(30) }, [disabled('r0'), disabled('r1')], 2],
    ['other kinds of change do not count', { disable: count(3) }, [{ ...disabled('r0'), counts: 'move' }], 0],
  ])('%s', (_, limits, recent, held) => {
    const { plan } = planOf(settings({ window: day, ...limits }), reading, account, [], new Map(), past(...recent));

    expect(plan.summary).toMatchObject({ held, disable: 2 });
  });

  test('a move counts while the user does not stand where it came from', () => {
    const moving = readingOf({ groups: { Red: ['a'], Blue: ['b', 'c'] } }, [RED, BLUE]);
    const there = accountOf({ 'Technicians/Red': linked(['a', 'b']), 'Technicians/Blue': linked(['c']) });
    const group = (path: string): NodeId =>
      there.reading.groups.find((one) => one.path.join('/') === path)?.id ?? ('' as NodeId);
    const move = (from: string): { past: Past } => {
      return past({ node: node('c', there), counts: 'move', from: group(from), after: {} });
    };
    const held = (from: string): number =>
      planOf(settings({ move: count(1) }), moving, there, [], new Map(), move(from)).plan.summary.held;

    expect(held('Technicians/Red')).toBe(1);
    expect(held('Technicians/Blue')).toBe(0);
  });

  test('a new address counts while the user has it', () => {
    const other = readingOf({ groups: { Red: ['a', 'b'], Blue: [] }, people: { b: { mail: 'new@corp.example' } } }, [
      RED,
      BLUE,
    ]);
    const there = accountOf({ 'Technicians/Red': linked(['a', 'b']) });
    const held = (email: string): number => {
      const change = { node: node('a', there), counts: 'readdress' as const, from: null, after: { email } };
      return planOf(settings({ readdress: count(1) }), other, there, [], new Map(), past(change)).plan.summary.held;
    };

    expect(held('A@corp.example')).toBe(1);
    expect(held('elsewhere@corp.example')).toBe(0);
  });

  test('where it is known in part only, that is said', () => {
    const known: Past = { ...NO_PAST, gaps: ['The journal of the run X is damaged.'] };

    const { plan } = planOf(settings({ window: day }), reading, account, [], new Map(), { past: known });
    const off = planOf(settings({ window: 0 }), reading, account, [], new Map(), { past: known }).plan;

    expect(plan.notices).toContainEqual(
      expect.objectContaining({
        code: 'WINDOW_UNCERTAIN',
        severity: 'warning',
        text: expect.stringContaining('run X'),
      }),
    );
    expect(codes(off)).not.toContain('WINDOW_UNCERTAIN');
  });
});

describe('a doubt', () => {
  /** Ten people who are moved by addresses alone would be adoptions; here one linked user of nobody is in doubt. */
  test('does not count against the limits of others', () => {
    const reading = readingOf({ groups: { Red: RED_TEN.slice(3), Blue: [] } }, [RED, BLUE]);
    const account = accountOf({ 'Technicians/Red': linked(RED_TEN), 'Technicians/Blue': {} });
    const { plan } = planOf(settings({ disable: count(2) }), reading, account);
    const doubted = plan.changes.map((change, index): RescueChange => {
      return index === 0
        ? { ...change, held: { limit: 'rescue.adopt', id: `a1-${'0'.repeat(32)}`, also: [] } }
        : change;
    });
    const rules = {
      settings: rescueFile(settings({ disable: count(2) })),
      account: account.reading,
      earlier: new Map(),
      past: NO_PAST,
    };

    const again = heldAnew(doubted, { ...rules, approvals: [] });
    const approvedAs = (id: string) => {
      const approvals = approvalsOf({ approve: [], file: 'sync.yaml' }, [id], []);
      return heldAnew(doubted, { ...rules, approvals });
    };
    const made = approvedAs(`a1-${'0'.repeat(32)}`);
    const through = approvedAs(again.changes[0]?.held?.id ?? '');

    expect(plan.summary.held).toBe(3);
    expect(again.changes.map(({ held }) => held?.limit ?? null)).toEqual(['rescue.adopt', null, null]);
    expect(made.changes.map(({ held }) => held?.limit ?? null)).toEqual(['rescue.adopt', null, null]);
    expect(through.changes.map(({ held }) => held)).toEqual([null, null, null]);
    expect(through.changes[0]?.letThrough).toMatchObject([{ limit: 'rescue.adopt', by: '--approve' }]);
  });
});

describe('the limits can be held against a plan that was made before', () => {
  const reading = readingOf({ groups: { Red: RED_TEN.slice(4), Blue: [] } }, [RED, BLUE]);
  const account = accountOf({ 'Technicians/Red': linked(RED_TEN), 'Technicians/Blue': {} });
  const free = planOf(settings({}), reading, account).plan;
  const again = (limits: Partial<LimitSettings>, ids: readonly string[] = [], past: Past = NO_PAST) => {
    const approvals = approvalsOf({ approve: [], file: 'sync.yaml' }, ids, []);
    const rules = {
      settings: rescueFile(settings(limits)),
      account: account.reading,
      earlier: new Map<string, never>(),
      past,
    };
    return heldAnew(free.changes, { ...rules, approvals });
  };

  test.each<[string, Partial<LimitSettings>]>([
    ['limits.disable', { disable: count(3) }],
    ['limits.disablePerGroup', { disablePerGroup: percent(30) }],
  ])('%s finds the same sets, with the same ids, as when it is planned', (limit, limits) => {
    const planned = planOf(settings(limits), reading, account).plan;

    const { changes, sets } = again(limits);

    expect(changes.map(({ held }) => held)).toEqual(planned.changes.map(({ held }) => held));
    expect(changes.every(({ held }) => held?.limit === limit)).toBe(true);
    expect(sets.get([...idsOf(planned).values()][0] ?? '')).toHaveLength(4);
  });

  test('an approval lets them through, and what the plan says of itself does not', () => {
    const [id = ''] = again({ disable: count(3) }).sets.keys();
    const forged = free.changes.map((change) => ({
      ...change,
      letThrough: [{ limit: 'limits.disable', id, by: '--approve', part: false }],
    }));
    const rules = {
      settings: rescueFile(settings({ disable: count(3) })),
      account: account.reading,
      earlier: new Map(),
      past: NO_PAST,
    };

    const refused = heldAnew(forged, { ...rules, approvals: [] });

    expect(again({ disable: count(3) }, [id]).changes.every(({ held }) => held === null)).toBe(true);
    expect(refused.changes.every(({ held, letThrough }) => held !== null && letThrough.length === 0)).toBe(true);
  });
});

test('of two accounts the same people are two sets', () => {
  const reading = readingOf({ groups: { Red: [], Blue: [] } }, [RED, BLUE]);
  const one = accountOf({ 'Technicians/Red': linked(RED_TEN), 'Technicians/Blue': {} });
  const two = { ...one, reading: { ...one.reading, account: '560962' } };
  const ids = [one, two].map(
    (account) => [...idsOf(planOf(settings({ disable: count(0) }), reading, account).plan).values()][0],
  );

  expect(ids[0]).not.toBe(ids[1]);
  expect(lines(planOf(settings({}), reading, one).plan)).toHaveLength(10);
});
