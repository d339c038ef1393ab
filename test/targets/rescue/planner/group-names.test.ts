import { describe, expect, test } from '@jest/globals';
import { fingerprint, formatMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import type { AccountGroup, NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import {
  accountOf,
  codes,
  groupId,
  HELPDESK,
  lines,
  mapping,
  noticesOf,
  type PlannedTest,
  planOf,
  readingOf,
  settingsOf,
} from './builders.ts';

/** Rescue group below Helpdesk → the directory group that its link names. */
type Links = Readonly<Record<string, string>>;

/** Every directory group stands inside Helpdesk. */
function mirrored(links: Links, groups: readonly string[]): PlannedTest {
  const literal = {
    Helpdesk: groups.map((name) => `@${name}`),
    ...Object.fromEntries(groups.map((name) => [name, []])),
  };
  const descriptions = Object.fromEntries(
    Object.entries(links).map(([name, source]) => [
      `Technicians/Helpdesk/${name}`,
      source === '' ? '' : formatMarker({ person: groupId(source), fingerprint: fingerprint(null, false) }),
    ]),
  );
  const reading = readingOf({ groups: literal }, [HELPDESK]);
  return planOf(settingsOf([HELPDESK]), reading, accountOf({ 'Technicians/Helpdesk': {} }, {}, descriptions));
}

describe('mirrored groups whose directory groups have new names', () => {
  test.each<[string, Links, string[], string[], string[]]>([
    [
      'one keeps its name while a group of the new name stands beside it',
      { A: 'B', B: '' },
      ['B'],
      [],
      ['GROUP_NAME_TAKEN'],
    ],
    [
      'one is renamed',
      { Old: 'New' },
      ['New'],
      ['update group Technicians/Helpdesk/New RENAMED'],
      ['GROUP_PERMISSIONS_UNSEEN'],
    ],
    [
      'a freed name is taken in the right order',
      { A: 'B', B: 'C' },
      ['B', 'C'],
      ['update group Technicians/Helpdesk/C RENAMED', 'update group Technicians/Helpdesk/B RENAMED'],
      ['GROUP_PERMISSIONS_UNSEEN'],
    ],
    [
      'two that exchange names keep theirs',
      { A: 'B', B: 'A' },
      ['A', 'B'],
      [],
      ['GROUP_NAME_TAKEN', 'GROUP_NAME_TAKEN'],
    ],
    [
      'three in a ring keep theirs',
      { A: 'B', B: 'C', C: 'A' },
      ['A', 'B', 'C'],
      [],
      ['GROUP_NAME_TAKEN', 'GROUP_NAME_TAKEN', 'GROUP_NAME_TAKEN'],
    ],
    [
      'four in a ring keep theirs, and one beside them is renamed',
      { A: 'B', B: 'A2', A2: 'B2', B2: 'A', Old: 'New' },
      ['B', 'A2', 'B2', 'A', 'New'],
      ['update group Technicians/Helpdesk/New RENAMED'],
      ['GROUP_NAME_TAKEN', 'GROUP_NAME_TAKEN', 'GROUP_NAME_TAKEN', 'GROUP_NAME_TAKEN', 'GROUP_PERMISSIONS_UNSEEN'],
    ],
  ])('%s', (_name, links, groups, changes, notices) => {
    const { plan } = mirrored(links, groups);

    expect(lines(plan)).toEqual(changes);
    expect(codes(plan)).toEqual(notices);
  });
});

describe('a mirrored group', () => {
  test('keeps its name while the file names a group below it by the old one', () => {
    const below = mapping('Night', 'Technicians/Helpdesk/Old/Night', { line: 20 });
    const reading = readingOf({ groups: { Helpdesk: ['@New'], New: ['ada'], Night: [] } }, [HELPDESK, below]);
    const link = formatMarker({ person: groupId('New'), fingerprint: fingerprint(null, false) });
    const account = accountOf({ 'Technicians/Helpdesk/Old/Night': {} }, {}, { 'Technicians/Helpdesk/Old': link });

    const { plan } = planOf(settingsOf([HELPDESK, below]), reading, account);

    expect(lines(plan)).toEqual(['create ada@corp.example in Technicians/Helpdesk/Old MEMBER_OF']);
    expect(noticesOf(plan)).toMatchObject([
      { code: 'GROUP_NAME_MAPPED', severity: 'warning', line: 10, text: expect.stringContaining('line 20') },
    ]);
  });

  test.each([
    ['Technicians/Helpdesk/Old', 'Technicians/Helpdesk/New'],
    ['Technicians/Helpdesk/Old/Night', 'Technicians/Helpdesk/Old'],
  ])(
    'renames nothing on the way to %s, which the file names, also while nobody can read what feeds it',
    (path, home) => {
      const named = [HELPDESK, mapping('Night', path, { line: 20 })];
      const reading = readingOf({ groups: { Helpdesk: ['@New'], New: ['ada'] } }, named);
      const link = formatMarker({ person: groupId('New'), fingerprint: fingerprint(null, false) });
      const account = accountOf({ [path]: {} }, {}, { 'Technicians/Helpdesk/Old': link });

      const { plan } = planOf(settingsOf(named), reading, account);

      expect(plan.changes.filter(({ kind, operations }) => kind === 'group' && operations.includes('update'))).toEqual(
        [],
      );
      expect(lines(plan).at(-1)).toBe(`create ada@corp.example in ${home} MEMBER_OF`);
      expect(codes(plan)).toContain('GROUP_NOT_FOUND');
    },
  );
});

describe('a Rescue group that several are called by', () => {
  const NIGHT = mapping('Night', 'Technicians/Night', { line: 20 });
  const reading = readingOf({ groups: { Helpdesk: ['ada'], Night: ['new'] } }, [HELPDESK, NIGHT]);
  const settings = settingsOf([HELPDESK, NIGHT]);
  const linked = { ada: { link: 'ada' }, gone: { link: 'gone' } };

  test('in other cases only is nobody’s: nothing is changed for its people, and nobody is taken for gone', () => {
    const account = accountOf({ 'Technicians/HELPDESK': linked, 'Technicians/helpdesk': {}, 'Technicians/Night': {} });

    const { plan } = planOf(settings, reading, account);

    expect(lines(plan)).toEqual(['create new@corp.example in Technicians/Night MEMBER_OF']);
    expect(plan.notices).toMatchObject([
      { code: 'RESCUE_GROUP_AMBIGUOUS', severity: 'error', line: 10, text: expect.stringMatching(/^2 groups /) },
      { code: 'LEAVERS_LEFT', subject: 'gone@corp.example' },
      { code: 'REMOVALS_WITHHELD' },
    ]);
  });

  test('in the very same spelling is nobody’s either', () => {
    const account = accountOf({ 'Technicians/Helpdesk': linked, 'Technicians/Night': {} });
    const one = account.reading.groups.find(({ path }) => path.at(-1) === 'Helpdesk');
    if (one === undefined) throw new Error('no group');
    const twin: AccountGroup = { ...one, id: '900' as NodeId };

    for (const groups of [
      [...account.reading.groups, twin],
      [twin, ...account.reading.groups],
    ]) {
      const { plan } = planOf(settings, reading, { ...account, reading: { ...account.reading, groups } });

      expect(lines(plan)).toEqual(['create new@corp.example in Technicians/Night MEMBER_OF']);
      expect(codes(plan)).toEqual(['RESCUE_GROUP_AMBIGUOUS', 'LEAVERS_LEFT', 'REMOVALS_WITHHELD']);
    }
  });

  test('is the one of the very spelling where there is one', () => {
    const account = accountOf({
      'Technicians/HELPDESK': {},
      'Technicians/Helpdesk': {},
      'Technicians/Night': { ada: { link: 'ada' } },
    });

    const { plan } = planOf(settings, reading, account);

    expect(lines(plan)[0]).toBe('move ada@corp.example in Technicians/Helpdesk (group) MEMBER_OF');
    expect(codes(plan)).toEqual([]);
  });
});
