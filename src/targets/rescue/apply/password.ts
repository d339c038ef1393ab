import type { ApplyContext } from './context.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
/** No form, no shell and not the service's own request filter stumbles over these. */
const SPECIAL = '!#$%*+-.:=?@_';
const TYPES = [LOWER, UPPER, DIGITS, SPECIAL];
const ALL = TYPES.join('');

export const PASSWORD_LENGTH = 20;

/** The password of a new user, and of a user that passes to another person. */
export function newPassword({
  newUserPassword,
  randomBytes,
}: Pick<ApplyContext, 'newUserPassword' | 'randomBytes'>): string {
  return newUserPassword?.reveal() ?? randomPassword(randomBytes);
}

/**
 * A random password that meets every strength an account can ask for ("Excellent": four types of characters, none
 * twice, at least eight long). Each password that meets the rules is equally likely.
 *
 * @see https://support.logmeinrescue.com/rescue/help/how-to-set-global-password-policies-rescue-ac-t-resc-ac-global-pw
 */
export function randomPassword(randomBytes: (size: number) => Uint8Array): string {
  for (;;) {
    const password = drawn(randomBytes);
    if (TYPES.every((type) => type.split('').some((character) => password.includes(character)))) return password;
  }
}

/** The first characters of a shuffled alphabet: none comes twice. */
function drawn(randomBytes: (size: number) => Uint8Array): string {
  const characters = ALL.split('');
  for (let index = 0; index < PASSWORD_LENGTH; index++) {
    const other = index + below(characters.length - index, randomBytes);
    [characters[index], characters[other]] = [characters[other] ?? '', characters[index] ?? ''];
  }
  return characters.slice(0, PASSWORD_LENGTH).join('');
}

/** A whole number from 0 to `limit` - 1 (`limit` ≤ 256): bytes that would favour some numbers are thrown away. */
function below(limit: number, randomBytes: (size: number) => Uint8Array): number {
  const fair = 256 - (256 % limit);
  for (;;) {
    const byte = randomBytes(1)[0] ?? 255;
    if (byte < fair) return byte % limit;
  }
}
