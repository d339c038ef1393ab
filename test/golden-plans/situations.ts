import type { AccountLiteral, DirectoryLiteral, UserLiteral } from '../targets/rescue/planner/builders.ts';
import { groupId, mapping } from '../targets/rescue/planner/builders.ts';
import { fingerprint, formatMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { AccountReading } from '../../src/targets/rescue/planner/account.ts';
import type { Whereabouts } from '../../src/core/people.ts';
import type { Mapping, RescueSettings } from '../../src/targets/rescue/settings.ts';

/** A situation that a help-desk lead knows by its name. */
export interface Situation {
  readonly name: string;
  readonly mappings: readonly Mapping[];
  readonly settings?: Partial<RescueSettings>;
  readonly directory: DirectoryLiteral;
  readonly account: AccountLiteral;
  readonly self?: Partial<AccountReading['self']>;
  /** What the directory says of people who are in none of the groups. */
  readonly outside?: Readonly<Record<string, Whereabouts>>;
  /** Descriptions of groups, by path. */
  readonly groups?: Readonly<Record<string, string>>;
}

const ADA = 'Ada Lovelace';
const BOB = 'Bob Hopper';
const CY = 'Cy Nakamura';
const DORA = 'Dora Weiß';
const EMIL = 'Emil Novák';

const people = {
  ada: { name: ADA },
  bob: { name: BOB },
  cy: { name: CY },
  dora: { name: DORA },
  emil: { name: EMIL },
};

const TIER_1 = mapping('Helpdesk Tier 1', 'Technicians/Helpdesk/Tier 1', { line: 14 });
const TIER_2 = mapping('Helpdesk Tier 2', 'Technicians/Helpdesk/Tier 2', { line: 16 });
const LEADS = mapping('Support Leads', 'Administrators/Leads', { line: 18 });

/** A user linked to the person of this word. */
function linked(link: string, name: string, fields: UserLiteral = {}): UserLiteral {
  return { link, name, ...fields };
}

/** The description of a group that mirrors this directory group. */
function groupMarker(directoryGroup: string): string {
  return formatMarker({ person: groupId(directoryGroup), fingerprint: fingerprint(null, false) });
}

export const SITUATIONS: readonly Situation[] = [
  {
    name: 'rename',
    mappings: [{ ...TIER_1, ssoId: 'email' }],
    directory: {
      groups: { 'Helpdesk Tier 1': ['ada', 'bob', '@Night Shift'], 'Night Shift': [] },
      people: { ...people, ada: { name: 'Ada King', mail: 'ada.king@corp.example' } },
    },
    account: {
      'Technicians/Helpdesk/Tier 1': {
        ada: linked('ada', ADA, { ssoId: 'ada@corp.example', linkedSsoId: 'ada@corp.example' }),
        bob: linked('bob', BOB, { ssoId: 'bob@corp.example', linkedSsoId: 'bob@corp.example' }),
      },
    },
    groups: { 'Technicians/Helpdesk/Tier 1/Nights': groupMarker('Night Shift') },
  },
  {
    name: 'swap',
    mappings: [TIER_1],
    directory: {
      groups: { 'Helpdesk Tier 1': ['ada', 'bob'] },
      people: {
        ada: { name: ADA, mail: 'helpdesk2@corp.example' },
        bob: { name: BOB, mail: 'helpdesk1@corp.example' },
      },
    },
    account: {
      'Technicians/Helpdesk/Tier 1': {
        ada: linked('ada', ADA, { email: 'helpdesk1@corp.example' }),
        bob: linked('bob', BOB, { email: 'helpdesk2@corp.example' }),
      },
    },
  },
  {
    name: 'leaver',
    mappings: [TIER_1],
    settings: { licenses: { technicians: 20, mobile: 5 } },
    directory: {
      groups: { 'Helpdesk Tier 1': ['ada', 'bob', 'cy'] },
      people: { ...people, bob: { name: BOB, state: 'disabled' }, cy: { name: CY, state: 'expired' } },
    },
    account: {
      'Technicians/Helpdesk/Tier 1': {
        ada: linked('ada', ADA),
        bob: linked('bob', BOB, { mobile: true }),
        cy: linked('cy', CY),
        dora: linked('dora', DORA),
        emil: linked('emil', EMIL),
      },
      'Technicians/Partners': { pat: linked('pat', 'Pat Partner') },
    },
    outside: { dora: 'gone', emil: 'disabled', pat: 'enabled' },
  },
  {
    name: 'returner',
    mappings: [{ ...TIER_1, mobileLicense: true }],
    settings: { licenses: { technicians: 20, mobile: 5 } },
    directory: { groups: { 'Helpdesk Tier 1': ['ada', 'bob'] }, people },
    account: {
      'Technicians/Helpdesk/Tier 1': { ada: linked('ada', ADA, { mobile: true }) },
      'Technicians/Former': { bob: linked('bob', BOB, { enabled: false }) },
    },
  },
  {
    name: 're-created-person',
    mappings: [TIER_1],
    directory: { groups: { 'Helpdesk Tier 1': ['ada', 'bob'] }, people },
    account: {
      'Technicians/Helpdesk/Tier 1': {
        ada: linked('ada', ADA),
        bob: linked('bob before', BOB, { enabled: false }),
      },
    },
  },
  {
    name: 'moved-by-hand',
    mappings: [TIER_1],
    directory: { groups: { 'Helpdesk Tier 1': ['ada', 'bob'] }, people },
    account: {
      'Technicians/Helpdesk/Tier 1': { ada: linked('ada', ADA) },
      'Technicians/Night': { bob: linked('bob', BOB) },
    },
  },
  {
    name: 'edited-by-hand',
    mappings: [{ ...TIER_1, ssoId: 'upn', mobileLicense: true }],
    directory: { groups: { 'Helpdesk Tier 1': ['ada', 'bob', 'cy'] }, people },
    account: {
      'Technicians/Helpdesk/Tier 1': {
        ada: linked('ada', 'Ada L. (nights)', {
          ssoId: 'somebody@else.example',
          linkedSsoId: 'ada@corp.local',
          linkedMobile: true,
        }),
        bob: linked('bob', BOB, {
          enabled: false,
          ssoId: 'bob@corp.local',
          linkedSsoId: 'bob@corp.local',
          mobile: true,
        }),
        cy: linked('cy', CY, { ssoId: 'cy@corp.local', linkedSsoId: 'cy@corp.local', mobile: true }),
      },
    },
  },
  {
    name: 'adopted',
    mappings: [{ ...TIER_1, ssoId: 'upn' }],
    directory: { groups: { 'Helpdesk Tier 1': ['ada', 'bob'] }, people },
    account: {
      'Technicians/Helpdesk/Tier 1': {
        ada: { name: ADA, ssoId: 'ada@corp.local' },
        bob: { name: 'Robert Hopper', email: 'robert@old.example', ssoId: 'bob@corp.local' },
        trainee: { name: 'Tom Trainee' },
      },
    },
  },
  {
    name: 'no-seat',
    mappings: [TIER_1, TIER_2],
    settings: { licenses: { technicians: 3, mobile: null } },
    directory: { groups: { 'Helpdesk Tier 1': ['ada', 'cy'], 'Helpdesk Tier 2': ['dora', 'emil'] }, people },
    account: {
      'Technicians/Helpdesk/Tier 1': { ada: linked('ada', ADA), bob: linked('bob', BOB) },
      'Technicians/Helpdesk/Tier 2': { dora: linked('dora', DORA, { enabled: false }) },
      'Technicians/Partners': { pat: { name: 'Pat Partner' } },
    },
  },
  {
    name: 'no-mobile-licence',
    mappings: [{ ...TIER_1, mobileLicense: true }, TIER_2],
    settings: { licenses: { technicians: null, mobile: 2 } },
    directory: { groups: { 'Helpdesk Tier 1': ['ada', 'bob', 'cy'], 'Helpdesk Tier 2': ['dora'] }, people },
    account: {
      'Technicians/Helpdesk/Tier 1': { ada: linked('ada', ADA, { mobile: true }), cy: linked('cy', CY) },
      'Technicians/Helpdesk/Tier 2': { emil: linked('emil', EMIL, { mobile: true }), dora: linked('dora', DORA) },
    },
  },
  {
    name: 'two-mappings',
    mappings: [TIER_1, TIER_2],
    directory: { groups: { 'Helpdesk Tier 1': ['ada', 'bob'], 'Helpdesk Tier 2': ['bob', 'cy'] }, people },
    account: {
      'Technicians/Helpdesk/Tier 1': { ada: linked('ada', ADA) },
      'Technicians/Helpdesk/Tier 2': { bob: linked('bob', BOB), cy: linked('cy', CY) },
    },
  },
  {
    name: 'role-change',
    mappings: [TIER_1, LEADS],
    directory: { groups: { 'Helpdesk Tier 1': ['ada'], 'Support Leads': ['bob', 'cy'] }, people },
    account: {
      'Technicians/Helpdesk/Tier 1': {
        ada: linked('ada', ADA),
        bob: linked('bob', BOB),
        cy: linked('cy', CY, { email: 'cy.technician@corp.example' }),
      },
      'Administrators/Leads': {},
    },
  },
];
