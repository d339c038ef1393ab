import { describe, expect, test } from '@jest/globals';
import type { GotoAccountFile } from '../../../src/sandbox/goto/index.ts';
import { freshKey, userByKey, usersByEmail } from '../../../src/sandbox/goto/lookup.ts';
import { ADA, BOB, person, testAccount } from './ask.ts';

/** An account that was looked at once, and then changed by hand. */
function changed(change: (account: GotoAccountFile) => void): GotoAccountFile {
  const account = testAccount();
  usersByEmail(account, 'ada@corp.example');
  change(account);
  return account;
}

const keysOf = (account: GotoAccountFile, email: string): string[] =>
  usersByEmail(account, email).map(({ key }) => key);

describe('an account that is changed by hand', () => {
  test.each<[string, (account: GotoAccountFile) => void, string[]]>([
    ['with nothing new', () => undefined, [ADA]],
    ['with a second bearer', ({ users }) => users.push(person('8', 'Ada@corp.example')), [ADA, '8']],
    ['with another address', ({ users }) => Object.assign(users[1] ?? {}, { email: 'new@corp.example' }), []],
    ['with another spelling', ({ users }) => Object.assign(users[1] ?? {}, { email: 'ADA@corp.example' }), [ADA]],
    ['with another user in the place', ({ users }) => (users[1] = person('8', 'ada@corp.example')), ['8']],
    ['with one user fewer', ({ users }) => users.splice(1, 1), []],
    ['with the last user gone', ({ users }) => users.splice(3), [ADA]],
    ['with another list', (account) => (account.users = [person('8', 'ada@corp.example')]), ['8']],
  ])('%s is found as it is now, by address and by key', (_what, change, keys) => {
    const account = changed(change);

    expect(keysOf(account, 'aDa@corp.example')).toEqual(keys);
    expect(userByKey(account, '8')?.key).toBe(keys.find((key) => key === '8'));
    expect(userByKey(account, ADA)).toBe(account.users.find(({ key }) => key === ADA));
  });

  test('finds a user by its key where others went before it', () => {
    const account = changed(({ users }) => users.splice(0, 2));

    expect(userByKey(account, BOB)?.email).toBe('bob@corp.example');
    expect(userByKey(account, ADA)).toBeUndefined();
  });

  test.each<[string, (account: GotoAccountFile) => void, string]>([
    [
      'a long one',
      ({ users }) => users.push(person('12345678901234567890123456', 'x@y')),
      '12345678901234567890123457',
    ],
    ['one that is no number', ({ users }) => users.push(person('zed', 'x@y')), '7000000000000000402'],
    [
      'one of a custom role',
      ({ rolesets }) => rolesets.push({ id: '7000000000000000500', name: 'x' }),
      '7000000000000000501',
    ],
  ])('gets a key that nothing has: %s', (_what, change, key) => {
    expect(freshKey(changed(change))).toBe(key);
  });
});
