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
  const next = byteByByte(randomBytes);
  for (;;) {
    const password = drawn(next);
    if (TYPES.every((type) => type.split('').some((character) => password.includes(character)))) return password;
  }
}

/** The first characters of a shuffled alphabet: none comes twice. */
function drawn(next: () => number): string {
  const characters = ALL.split('');
  for (let index = 0; index < PASSWORD_LENGTH; index++) {
    const other = index + below(characters.length - index, next);
    [characters[index], characters[other]] = [characters[other] ?? '', characters[index] ?? ''];
  }
  return characters.slice(0, PASSWORD_LENGTH).join('');
}

/** A whole number from 0 to `limit` - 1 (`limit` ≤ 256): bytes that would favour some numbers are thrown away. */
function below(limit: number, next: () => number): number {
  const fair = 256 - (256 % limit);
  for (;;) {
    const byte = next();
    if (byte < fair) return byte % limit;
  }
}

/** Single bytes of blocks of twice as many as a password needs at least: each call for chance costs as much as a block. */
function byteByByte(randomBytes: (size: number) => Uint8Array): () => number {
  let block: Uint8Array = new Uint8Array();
  let used = 0;
  return () => {
    if (used >= block.length) {
      block = randomBytes(2 * PASSWORD_LENGTH);
      used = 0;
    }
    const byte = block[used];
    used += 1;
    if (byte === undefined) throw new Error('chance gave no byte');
    return byte;
  };
}
