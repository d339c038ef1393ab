import { describe, expect, test } from '@jest/globals';
import type { DirectoryGroupId, OtherMember, Person, PersonId, WantedGroup } from '../../../src/core/people.ts';
import { askedProperties } from '../../../src/directory/entra/attributes.ts';
import { type Met, metIn, newsOfGroup, newsOfUser } from '../../../src/directory/entra/met.ts';
import { guid } from '../../sandbox/graph/world.ts';

const DESK = guid(900) as DirectoryGroupId;
const NIGHT = guid(901) as DirectoryGroupId;

function ada(more: Partial<Person> = {}): Person {
  const id = guid(1) as PersonId;
  return { id, name: 'Ada', mail: null, upn: 'ada@corp.example', state: 'enabled', label: 'ada@corp.example', ...more };
}

function other(id: string, kind: OtherMember['kind'], name: string): { kind: 'other'; id: string; other: OtherMember } {
  return { kind: 'other', id, other: { kind, name } };
}

const EVE = other(guid(2), 'guest', 'Eve');

interface Group {
  readonly people?: Person[];
  readonly groups?: DirectoryGroupId[];
  readonly others?: (typeof EVE)[];
  readonly hidden?: boolean;
}

const WANTED: WantedGroup = { ref: 'Desk', nested: false };

/** What a reading of groups met that hold these. */
function met(
  groups: readonly Group[],
  wanted: WantedGroup[] = [WANTED],
  asked: string[] = [],
): ReturnType<typeof metIn> {
  const read = groups.map(({ people = [], groups: inside = [], others = [], hidden = false }, index) => {
    const objects = inside.map((id) => ({ kind: 'group' as const, id, name: 'Inside', hidden: false }));
    return [guid(900 + 10 * index) as DirectoryGroupId, { people, groups: objects, others, hidden }] as const;
  });
  return metIn(new Map(read), wanted, askedProperties(asked));
}

/** Desk with Ada, Eve and Night, which was not read. */
function desk(wanted?: WantedGroup[], asked: string[] = [], person = ada()): Met {
  const all = met([{ people: [person], groups: [NIGHT], others: [EVE] }], wanted, asked);
  if ('why' in all) throw new Error(all.why);
  return all;
}

describe('nobody can tell what matters to a reading', () => {
  test.each<[string, Group[]]>([
    ['with hidden members', [{ hidden: true }]],
    ['with the name of a device', [{ others: [other(guid(3), 'device', 'KIOSK')] }]],
    ['with the name of something that is unknown', [{ others: [other(guid(3), 'unknown', 'X')] }]],
    ['in which somebody looks in two ways', [{ people: [ada()] }, { people: [ada({ state: 'disabled' })] }]],
    ['in which a guest looks in two ways', [{ others: [EVE] }, { others: [other(guid(2), 'guest', 'Eva')] }]],
  ])('%s', (_what, groups) => {
    expect(met(groups)).toEqual({ why: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  test.each<[string, Group[]]>([
    ['a device without its name', [{ others: [other(guid(3), 'device', guid(3))] }]],
    ['somebody in two groups', [{ people: [ada()] }, { people: [ada()] }]],
    ['a guest', [{ others: [EVE] }]],
  ])('but of one with %s', (_what, groups) => {
    expect(met(groups)).toHaveProperty('read');
  });
});

describe('the change of a group', () => {
  const REMOVED = { '@removed': { reason: 'changed' } };
  const COMMENT: WantedGroup = { ...WANTED, commented: 'Desk #2' };
  const BY_ID: WantedGroup = { ref: DESK, nested: false };
  const matters = { why: expect.stringMatching(/^[A-Z].*\.$/) };

  test.each<[string, number, Record<string, unknown>, WantedGroup, unknown]>([
    ['that was read', 900, { displayName: 'Desk' }, WANTED, matters],
    ['that was read, and is gone', 900, REMOVED, WANTED, matters],
    ['inside one that was read', 901, { displayName: 'Night' }, WANTED, matters],
    ['inside one that was read, and is gone', 901, REMOVED, WANTED, matters],
    ['with a wanted name', 902, { displayName: 'Desk' }, WANTED, matters],
    ['with a wanted name in another spelling', 902, { displayName: ' DESK' }, WANTED, matters],
    ['with a wanted name where only its id is wanted', 902, { displayName: 'Desk' }, BY_ID, 'stranger'],
    ['called as an id is', 902, { displayName: DESK }, BY_ID, 'stranger'],
    ['without a name', 902, { displayName: null }, WANTED, matters],
    ['without anything', 902, {}, WANTED, matters],
    ['with another name', 902, { displayName: 'Desk 2' }, WANTED, 'stranger'],
    ['that is gone', 902, REMOVED, WANTED, null],
    ['with another name beside a comment', 902, { displayName: 'X' }, COMMENT, matters],
    ['that is gone beside a comment', 902, REMOVED, COMMENT, matters],
  ])('%s', (_what, number, entry, wanted, expected) => {
    const id = guid(number);

    expect(newsOfGroup({ id, ...entry }, id, desk([wanted]))).toEqual(expected);
  });
});

describe('the change of a user', () => {
  const SHOWN = { displayName: 'Ada', userPrincipalName: 'ada@corp.example', accountEnabled: true };
  const GUEST = { displayName: 'Eve', userPrincipalName: 'eve@x.example', accountEnabled: true, userType: 'Guest' };
  const matters = { why: expect.stringMatching(/^[A-Z].*\.$/) };

  test.each<[string, number, Record<string, unknown>, unknown]>([
    ['who looks the same', 1, SHOWN, null],
    ['whose empty properties come, too', 1, { ...SHOWN, mail: null, userType: 'Member' }, null],
    ['with another name', 1, { ...SHOWN, displayName: 'Ada L.' }, matters],
    ['with another name for logging on', 1, { ...SHOWN, userPrincipalName: 'al@corp.example' }, matters],
    ['with an address', 1, { ...SHOWN, mail: 'ada@corp.example' }, matters],
    ['who is disabled', 1, { ...SHOWN, accountEnabled: false }, matters],
    ['who became a guest', 1, { ...SHOWN, userType: 'Guest' }, matters],
    ['of whom a property is missing', 1, { ...SHOWN, accountEnabled: undefined }, matters],
    ['of whom only the id came', 1, {}, matters],
    ['who is deleted, however much is shown', 1, { ...SHOWN, '@removed': { reason: 'changed' } }, matters],
    ['who is deleted, by the date alone', 1, { ...SHOWN, deletedDateTime: '2026-11-01T00:00:00Z' }, matters],
    ['who is not deleted', 1, { ...SHOWN, deletedDateTime: null }, null],
    ['who is deleted', 1, { '@removed': { reason: 'changed' } }, matters],
    ['a guest who looks the same', 2, GUEST, null],
    ['a guest with another address', 2, { ...GUEST, mail: 'eve@y.example' }, null],
    ['a guest with another name', 2, { ...GUEST, displayName: 'Eva' }, matters],
    ['a guest who became a member', 2, { ...GUEST, userType: 'Member' }, matters],
    ['a guest who is deleted', 2, { '@removed': { reason: 'deleted' } }, matters],
    ['whom the reading did not meet', 3, SHOWN, 'stranger'],
    ['whom the reading did not meet, and who is deleted', 3, { '@removed': { reason: 'changed' } }, null],
  ])('%s', (_what, number, entry, expected) => {
    const id = guid(number);

    expect(newsOfUser({ id, ...entry }, id, desk())).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>, unknown]>([
    ['that is the same', { employeeOrgData: { costCenter: '7' } }, null],
    ['that has changed', { employeeOrgData: { costCenter: '8' } }, matters],
    ['that is missing', {}, matters],
  ])('with an attribute %s', (_what, entry, expected) => {
    const known = desk([WANTED], ['costCenter'], ada({ attributes: { costCenter: '7' } }));

    expect(newsOfUser({ id: guid(1), ...SHOWN, ...entry }, guid(1), known)).toEqual(expected);
  });
});
