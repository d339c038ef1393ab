import { describe, expect, test } from '@jest/globals';
import { heldSets } from '../../src/plan/held-sets.ts';
import { Failure } from '../../src/core/failure.ts';
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
  budgetOf,
  rescueFile,
} from '../targets/rescue/planner/builders.ts';

const RED = mapping('Red', 'Technicians/Red');
const BLUE = mapping('Blue', 'Technicians/Blue', { line: 20 });

const percent = (value: number): LimitSettings['disable'] => ({ kind: 'percent', percent: value });
const count = (value: number): LimitSettings['disable'] => ({ kind: 'count', count: value });

function settings(limits: Partial<LimitSettings>, mappings = [RED, BLUE]): Settings {
  const all = { ...NO_LIMITS, ...limits };
  return { ...settingsOf(mappings), limits: all };
}

const words = (prefix: string, size: number): string[] =>
  Array.from({ length: size }, (_, index) => `${prefix}${index}`);

function linked(...names: readonly string[]): AccountLiteral[string] {
  return Object.fromEntries(names.map((name) => [name, { link: name }]));
}

/** Ten users in Red and ten in Blue; so many of each are no members any more. */
function world(gone: { readonly red: number; readonly blue: number }) {
  const red = words('r', 10);
  const blue = words('b', 10);
  const groups = { Red: [...red.slice(gone.red), 'newcomer'], Blue: blue.slice(gone.blue) };
  return {
    reading: readingOf({ groups }, [RED, BLUE]),
    account: accountOf({ 'Technicians/Red': linked(...red), 'Technicians/Blue': linked(...blue) }),
  };
}

describe('limits on disables', () => {
  test.each<[string, Partial<LimitSettings>, { red: number; blue: number }, number]>([
    ['a share that is kept lets all through', { disable: percent(10) }, { red: 2, blue: 0 }, 0],
    ['over the share all are held', { disable: percent(10) }, { red: 2, blue: 1 }, 3],
    ['below the minimum no share applies', { disable: percent(10), minimum: 4 }, { red: 2, blue: 1 }, 0],
    ['a number applies whatever the minimum', { disable: count(2), minimum: 4 }, { red: 2, blue: 1 }, 3],
    ['a number that is kept lets all through', { disable: count(3) }, { red: 2, blue: 1 }, 0],
    ['zero holds every one', { disable: count(0) }, { red: 0, blue: 1 }, 1],
    ['over the share of a group its own are held', { disablePerGroup: percent(30) }, { red: 4, blue: 3 }, 4],
    ['both groups over', { disablePerGroup: percent(30) }, { red: 4, blue: 5 }, 9],
  ])('%s', (_name, limits, gone, held) => {
    const { reading, account } = world(gone);

    const { plan } = planOf(settings(limits), reading, account);

    expect(plan.summary.held).toBe(held);
    expect(plan.summary.disable).toBe(gone.red + gone.blue);
    expect(lines(plan)).toContain('create newcomer@corp.example in Technicians/Red MEMBER_OF');
    expect(codes(plan).includes('HELD')).toBe(held > 0);
  });

  test('a mapping may have a limit of its own', () => {
    const own = { ...RED, disableLimit: percent(80) };
    const { reading, account } = world({ red: 4, blue: 4 });

    const { plan } = planOf(settings({ disablePerGroup: percent(30) }, [own, BLUE]), reading, account);

    const held = plan.changes.filter((change) => change.held !== null);
    expect(held.map(({ group }) => group)).toEqual(Array<string>(4).fill('Technicians/Blue'));
    expect(plan.notices).toMatchObject([{ code: 'HELD', subject: 'Technicians/Blue', line: 20 }]);
  });

  test('the first run over a grown account is caught by the same limits', () => {
    const reading = readingOf({ groups: { Red: ['ada'], Blue: [] } }, [RED, BLUE]);
    const strangers = Object.fromEntries(words('s', 20).map((word) => [word, {}]));

    const { plan } = planOf(settings({ disable: percent(10) }), reading, accountOf({ 'Technicians/Red': strangers }));

    expect(plan.summary).toMatchObject({ held: 20, create: 1 });
  });

  test('held disables give no licence back', () => {
    const { reading, account } = world({ red: 4, blue: 0 });
    const full = settings({ disable: count(1) });
    const licensed = {
      ...full,
      ...forRescue({ ...rescueFile(full).rescue, licenses: { technicians: 20, mobile: null } }),
    };

    const { plan } = planOf(licensed, reading, account);

    expect(codes(plan)).toEqual(['HELD', 'NO_SEAT']);
    expect(budgetOf(plan, 'technicians')).toEqual({ held: 20, before: 20, after: 20 });
  });
});

describe('approvals', () => {
  const limits = settings({ disable: count(1) });
  const idOf = (gone: { red: number; blue: number }): string => {
    const { reading, account } = world(gone);
    return planOf(limits, reading, account).plan.changes.find(({ held }) => held !== null)?.held?.id ?? '';
  };

  test('let exactly the held set through', () => {
    const { reading, account } = world({ red: 2, blue: 1 });

    const { plan } = planOf(limits, reading, account, [idOf({ red: 2, blue: 1 })]);

    expect(plan.summary).toMatchObject({ disable: 3, held: 0 });
  });

  test('of another set are refused, with what has changed', () => {
    const { reading, account } = world({ red: 3, blue: 1 });

    const attempt = (): unknown => planOf(limits, reading, account, [idOf({ red: 2, blue: 1 })]);

    expect(attempt).toThrow(Failure);
    expect(attempt).toThrow(
      /^The approval d3-\w+ stood for 3 users\. Held now: d4-\w+, 4 users: R0 <r0@corp.example>, R1 <r1@corp.example>, R2/,
    );
  });

  test('of another set are refused by the names of those who make the difference, where they are remembered', () => {
    const { reading, account } = world({ red: 3, blue: 0 });
    const then = world({ red: 2, blue: 1 });
    const earlier = heldSets(planOf(limits, then.reading, then.account).plan.changes);
    const id = idOf({ red: 2, blue: 1 });

    const attempt = (): unknown => planOf(limits, reading, account, [id], earlier);

    expect(attempt).toThrow(
      /stood for 3 users\. Held now is d3-\w+, 3 users; no longer in it: B0 <b0@corp.example>; new in it: R2 <r2@corp.example>\.$/,
    );
  });

  test('in the file let exactly the held set through', () => {
    const { reading, account } = world({ red: 2, blue: 1 });

    const { plan } = planOf({ ...limits, approve: [{ id: idOf({ red: 2, blue: 1 }), line: 3 }] }, reading, account);

    expect(plan.summary).toMatchObject({ disable: 3, held: 0 });
    expect(codes(plan)).not.toContain('APPROVAL_STALE');
  });

  test.each([
    ['have been used up can go', { red: 0, blue: 0 }, 'info', /stands for nothing that is planned now\. Remove it/, 0],
    ['are for another set let nobody through', { red: 2, blue: 0 }, 'warning', /another set .* \(d2-\w+\)/, 2],
  ] as const)('in the file that %s', (_, gone, severity, text, held) => {
    const { reading, account } = world(gone);

    const { plan } = planOf(
      { ...limits, approve: [{ id: 'd3-0123456789abcdef0123456789abcdef', line: 3 }] },
      reading,
      account,
    );

    const said = plan.notices.filter(({ code }) => code === 'APPROVAL_STALE');
    expect(plan.summary.held).toBe(held);
    expect(said).toMatchObject([
      { severity, subject: 'd3-0123456789abcdef0123456789abcdef', line: 3, text: expect.stringMatching(text) },
    ]);
  });
});
