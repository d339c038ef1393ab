import type { Disguise } from '../../../core/disguise.ts';
import { plainAddress } from '../../../core/address.ts';
import type { Person } from '../../../core/people.ts';
import { fold } from '../../../core/text.ts';
import type { AccountReading, AccountUser, UnreadableUser } from '../planner/account.ts';
import type { Sealing } from '../planner/marker.ts';
import type { RescueSettings } from '../settings.ts';
import { type KnownAddresses, saveProtection } from '../../saved-protection.ts';
import { disguisedDescription, type LinkDisguise } from './disguise-links.ts';
import { nickOf, type SavedRescue } from './saved-account.ts';

/** What the tokens of an account are made with. */
export interface RescueDisguise {
  readonly disguise: Disguise;
  /** Everybody who was read in the directory. */
  readonly people: readonly Person[];
  readonly settings: Pick<RescueSettings, 'linkKey' | 'protect'>;
}

/**
 * What a snapshot keeps of a reading, with tokens in the place of everything about people. Links are made anew, so that
 * they are worth what they were worth.
 *
 * @param reading with the details of every user who answered
 */
export function disguiseAccount(reading: AccountReading, { disguise, people, settings }: RescueDisguise): SavedRescue {
  const { number, address, name, secretOf } = disguise;
  const { account } = reading;
  const sealing: Sealing = { account, key: settings.linkKey };
  const linkKey = secretOf('link key', account);
  const byId = new Map<string, Person>(people.map((person) => [person.id, person]));
  const links: LinkDisguise = { disguise, sealing, linkKey, people: byId };
  const user = (given: AccountUser): AccountUser => {
    const { id, details } = given;
    const described = (text: string): string => disguisedDescription(text, id, number(id), { ...links, details });
    const description = described(given.description);
    const who = { id: number(id), name: name(given.name), email: address(given.email), description };
    if (details === null) return { ...given, ...who };
    const ssoId = address(details.ssoId);
    const { record } = details;
    if (record === undefined) return { ...given, ...who, details: { ...details, ssoId } };
    const own = { name: name(record.name), email: address(record.email), description: described(record.description) };
    return { ...given, ...who, details: { ...details, ssoId, record: { ...record, ...own, nick: nickOf(record) } } };
  };
  const { unreadable } = reading;
  return {
    ...reading,
    self: { ids: reading.self.ids.map(number), email: address(reading.self.email) },
    groups: reading.groups.map((group) => ({
      ...group,
      description: disguisedDescription(group.description, group.id, group.id, { ...links, details: null }),
    })),
    users: reading.users.map(user),
    ...(unreadable && { unreadable: unreadable.map((one) => disguiseUnreadable(one, reading, people, disguise)) }),
    linkKey,
    protection: saveProtection(settings.protect, addressesOf(reading, people), disguise),
  };
}

/** Of a text in which nothing can be told apart those things that the planner looks for in it. */
function disguiseUnreadable(
  { id, group, text, why }: UnreadableUser,
  { users }: AccountReading,
  people: readonly Person[],
  disguise: Disguise,
): UnreadableUser {
  const folded = fold(text);
  const [firstLine = ''] = text.split('\n', 1);
  const addresses = [
    ...people.flatMap(({ mail, upn }) => [plainAddress(mail), plainAddress(upn)]),
    ...users.flatMap(({ email, details }) => [email, details?.ssoId ?? '']),
  ].filter((one) => one !== null && one !== '' && folded.includes(fold(one)));
  const tokens = new Set(addresses.map((one) => disguise.address(one ?? '')));
  const ids = people.filter((person) => folded.includes(person.id)).map((person) => disguise.id(person.id));
  const shown = /^name:/i.test(firstLine) ? `Name:${disguise.name(firstLine.slice(5))}` : '(text)';
  return { id: disguise.number(id), group, text: [shown, ...[...tokens, ...ids].sort()].join('\n'), why };
}

function addressesOf({ users }: AccountReading, people: readonly Person[]): KnownAddresses {
  return {
    account: users.map(({ email }) => email),
    directory: people.flatMap(({ mail, upn }) => [mail ?? '', upn ?? '']),
  };
}
