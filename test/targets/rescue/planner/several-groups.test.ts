import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refuseForbidden } from '../../../../src/targets/rescue/planner/forbidden.ts';
import { checkSavedNames } from '../../../../src/targets/rescue/planner/known-names.ts';
import { fingerprint, formatMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import type { Plan } from '../../../../src/plan/model.ts';
import type { Mapping } from '../../../../src/targets/rescue/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  approvalsFor,
  codes,
  type DirectoryLiteral,
  groupId,
  lines,
  mapping,
  planOf,
  readingOf,
  settingsOf,
} from './builders.ts';

/** Two sites, one team. The groups of the list stand at the lines 20 and 21 of the file, the mapping at 10. */
const TEAM = mapping(['Berlin', 'Vienna'], 'Technicians/Team');
const GROUPS = { Berlin: ['ada', 'bo'], Vienna: ['bo', 'cleo'] };
const HERE: AccountLiteral = {
  'Technicians/Team': { ada: { link: 'ada' }, bo: { link: 'bo' }, cleo: { link: 'cleo' } },
};

interface Given extends Partial<DirectoryLiteral> {
  readonly mappings?: readonly Mapping[];
  readonly account?: AccountLiteral;
  readonly links?: Readonly<Record<string, string>>;
  readonly known?: Readonly<Record<string, string>>;
}

function planFor(given: Given): Plan {
  const { mappings = [TEAM], account = {}, links = {}, known = {}, ...literal } = given;
  const descriptions = Object.fromEntries(
    Object.entries(links).map(([path, source]) => [
      path,
      formatMarker({ person: groupId(source), fingerprint: fingerprint(null, false) }),
    ]),
  );
  const knownNames = new Map(Object.entries(known).map(([name, group]) => [name, groupId(group)]));
  const reading = readingOf({ groups: GROUPS, ...literal }, mappings);
  return planOf(settingsOf(mappings), reading, accountOf(account, {}, descriptions), [], new Map(), { knownNames })
    .plan;
}

describe('several directory groups for one Rescue group', () => {
  test('their members stand there together, each with the group and the line that brought them', () => {
    const plan = planFor({});

    expect(lines(plan)).toEqual([
      'create group Technicians/Team MAPPED',
      'create ada@corp.example in Technicians/Team MEMBER_OF',
      'create bo@corp.example in Technicians/Team MEMBER_OF',
      'create cleo@corp.example in Technicians/Team MEMBER_OF',
    ]);
    expect(plan.changes.map(({ reason: { text, line, path } }) => [text, line, path])).toEqual([
      ['fed by Berlin and Vienna', 10, []],
      ['member of Berlin', 20, ['Berlin']],
      ['member of Berlin', 20, ['Berlin']],
      ['member of Vienna', 21, ['Vienna']],
    ]);
  });

  test('people who are in several of them are in one mapping', () => {
    expect(codes(planFor({}))).not.toContain('IN_TWO_MAPPINGS');
  });

  test('whoever is in another mapping as well is told by the group of the list', () => {
    const notice = planFor({ mappings: [mapping('Berlin', 'Technicians/B'), TEAM] }).notices.find(
      ({ code }) => code === 'IN_TWO_MAPPINGS',
    );

    expect(notice).toMatchObject({
      line: 20,
      text: expect.stringContaining('also a member of Berlin; the mapping at line 10'),
    });
  });

  test('somebody who goes from one to another stays, and one who leaves all is a leaver', () => {
    const plan = planFor({ groups: { Berlin: [], Vienna: ['bo', 'ada'] }, account: HERE });

    expect(lines(plan)).toEqual(['disable cleo@corp.example in Technicians/Team (status) LEFT']);
    expect(plan.changes[0]?.reason).toMatchObject({
      line: 10,
      text: expect.stringContaining('not in Berlin or Vienna;'),
    });
  });

  test('a stranger is a member of none', () => {
    const account = { 'Technicians/Team': { ...HERE['Technicians/Team'], eve: {} } };

    expect(planFor({ account }).changes[0]?.reason).toMatchObject({
      code: 'NOT_A_MEMBER',
      text: 'not in the directory: no member of Berlin or Vienna',
    });
  });
});

describe('while one of them is not whole', () => {
  test.each(['Berlin', 'Vienna'])('nobody is disabled or moved: %s', (name) => {
    const plan = planFor({
      groups: { Berlin: ['bo'], Vienna: ['new'] },
      account: { ...HERE, 'Technicians/Old': { bo2: {} } },
      incomplete: [name],
    });

    expect(lines(plan)).toEqual(['create new@corp.example in Technicians/Team MEMBER_OF']);
    expect(codes(plan)).toContain('REMOVALS_WITHHELD');
  });

  test('the notice names it with its own line and column', () => {
    const { notices, directory } = planFor({ incomplete: ['Vienna'], account: HERE });

    expect(directory).toMatchObject({ complete: false });
    expect(notices.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'GROUP_NOT_FOUND',
        subject: 'Vienna',
        line: 21,
        text: 'no Vienna It stands at line 21, column 9 of the file. Without it the mapping to Technicians/Team is incomplete.',
      },
    ]);
  });

  test('a mapping of one group says no more than its line', () => {
    const { notices } = planFor({ mappings: [mapping('Gone', 'Technicians/Team')] });

    expect(notices[0]).toMatchObject({ subject: 'Gone', line: 10, text: 'no Gone' });
  });

  test('nobody is created in a role that another mapping gives below it', () => {
    const mappings = [mapping(['Lead A', 'Lead B'], 'Administrators/Leads'), TEAM];
    const plan = planFor({ mappings, groups: { ...GROUPS, 'Lead A': [] } });

    expect(lines(plan).filter((line) => line.startsWith('create ada'))).toEqual([]);
    expect(codes(plan)).toContain('ROLE_UNCERTAIN');
  });
});

describe('groups inside them', () => {
  const nested = { Berlin: ['ada', '@Night'], Vienna: ['bo', '@Day'], Night: ['cleo'], Day: ['dan'] };

  test('are mirrored below the one Rescue group, with links of their own', () => {
    const plan = planFor({ groups: nested });

    expect(
      plan.changes.slice(0, 3).map(({ group, after, reason }) => [group, after.link, reason.text, reason.line]),
    ).toEqual([
      ['Technicians/Team', undefined, 'fed by Berlin and Vienna', 10],
      ['Technicians/Team/Day', groupId('Day'), 'mirrors Vienna › Day', 21],
      ['Technicians/Team/Night', groupId('Night'), 'mirrors Berlin › Night', 20],
    ]);
    expect(lines(plan)).toContain('create dan@corp.example in Technicians/Team/Day MEMBER_OF');
  });

  test('of one name never share a place: the first keeps it, people of the other stay as they are', () => {
    const groups = { Berlin: ['ada', '@Night'], Vienna: ['bo', '@night'], Night: ['cleo'], night: ['dan'] };
    const plan = planFor({ groups, account: { 'Technicians/Old': { dan: { link: 'dan' } } } });

    expect(lines(plan).filter((line) => line.includes('dan'))).toEqual([]);
    expect(plan.notices.find(({ code }) => code === 'GROUP_NAME_SHARED')).toMatchObject({
      line: 21,
      text: expect.stringContaining(
        'night (CN=night) would be mirrored to Technicians/Team/night, which belongs to Night',
      ),
    });
  });

  test.each<[Mapping['subgroups'], string[]]>([
    ['flatten', ['ada', 'bo', 'cleo', 'dan']],
    ['ignore', ['ada', 'bo']],
  ])('%s', (subgroups, people) => {
    const plan = planFor({ mappings: [{ ...TEAM, subgroups }], groups: nested });

    expect(lines(plan).slice(1)).toEqual(
      people.map((one) => `create ${one}@corp.example in Technicians/Team MEMBER_OF`),
    );
  });

  test('a group of the list that stands in another one is not mirrored below it', () => {
    const plan = planFor({ groups: { Berlin: ['ada', '@Vienna'], Vienna: ['bo', '@Berlin'] } });

    expect(lines(plan)).toEqual([
      'create group Technicians/Team MAPPED',
      'create ada@corp.example in Technicians/Team MEMBER_OF',
      'create bo@corp.example in Technicians/Team MEMBER_OF',
    ]);
  });

  test('a place that a list names belongs to any group of the list', () => {
    const mappings = [mapping('Outer', 'Technicians/Outer'), mapping(['Berlin', 'Vienna'], 'Technicians/Outer/Vienna')];
    const plan = planFor({ mappings, groups: { ...GROUPS, Outer: ['@Vienna'] } });

    expect(codes(plan)).not.toContain('GROUP_NAME_SHARED');
    expect(lines(plan)).toContain('create cleo@corp.example in Technicians/Outer/Vienna MEMBER_OF');
  });
});

describe('names', () => {
  const there = { account: HERE, links: { 'Technicians/Team': 'Old' } };

  test('are known one by one', () => {
    expect(planFor({}).targets[0]?.names).toEqual({ berlin: groupId('Berlin'), vienna: groupId('Vienna') });
    expect(planFor({ incomplete: ['Vienna'] }).targets[0]?.names).toEqual({ berlin: groupId('Berlin') });
  });

  test('one that means another group than before holds the mapping, at its line', () => {
    const plan = planFor({
      known: { vienna: 'Vienna of last year' },
      groups: { Berlin: ['ada'], Vienna: ['bo'] },
      account: HERE,
    });

    expect(plan.changes).toEqual([]);
    expect(plan.notices[0]).toMatchObject({ code: 'GROUP_IDENTITY_CHANGED', subject: 'Vienna', line: 21 });
    expect(approvalsFor(plan)).toHaveLength(1);
  });

  test('the link of the Rescue group says nothing of them, and stays', () => {
    const plan = planFor(there);

    expect(lines(plan)).toEqual([]);
    expect(codes(plan)).toEqual([]);
    expect(
      checkSavedNames(plan, new Map(), [], {
        settings: settingsOf([TEAM]),
        account: accountOf(
          HERE,
          {},
          { 'Technicians/Team': formatMarker({ person: groupId('Old'), fingerprint: 'bfe2ad0c' }) },
        ).reading,
      }),
    ).toEqual([]);
  });

  test('a saved plan that would link the Rescue group to one of them is refused', () => {
    const single = planFor({ mappings: [mapping('Berlin', 'Technicians/Team')] });

    expect(() => {
      refuseForbidden(single, settingsOf([TEAM]), accountOf({}).reading);
    }).toThrow('no name of the plan means the directory group');
    expect(() => {
      refuseForbidden(planFor({}), settingsOf([TEAM]), accountOf({}).reading);
    }).not.toThrow();
  });
});

describe('lists that feed less than they say', () => {
  test('one group in two ways is said, and does no harm', () => {
    const reading = readingOf({ groups: GROUPS }, [TEAM]);
    const roots = reading.roots.map(() => ({ kind: 'complete' as const, group: groupId('Berlin') }));
    const { plan } = planOf(settingsOf([TEAM]), { ...reading, kind: 'complete', roots }, accountOf({}));

    expect(lines(plan).slice(1)).toEqual([
      'create ada@corp.example in Technicians/Team MEMBER_OF',
      'create bo@corp.example in Technicians/Team MEMBER_OF',
    ]);
    expect(plan.notices).toContainEqual(
      expect.objectContaining({ code: 'GROUP_LISTED_TWICE', subject: 'Vienna', line: 21 }),
    );
  });

  test('nobody in any of them', () => {
    expect(planFor({ groups: { Berlin: [], Vienna: [] } }).notices).toContainEqual(
      expect.objectContaining({
        code: 'MAPPING_EMPTY',
        text: 'None of the directory groups has people, nor has any group inside them, so the mapping feeds nobody.',
        subject: 'Berlin and Vienna',
        line: 10,
      }),
    );
  });

  test('all people in mappings that come first', () => {
    const first = mapping('All', 'Technicians/All');
    const plan = planFor({ mappings: [first, TEAM], groups: { ...GROUPS, All: ['ada', 'bo', 'cleo'] } });

    expect(plan.notices.find(({ code }) => code === 'MAPPING_SHADOWED')?.text).toContain(
      'All 3 people of the directory groups belong to mappings that come first',
    );
  });
});

test('members of all of them count together against the ceiling', () => {
  const settings = settingsOf([TEAM], { ceilings: { groups: 999, membersPerGroup: 2 } });

  expect(() => planOf(settings, readingOf({ groups: GROUPS }, [TEAM]), accountOf({}))).toThrow(
    'Technicians/Team (3, line 10)',
  );
});

describe('in every company', () => {
  const word = fc.constantFrom('ada', 'bo', 'cleo', 'dan', 'eve');
  const members = fc.uniqueArray(word, { maxLength: 5 });
  const account = fc.dictionary(
    fc.constantFrom('Technicians/Team', 'Technicians/Old'),
    members.map((words) => Object.fromEntries(words.map((one) => [one, { link: one }]))),
  );
  const company = fc
    .record({ groups: fc.tuple(members, members, members), account })
    .map(({ groups: [a, b, c], account: there }) => {
      const once = new Set<string>();
      const users = Object.entries(there).map(([path, inside]): [string, typeof inside] => [
        path,
        Object.fromEntries(Object.entries(inside).filter(([one]) => !once.has(one) && once.add(one))),
      ]);
      return { groups: { A: a, B: b, C: c }, account: Object.fromEntries(users) };
    });
  const LIST = mapping(['A', 'B', 'C'], 'Technicians/Team');

  test('a list does what one directory group with all the members does', () => {
    fc.assert(
      fc.property(company, ({ groups, account: there }) => {
        const all = [...new Set(Object.values(groups).flat())];
        const ofList = planFor({ mappings: [LIST], groups, account: there });
        const ofOne = planFor({ mappings: [mapping('U', 'Technicians/Team')], groups: { U: all }, account: there });

        expect(lines(ofList)).toEqual(lines(ofOne));
        expect(codes(ofList)).toEqual(codes(ofOne));
      }),
      { numRuns: 200, seed: 16 },
    );
  });

  test('no list that is not whole takes anything from anybody', () => {
    fc.assert(
      fc.property(company, fc.constantFrom('A', 'B', 'C'), ({ groups, account: there }, half) => {
        const plan = planFor({ mappings: [LIST], groups, account: there, incomplete: [half] });

        expect(plan.changes.flatMap(({ operations }) => operations)).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^(disable|move)$/)]),
        );
      }),
      { numRuns: 200, seed: 17 },
    );
  });
});
