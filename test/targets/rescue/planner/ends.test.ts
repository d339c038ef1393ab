import { describe, expect, test } from '@jest/globals';
import { applyExitCode, planExitCode } from '../../../../src/plan/exit.ts';
import type { Mapping, RescueSettings } from '../../../../src/targets/rescue/settings.ts';
import { renderOutcomes } from '../../../../src/render/outcomes.ts';
import { textOf } from '../../../render/shown.ts';
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
} from './builders.ts';
import { type Case, check, planFor } from './cases.ts';

const NIGHT = mapping('Night', 'Technicians/Night', { line: 20 });
const LEADS = mapping('Leads', 'Administrators/Leads', { line: 30 });
const OWNERS = mapping('Owners', 'Master Administrators', { line: 40, subgroups: 'flatten' });

const disabled = { state: 'disabled' } as const;
const DISABLE_ADA = 'disable ada@corp.example in Technicians/Helpdesk (status) PERSON_DISABLED';

const ends: readonly Case[] = [
  {
    name: 'while an enabled person has the same address',
    directory: {
      groups: { Helpdesk: ['ada', 'eve'] },
      people: { ada: disabled, eve: { mail: 'ada@corp.example' } },
    },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
    changes: [DISABLE_ADA],
    notices: ['EMAIL_IN_USE'],
  },
  {
    name: 'while another who has ended has the same address',
    directory: {
      groups: { Helpdesk: ['ada', 'eve'] },
      people: { ada: disabled, eve: { mail: 'ada@corp.example', state: 'expired' } },
    },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
    changes: [DISABLE_ADA],
  },
  {
    name: 'while the place leads to a user',
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: disabled } },
    account: { Technicians: { helpdesk: { name: 'Helpdesk' } }, 'Technicians/Old': { ada: { link: 'ada' } } },
    changes: ['disable ada@corp.example in Technicians/Old (status) PERSON_DISABLED'],
    notices: ['RESCUE_PATH_IS_USER'],
  },
  {
    name: 'while there are two groups of the name',
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: disabled } },
    account: { 'Technicians/HELPDESK': { ada: { link: 'ada' } }, 'Technicians/helpdesk': {} },
    changes: ['disable ada@corp.example in Technicians/HELPDESK (status) PERSON_DISABLED'],
    notices: ['RESCUE_GROUP_AMBIGUOUS'],
  },
  {
    name: 'while other mappings cannot be read',
    mappings: [NIGHT, HELPDESK],
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: disabled } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
    changes: [DISABLE_ADA],
    notices: ['GROUP_NOT_FOUND'],
  },
  {
    name: 'though the person has no address at all',
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: { ...disabled, mail: null } } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
    changes: [DISABLE_ADA],
  },
  {
    name: 'also for a master administrator, and one of another role than the mapping gives',
    mappings: [HELPDESK, OWNERS],
    directory: {
      groups: { Helpdesk: ['ada', 'eve'], Owners: ['olga'] },
      people: { ada: disabled, eve: { mail: 'ada@corp.example' } },
    },
    account: {
      'Technicians/Helpdesk': {},
      'Master Administrators': { ada: { link: 'ada' }, olga: { link: 'olga' } },
    },
    changes: ['disable ada@corp.example in Master Administrators (status) PERSON_DISABLED'],
    notices: ['EMAIL_IN_USE'],
  },
];

describe('an end that was read, of the person whom the link names, is carried out', () => {
  test.each(ends)('$name', check);

  test.each([
    ['an end', HELPDESK, disabled, 'PERSON_DISABLED'],
    ['a lower role', HELPDESK, {}, 'ROLE_LOWERED'],
  ])('but %s waits for an approval where no mapping feeds the role of the user', (_, rule, fields, reason) => {
    const plan = planFor({
      mappings: [rule],
      directory: { groups: { Helpdesk: ['ada'] }, people: { ada: fields } },
      account: { 'Technicians/Helpdesk': {}, 'Administrators/Leads': { ada: { link: 'ada' } } },
    });

    expect(plan.changes.map(({ held, reason: { code } }) => [code, held?.limit])).toEqual([[reason, 'rescue.adopt']]);
  });

  test('and a new hire with the address of somebody who has ended gets a user once the address is free', () => {
    const directory = {
      groups: { Helpdesk: ['ada', 'ada-new'] },
      people: { ada: disabled, 'ada-new': { mail: 'ada@corp.example' } },
    };
    const freed = { 'Technicians/Helpdesk': { ada: { link: 'ada', email: 'old@corp.example', enabled: false } } };

    const plan = planFor({ directory, account: freed });

    expect(lines(plan)).toEqual(['create ada@corp.example in Technicians/Helpdesk MEMBER_OF']);
    expect(codes(plan)).toEqual([]);
  });
});

const lowered = { link: 'ada' };
const LOWERED = 'disable ada@corp.example in Administrators/Leads (status) ROLE_LOWERED';

const downs: readonly Case[] = [
  {
    name: 'though the address is still in use by the higher user',
    mappings: [HELPDESK, LEADS],
    directory: { groups: { Helpdesk: ['ada'], Leads: ['ada'] } },
    account: { 'Technicians/Helpdesk': {}, 'Administrators/Leads': { ada: lowered } },
    changes: [LOWERED],
    notices: ['MAPPING_SHADOWED', 'ROLE_CHANGE', 'IN_TWO_MAPPINGS'],
  },
  {
    name: 'though the person shares an address with another',
    mappings: [HELPDESK, LEADS],
    directory: { groups: { Helpdesk: ['ada', 'bob'], Leads: [] }, people: { bob: { mail: 'ada@corp.example' } } },
    account: { 'Technicians/Helpdesk': {}, 'Administrators/Leads': { ada: lowered } },
    changes: [LOWERED],
    notices: ['SHARED_LOGIN_ID'],
  },
  {
    name: 'though there is no seat for the lower user',
    mappings: [HELPDESK, LEADS],
    settings: { licenses: { technicians: 0, mobile: null } },
    directory: { groups: { Helpdesk: ['ada'], Leads: [] } },
    account: {
      'Technicians/Helpdesk': {},
      'Administrators/Leads': { ada: { ...lowered, email: 'lead@corp.example' } },
    },
    changes: ['disable lead@corp.example in Administrators/Leads (status) ROLE_LOWERED'],
    notices: ['NO_SEAT'],
  },
  {
    name: 'and the lower user comes with it where the address is free',
    mappings: [HELPDESK, LEADS],
    directory: { groups: { Helpdesk: ['ada'], Leads: [] } },
    account: {
      'Technicians/Helpdesk': {},
      'Administrators/Leads': { ada: { ...lowered, email: 'lead@corp.example' } },
    },
    changes: [
      'disable lead@corp.example in Administrators/Leads (status) ROLE_LOWERED',
      'create ada@corp.example in Technicians/Helpdesk MEMBER_OF',
    ],
  },
  {
    name: 'from master administrator to administrator',
    mappings: [LEADS, OWNERS],
    directory: { groups: { Leads: ['ada'], Owners: ['olga'] } },
    account: { 'Administrators/Leads': {}, 'Master Administrators': { ada: lowered, olga: { link: 'olga' } } },
    changes: ['disable ada@corp.example in Master Administrators (status) ROLE_LOWERED'],
    notices: ['ROLE_CHANGE'],
  },
  {
    name: 'but not while a mapping that comes first could give the higher one',
    mappings: [LEADS, HELPDESK],
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': {}, 'Administrators/Leads': { ada: lowered } },
    changes: [],
    notices: ['GROUP_NOT_FOUND', 'ROLE_CHANGE', 'ROLE_UNCERTAIN'],
  },
  {
    name: 'and not where the higher one comes first',
    mappings: [LEADS, HELPDESK],
    directory: { groups: { Helpdesk: ['ada'], Leads: ['ada'] } },
    account: { 'Technicians/Helpdesk': {}, 'Administrators/Leads': { ada: lowered } },
    changes: [],
    notices: ['MAPPING_SHADOWED', 'IN_TWO_MAPPINGS'],
  },
];

describe('rights go down at once', () => {
  test.each(downs)('$name', check);

  test('and the plan says what is needed for the lower user', () => {
    const [first] = downs;
    const plan = planFor(first as Case);

    expect(plan.notices.find(({ code }) => code === 'ROLE_CHANGE')?.text).toMatch(
      /the administrator is disabled.*give the disabled administrator another e-mail address.*creates the technician/,
    );
  });
});

interface Left {
  readonly name: string;
  readonly mappings?: readonly Mapping[];
  readonly settings?: Partial<RescueSettings>;
  readonly directory: DirectoryLiteral;
  readonly account: AccountLiteral;
  readonly left: number;
}

const gone: DirectoryLiteral = { groups: { Helpdesk: [] } };

const leavers: readonly Left[] = [
  {
    name: 'nobody, where the leaver is disabled',
    directory: gone,
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
    left: 0,
  },
  {
    name: 'a leaver whose removal is withheld because another mapping leads nowhere',
    mappings: [HELPDESK, NIGHT],
    directory: { groups: { Helpdesk: [], Night: [] } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' } }, Technicians: { night: { name: 'Night' } } },
    left: 1,
  },
  {
    name: 'a leaver whose user waits for an approval of the person who would take it over',
    directory: { groups: { Helpdesk: ['eve'] }, people: { eve: { mail: 'ada@corp.example' } } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
    left: 1,
  },
  {
    name: 'the second user that carries the link of a leaver, where the first has the better right to it',
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: disabled } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'ada', oldLink: true, name: 'Ada' } } },
    left: 1,
  },
  {
    name: 'nobody but those who look like the leaver, where an old link may have been copied',
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: disabled } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'ada', oldLink: true } } },
    left: 0,
  },
  {
    name: 'both users that carry the link of a leaver with the same right, for neither is touched',
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: disabled } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'ada' } } },
    left: 2,
  },
  {
    name: 'nobody, where the person was only made again',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada before' } } },
    left: 0,
  },
  {
    name: 'nobody who is protected',
    settings: { protect: ['ada@corp.example'] },
    directory: gone,
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
    left: 0,
  },
  {
    name: 'nobody who is disabled already, or whose group was half read',
    mappings: [HELPDESK, NIGHT],
    directory: { groups: { Helpdesk: [] } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob', enabled: false } } },
    left: 0,
  },
];

describe('leavers whom the plan leaves enabled are counted', () => {
  test.each(leavers)('$name', ({ left, ...world }) => {
    const plan = planFor(world);

    expect(plan.summary.leaversLeft).toBe(left);
    expect(codes(plan).includes('LEAVERS_LEFT')).toBe(left > 0);
  });

  test('and a disable that a limit holds is counted as held', () => {
    const limits = {
      disable: { kind: 'count', count: 0 },
      disablePerGroup: { kind: 'percent', percent: 100 },
    } as const;
    const base = settingsOf([HELPDESK]);
    const settings = { ...base, limits: { ...base.limits, ...limits, minimum: 0 } };
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' } } });

    const { plan } = planOf(settings, readingOf(gone, [HELPDESK]), account);

    expect(plan.summary).toMatchObject({ held: 1, leaversLeft: 0 });
  });
});

describe('an account in which a leaver stays enabled', () => {
  const doubled = {
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: disabled } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada', enabled: false }, bob: { link: 'ada' } } },
  };

  test('is not said to match the directory: not in the last line, nor by the exit codes', () => {
    const plan = planFor(doubled);

    expect(plan.changes).toEqual([]);
    const style = { color: false, columns: Infinity };
    expect(textOf(plan, style).trimEnd().split('\n').at(-1)).toBe(
      'No changes, but 1 leaver stays enabled; see the notices above.',
    );
    expect(renderOutcomes(plan, [], style)).toContain('; 1 leaver stays enabled.');
    expect([planExitCode(plan, false), planExitCode(plan, true), applyExitCode(plan, [])]).toEqual([0, 2, 3]);
  });

  test('and the last line of a plan with changes says it, too', () => {
    const directory = { ...doubled.directory, groups: { Helpdesk: ['ada', 'cy'] } };

    const text = textOf(planFor({ ...doubled, directory }), { color: false, columns: Infinity });

    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^Plan: 1 to create.*; 1 leaver stays enabled\.$/);
  });
});
