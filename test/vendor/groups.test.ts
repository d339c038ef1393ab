import { expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import type { Mapping, RescueSettings } from '../../src/targets/rescue/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  codes,
  type DirectoryLiteral,
  HELPDESK,
  lines,
  mapping,
  planOf,
  readingOf,
  settingsOf,
} from '../targets/rescue/planner/builders.ts';

/** Rows about which groups are synchronised, and what full group means. */

const NIGHT = mapping('Night', 'Technicians/Night', { line: 20 });

function changes(
  mappings: readonly Mapping[],
  directory: DirectoryLiteral,
  account: AccountLiteral,
  settings: Partial<RescueSettings> = {},
): string[] {
  return lines(planOf(settingsOf(mappings, settings), readingOf(directory, mappings), accountOf(account)).plan);
}

test('V15 Technician Groups', () => {
  const made = changes([HELPDESK], { groups: { Helpdesk: ['ada'] } }, { 'Technicians/Helpdesk': {} });

  expect(made).toEqual(['create ada@corp.example in Technicians/Helpdesk MEMBER_OF']);
});

test('V16 Admin Groups', () => {
  const mappings = [mapping('Leads', 'Administrators/Leads'), mapping('Chiefs', 'Administrators')];
  const reading = readingOf({ groups: { Leads: ['ada', 'cy'], Chiefs: ['bob'] } }, mappings);
  const account = accountOf({ 'Administrators/Leads': { cy: { link: 'cy' }, stranger: {} } });

  const { plan } = planOf(settingsOf(mappings), reading, account);

  expect(lines(plan)).toEqual([
    'disable stranger@corp.example in Administrators/Leads (status) NOT_A_MEMBER',
    'create bob@corp.example in Administrators MEMBER_OF',
    'create ada@corp.example in Administrators/Leads MEMBER_OF',
  ]);
  expect(plan.changes.map(({ role }) => role)).toEqual(['administrator', 'administrator', 'administrator']);
});

test('V17 Master Admin Groups', () => {
  const owners = mapping('Owners', 'Master Administrators', { subgroups: 'flatten' });
  const reading = readingOf({ groups: { Owners: ['ada', '@Deputies'], Deputies: ['bob'] } }, [owners]);
  const account = accountOf({ 'Master Administrators': { olga: { accountHolder: true } } });

  const { plan } = planOf(settingsOf([owners]), reading, account);

  expect(plan.changes.map(({ role, email }) => [role, email])).toEqual([
    ['masterAdministrator', 'ada@corp.example'],
    ['masterAdministrator', 'bob@corp.example'],
  ]);
});

test('V19 Several groups', () => {
  const directory = { groups: { Helpdesk: ['ada'], Night: ['ada', 'bob'] } };

  const made = changes([HELPDESK, NIGHT], directory, { 'Technicians/Helpdesk': {}, 'Technicians/Night': {} });
  const turned = changes([NIGHT, HELPDESK], directory, { 'Technicians/Helpdesk': {}, 'Technicians/Night': {} });

  expect(made).toEqual([
    'create ada@corp.example in Technicians/Helpdesk MEMBER_OF',
    'create bob@corp.example in Technicians/Night MEMBER_OF',
  ]);
  expect(turned).toEqual([
    'create ada@corp.example in Technicians/Night MEMBER_OF',
    'create bob@corp.example in Technicians/Night MEMBER_OF',
  ]);
});

test('V20 Removing a pairing', () => {
  const directory = { groups: { Helpdesk: ['ada'], Night: ['ada', 'bob'] } };
  const account = {
    'Technicians/Helpdesk': {},
    'Technicians/Night': { ada: { link: 'ada' }, bob: { link: 'bob' }, local: {} },
  };

  const paired = changes([NIGHT, HELPDESK], directory, account);
  const unpaired = changes([HELPDESK], directory, account);

  expect(paired).toEqual(['disable local@corp.example in Technicians/Night (status) NOT_A_MEMBER']);
  expect(unpaired).toEqual([
    'disable bob@corp.example in Technicians/Night (status) NOT_MAPPED',
    'move ada@corp.example in Technicians/Helpdesk (group) MEMBER_OF',
  ]);
});

test('V22 At most 999 groups of 999 members', () => {
  const words = (count: number): string[] => Array.from({ length: count }, (_, index) => `p${index}`);
  const groups = (count: number): Mapping[] =>
    words(count).map((word) => mapping('Empty', `Technicians/${word}`, { line: 10 }));
  const planned = (mappings: readonly Mapping[], directory: DirectoryLiteral) => (): string[] =>
    changes(mappings, directory, {});

  expect(planned([HELPDESK], { groups: { Helpdesk: words(999) } })()).toHaveLength(1000);
  expect(planned([HELPDESK], { groups: { Helpdesk: words(1000) } })).toThrow(
    new Failure('TOO_MANY_MEMBERS', 'More than 999 members would stand in Technicians/Helpdesk (1000, line 10).', ''),
  );
  expect(planned(groups(999), { groups: { Empty: [] } })()).toHaveLength(999);
  expect(planned(groups(1000), { groups: { Empty: [] } })).toThrow(
    /^The mappings feed 1000 groups of the account; the ceiling is 999\./,
  );
});

test('V25 Full Group checked: groups and users one-to-one', () => {
  const made = changes(
    [HELPDESK],
    { groups: { Helpdesk: ['ada', 'bob', 'cy', 'new'] }, people: { ada: { name: 'Ada King' } } },
    {
      'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob', enabled: false }, stranger: {} },
      'Technicians/Elsewhere': { cy: { link: 'cy' }, local: {} },
    },
  );

  expect(made).toEqual([
    'disable stranger@corp.example in Technicians/Helpdesk (status) NOT_A_MEMBER',
    'update ada@corp.example in Technicians/Helpdesk (name) DIFFERS',
    'move cy@corp.example in Technicians/Helpdesk (group) MEMBER_OF',
    'enable bob@corp.example in Technicians/Helpdesk (status) MEMBER_OF',
    'create new@corp.example in Technicians/Helpdesk MEMBER_OF',
  ]);
});

test('V26 Full Group checked: hierarchies', () => {
  const directory = {
    groups: { Helpdesk: ['ada', '@Tier 1'], 'Tier 1': ['bob', '@Network'], Network: ['cy'] },
  };

  const made = changes([HELPDESK], directory, { 'Technicians/Helpdesk': { cy: { link: 'cy' } } });

  expect(made).toEqual([
    'create group Technicians/Helpdesk/Tier 1 MIRRORED',
    'create group Technicians/Helpdesk/Tier 1/Network MIRRORED',
    'move cy@corp.example in Technicians/Helpdesk/Tier 1/Network (group) MEMBER_OF',
    'create ada@corp.example in Technicians/Helpdesk MEMBER_OF',
    'create bob@corp.example in Technicians/Helpdesk/Tier 1 MEMBER_OF',
  ]);
});

test('V27 Full Group unchecked: status only, others stay', () => {
  const unchecked = mapping('Helpdesk', 'Technicians/Helpdesk', {
    fullGroup: false,
    subgroups: 'flatten',
    attributes: ['status'],
  });

  const made = changes(
    [unchecked],
    {
      groups: { Helpdesk: ['ada', 'bob', 'cy', 'new'] },
      people: { ada: { name: 'Ada King', mail: 'king@corp.example' }, cy: { state: 'disabled' } },
    },
    {
      'Technicians/Helpdesk': { ada: { link: 'ada' }, local: {} },
      'Technicians/Elsewhere': { bob: { link: 'bob', enabled: false }, cy: { link: 'cy' } },
    },
  );

  expect(made).toEqual([
    'disable cy@corp.example in Technicians/Elsewhere (status) PERSON_DISABLED',
    'enable bob@corp.example in Technicians/Elsewhere (status) MEMBER_OF',
    'create new@corp.example in Technicians/Helpdesk MEMBER_OF',
  ]);
});

test('V28 Older page: name, e-mail and status, never moved back', () => {
  const older = mapping('Helpdesk', 'Technicians/Helpdesk', {
    fullGroup: false,
    subgroups: 'flatten',
    attributes: ['name', 'email', 'status'],
  });

  const made = changes(
    [older],
    {
      groups: { Helpdesk: ['ada', 'bob'] },
      people: { ada: { name: 'Ada King', mail: 'king@corp.example' } },
    },
    {
      'Technicians/Helpdesk': { local: {} },
      'Technicians/Elsewhere': { ada: { link: 'ada' }, bob: { link: 'bob', enabled: false } },
    },
  );

  expect(made).toEqual([
    'update king@corp.example in Technicians/Elsewhere (email,name) DIFFERS',
    'enable bob@corp.example in Technicians/Elsewhere (status) MEMBER_OF',
  ]);
});

test('V49 Moved to another Rescue group: moved back', () => {
  const account = { 'Technicians/Helpdesk': {}, 'Technicians/By hand': { ada: { link: 'ada', enabled: false } } };

  const full = changes([HELPDESK], { groups: { Helpdesk: ['ada'] } }, account);

  expect(full).toEqual(['move+enable ada@corp.example in Technicians/Helpdesk (group,status) MEMBER_OF']);
});

test('the unchecked option reports nothing of what it leaves alone', () => {
  const unchecked = mapping('Helpdesk', 'Technicians/Helpdesk', { fullGroup: false, attributes: ['status'] });
  const account = accountOf({ 'Technicians/Elsewhere': { ada: { link: 'ada', name: 'By hand' } } });

  const { plan } = planOf(settingsOf([unchecked]), readingOf({ groups: { Helpdesk: ['ada'] } }, [unchecked]), account);

  expect(plan.changes.filter(({ kind }) => kind === 'user')).toEqual([]);
  expect(codes(plan)).toEqual([]);
});
