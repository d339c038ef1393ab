import { describe, expect, test } from '@jest/globals';
import { type Bond, linksOf, readGroupLink, readLink } from '../../../../src/targets/rescue/planner/links.ts';
import type { Sealing } from '../../../../src/targets/rescue/planner/marker.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { accountOf, personId, SEALING } from './builders.ts';
import { KEYED, marker, NODE } from './markers.ts';

const OTHER = '106' as NodeId;

describe('what a link is worth', () => {
  const another = { ...KEYED, key: new Secret('another key of more than 32 characters') };

  test.each<[string, string, Sealing, Bond | null, string | null]>([
    ['a text without a marker', 'Desk 4', SEALING, null, null],
    ['a marker made for this node', marker('ada', NODE), SEALING, 'sealed', 'ada'],
    ['one made for another node', marker('ada', OTHER), SEALING, 'foreign', null],
    ['one made for another account', marker('ada', NODE, { ...SEALING, account: '1' }), SEALING, 'foreign', null],
    [
      'one whose person was exchanged',
      marker('ada', NODE).replace(personId('ada'), personId('eve')),
      SEALING,
      'foreign',
      null,
    ],
    ['one of the old form', marker('ada'), SEALING, 'old', 'ada'],
    ['old ones of two people', `${marker('ada')} ${marker('eve')}`, SEALING, 'several', 'eve'],
    ['a copy beside its own', `${marker('ada', NODE)} ${marker('eve', OTHER)}`, SEALING, 'sealed', 'ada'],
    ['an old one beside its own', `${marker('ada', NODE)} ${marker('eve')}`, SEALING, 'sealed', 'ada'],
    ['a copy beside an old one', `${marker('ada')} ${marker('eve', OTHER)}`, SEALING, 'old', 'ada'],
    ['one sealed with the key', marker('ada', NODE, KEYED), KEYED, 'sealed', 'ada'],
    ['one made without the key', marker('ada', NODE), KEYED, 'unsealed', 'ada'],
    [
      'one without the key beside a sealed one',
      `${marker('ada', NODE, KEYED)} ${marker('eve', NODE)}`,
      KEYED,
      'sealed',
      'ada',
    ],
    ['one made with another key', marker('ada', NODE, another), KEYED, 'foreign', null],
    ['an old one, where there is a key', marker('ada'), KEYED, 'old', 'ada'],
    ['one with a key that the file does not name', marker('ada', NODE, KEYED), SEALING, 'unchecked', 'ada'],
    ['a copy that its writer sealed without the key', marker('ada', OTHER), KEYED, 'foreign', null],
  ])('%s', (_, description, sealing, bond, person) => {
    const link = readLink(description, NODE, sealing);

    expect(link.bond).toBe(bond);
    expect(link.marker?.person ?? null).toBe(person === null ? null : personId(person));
  });

  test('the link of a group counts for nothing without the seal that it should have', () => {
    expect(readGroupLink(marker('ada'), NODE, SEALING).marker?.person).toBe(personId('ada'));
    expect(readGroupLink(marker('ada', NODE), NODE, KEYED).marker).toBeNull();
    expect(readGroupLink(marker('ada'), NODE, KEYED).marker).toBeNull();
    expect(readGroupLink(marker('ada', NODE, KEYED), NODE, KEYED).marker?.person).toBe(personId('ada'));
    expect(readGroupLink(marker('ada', NODE, KEYED), NODE, SEALING).marker).toBeNull();
  });

  test('a text that becomes a marker once another is taken out of it is none', () => {
    const inner = marker('ada', OTHER);
    const nested = `[adsync ${inner}${personId('eve')} bfe2ad0c]`;
    const { reading } = accountOf({ 'Technicians/Helpdesk': { bob: { description: nested } } });

    const { account } = linksOf(reading, null);

    expect(account.users.map(({ description }) => description)).toEqual(['']);
  });
});
