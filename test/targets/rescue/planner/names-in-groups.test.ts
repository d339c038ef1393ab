import { describe, expect, test } from '@jest/globals';
import { formatMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import type { Plan } from '../../../../src/plan/model.ts';
import type { Mapping } from '../../../../src/targets/rescue/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  codes,
  groupId,
  HELPDESK,
  lines,
  mapping,
  planOf,
  readingOf,
  settingsOf,
} from './builders.ts';

/** A directory group is called what whoever manages it likes. The directory group `Theirs` takes the names of others here. */

const linkTo = (group: string): string => formatMarker({ person: groupId(group), fingerprint: 'bfe2ad0c' });

interface World {
  readonly mappings?: readonly Mapping[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** What `Theirs` is called. */
  readonly called: string;
  readonly account: AccountLiteral;
  readonly links?: Readonly<Record<string, string>>;
  readonly disabled?: readonly string[];
}

function planFor({ mappings = [HELPDESK], groups, called, account, links = {}, disabled = [] }: World): Plan {
  const people = Object.fromEntries(disabled.map((word) => [word, { state: 'disabled' as const }]));
  const reading = readingOf({ groups, people }, mappings);
  const theirs = reading.groups.get(groupId('Theirs'));
  const named =
    theirs === undefined ? reading.groups : new Map([...reading.groups, [theirs.id, { ...theirs, name: called }]]);
  return planOf(settingsOf(mappings), { ...reading, groups: named }, accountOf(account, {}, links)).plan;
}

const nested = { Helpdesk: ['@Tier 1', '@Theirs'], 'Tier 1': ['ada'], Theirs: ['eve'] };
const both = {
  'Technicians/Helpdesk/Tier 1': linkTo('Tier 1'),
  'Technicians/Helpdesk/Theirs': linkTo('Theirs'),
};

describe('a directory group that takes the name of another', () => {
  test('moves nobody out of the group that is linked to that one, and is left alone itself', () => {
    const account = {
      'Technicians/Helpdesk/Tier 1': { ada: { link: 'ada' } },
      'Technicians/Helpdesk/Theirs': { eve: { link: 'eve' } },
    };

    const plan = planFor({ groups: nested, called: 'Tier 1', account, links: both });

    expect(lines(plan)).toEqual([]);
    expect(codes(plan)).toEqual(['GROUP_NAME_SHARED']);
    expect(plan.notices[0]).toMatchObject({
      line: 10,
      text: expect.stringMatching(/Tier 1 \(CN=Theirs\).*belongs to Tier 1 \(CN=Tier 1\)/),
    });
  });

  test('is left alone with all that is inside it, but people who have ended in it end', () => {
    const groups = { ...nested, Theirs: ['eve', '@Deep'], Deep: ['bob', 'cy'] };
    const account = {
      'Technicians/Helpdesk/Theirs': { eve: { link: 'eve' } },
      'Technicians/Old': { bob: { link: 'bob' } },
    };

    const plan = planFor({ groups, called: 'TIER 1', account, links: both, disabled: ['bob'] });

    expect(lines(plan)).toEqual([
      'disable bob@corp.example in Technicians/Old (status) PERSON_DISABLED',
      'create ada@corp.example in Technicians/Helpdesk/Tier 1 MEMBER_OF',
    ]);
    expect(codes(plan)).toEqual(['GROUP_NAME_SHARED']);
  });

  test('does not get into the place that the file gives to a directory group', () => {
    const inner = mapping('Tier 1', 'Technicians/Helpdesk/Tier 1', { line: 20 });
    const groups = { Helpdesk: ['@Theirs'], 'Tier 1': ['ada'], Theirs: ['eve'] };
    const account = { 'Technicians/Helpdesk/Tier 1': { ada: { link: 'ada' } } };

    const plan = planFor({ mappings: [HELPDESK, inner], groups, called: 'Tier 1', account });

    expect(lines(plan)).toEqual([]);
    expect(codes(plan)).toEqual(['GROUP_NAME_SHARED']);
  });

  test('is the same one where the file and the nesting name it both', () => {
    const inner = mapping('Tier 1', 'Technicians/Helpdesk/Tier 1', { line: 20 });
    const groups = { Helpdesk: ['@Tier 1'], 'Tier 1': ['ada'] };
    const account = { 'Technicians/Helpdesk/Tier 1': { ada: { link: 'ada' } } };

    const plan = planFor({ mappings: [HELPDESK, inner], groups, called: '', account });

    expect(lines(plan)).toEqual([]);
    expect(codes(plan)).toEqual(['MAPPING_SHADOWED', 'IN_TWO_MAPPINGS']);
  });

  test('stands in its way no more people than its own: who is in both groups stands in the one that has the place', () => {
    const groups = { ...nested, Theirs: ['ada', 'eve'] };
    const account = { 'Technicians/Helpdesk/Tier 1': {} };

    const plan = planFor({ groups, called: 'Tier 1', account, links: both });

    expect(lines(plan)).toEqual(['create ada@corp.example in Technicians/Helpdesk/Tier 1 MEMBER_OF']);
  });
});

describe('a mirrored group whose name a group beside it keeps', () => {
  test('is not made a second time, and nobody is placed in it', () => {
    const account = {
      'Technicians/Helpdesk/Tier 1': {},
      'Technicians/Helpdesk/Theirs': {},
      'Technicians/Old': { ada: { link: 'ada' } },
    };
    // The group called Tier 1 is linked to Theirs, and cannot be renamed, for the name is in use beside it.
    const links = { 'Technicians/Helpdesk/Tier 1': linkTo('Theirs') };

    const plan = planFor({ groups: { ...nested, 'Tier 1': ['ada', 'new'] }, called: 'Theirs', account, links });

    expect(lines(plan)).toEqual(['create eve@corp.example in Technicians/Helpdesk/Tier 1 MEMBER_OF']);
    expect(codes(plan)).toEqual(['GROUP_NAME_TAKEN', 'GROUP_NAME_TAKEN']);
  });
});
