import { patternOf } from '../../../core/pattern.ts';
import { fold } from '../../../core/text.ts';
import type { AccountReading, AccountUser } from '../planner/account.ts';
import type { UserRecord } from '../wire/user-record.ts';

/**
 * Text that every service keeps as it is: on one line, of plain letters, with nothing at its ends. Whether others come back
 * as they were written is what is to be found out, so a user with others could not surely be put back.
 */
const PLAIN = /^(?:[A-Za-z0-9@._+-]+(?: [A-Za-z0-9@._+-]+)*)?$/;
/** No service is known to take less. */
const SHORT = 100;

/** The users that a number or an address means. PURE */
export function usersNamed(given: string, { users }: Pick<AccountReading, 'users'>): readonly AccountUser[] {
  const wanted = given.trim();
  return /^\d+$/.test(wanted)
    ? users.filter(({ id }) => id === wanted)
    : users.filter(({ email }) => email !== '' && fold(email) === fold(wanted));
}

/**
 * Why nothing is tried on a user, as a sentence; null = it may be. Only a disabled technician whom adsync does not manage
 * will do: nobody works with it, nothing of it is a right, and no plan rests on its description. PURE
 *
 * @param protect addresses and patterns of rescue.protect
 */
export function unfitForProbe(
  user: UserRecord,
  { self }: Pick<AccountReading, 'self'>,
  protect: readonly string[],
): string | null {
  const { id, role, email, description, enabled, accountHolder, name, nick, ssoId } = user;
  if (accountHolder) return 'It is the account holder, who is never changed.';
  if (self.ids.includes(id) || (email !== '' && fold(email) === fold(self.email)))
    return 'It is the user whose credentials are used, who is never changed.';
  if (role !== 'technician') return 'It is an administrator. Only on a technician something is tried.';
  if (enabled) return 'It is enabled, so somebody may be at work with it.';
  if (protect.some((pattern) => patternOf(pattern)(fold(email)))) return 'It is listed in rescue.protect.';
  if (/\[adsync/i.test(description)) return 'Its description holds a mark of adsync, which links it to somebody.';
  if (description === '' || description.length > SHORT)
    return `Its description is ${description === '' ? 'empty' : 'long'}, so it is not sure that it could be put back. Write a short one, as "Probe", in the Admin Center.`;
  const odd = Object.entries({ description, name, nickname: nick, address: email, 'SSO ID': ssoId }).find(
    ([, text]) => !PLAIN.test(text),
  );
  if (odd === undefined && email !== '' && name !== '') return null;
  return `Its ${odd?.[0] ?? 'name or address'} is not plain text, so it is not sure that it could be written back as it is. Give it one of letters without accents, digits, and single blanks.`;
}
