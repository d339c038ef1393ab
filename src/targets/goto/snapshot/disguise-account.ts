import type { Disguise } from '../../../core/disguise.ts';
import type { Person } from '../../../core/people.ts';
import { fold } from '../../../core/text.ts';
import type { AccountReading, AccountUser } from '../planner/account.ts';
import type { GotoSettings } from '../settings.ts';
import { type SavedProtection, saveProtection } from '../../saved-protection.ts';

/** A GoTo account as plain data. */
export interface SavedGoto extends AccountReading {
  /** Whom `goto.protect` means; absent where addresses stand as they are. */
  readonly protection?: SavedProtection;
}

/**
 * What a snapshot keeps of a reading, with tokens in the place of everything about people. Groups, roles, products and
 * the names of attributes stay.
 */
export function disguiseAccount(
  reading: AccountReading,
  disguise: Disguise,
  people: readonly Person[],
  { protect, linkAttribute }: Pick<GotoSettings, 'protect' | 'linkAttribute'>,
): SavedGoto {
  const { self, users } = reading;
  const { number, address } = disguise;
  const known = {
    account: users.map(({ email }) => email),
    directory: people.flatMap(({ mail }) => mail ?? []),
  };
  return {
    ...reading,
    self: { key: number(self.key), email: address(self.email) },
    users: users.map((user) => disguiseUser(user, disguise, linkAttribute)),
    protection: saveProtection(protect, known, disguise),
  };
}

function disguiseUser(user: AccountUser, disguise: Disguise, linkAttribute: string | null): AccountUser {
  const { number, address, name, id } = disguise;
  const attributes = Object.entries(user.attributes ?? {}).map(([key, text]): [string, string] => {
    return [key, key === linkAttribute ? id(fold(text) as Person['id']) : name(text)];
  });
  return {
    ...user,
    key: number(user.key),
    email: address(user.email),
    firstName: name(user.firstName),
    lastName: name(user.lastName),
    attributes: user.attributes === null ? null : Object.fromEntries(attributes),
  };
}
