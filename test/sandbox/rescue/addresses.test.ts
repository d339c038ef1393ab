import { describe, expect, test } from '@jest/globals';
import { BOB, DAY, nodeOf } from '../../targets/rescue/support.ts';
import { ada, withSandbox } from './ask.ts';

const TAKEN = 'INVALIDPARAM_EMAIL_ALREADY_IN_USE';
const bob = { ...ada, node: BOB, name: 'Bob' };

/** Calls one after the other, and the word of each. */
const STORIES: readonly (readonly [string, readonly (readonly [string, object, string])[]])[] = [
  ['an address is in use', [['setUser_v2', { ...bob, email: 'ADA@corp.example' }, TAKEN]]],
  [
    'an address that a user has just got is in use, and its former one is free',
    [
      ['setUser_v2', { ...ada, email: 'new@corp.example' }, 'OK'],
      ['setUser_v2', { ...bob, email: 'New@corp.example' }, TAKEN],
      ['setUser_v2', { ...bob, email: 'ada@corp.example' }, 'OK'],
    ],
  ],
  [
    'an address goes away and comes back',
    [
      ['setUser_v2', { ...ada, email: 'new@corp.example' }, 'OK'],
      ['setUser_v2', { ...ada, email: 'ada@corp.example' }, 'OK'],
      ['setUser_v2', { ...bob, email: 'ada@corp.example' }, TAKEN],
      ['setUser_v2', { ...bob, email: 'new@corp.example' }, 'OK'],
    ],
  ],
  [
    'a new user has one like any other',
    [
      ['createUser', { parent: DAY }, 'OK 400012'],
      ['setUser_v2', { ...ada, node: 400012, email: 'ada@corp.example' }, TAKEN],
      ['setUser_v2', { ...ada, node: 400012, email: 'third@corp.example', status: 'Disabled' }, 'OK'],
      ['setUser_v2', { ...bob, email: 'third@corp.example' }, TAKEN],
    ],
  ],
  [
    'the address of a deleted user is free',
    [
      ['setUser_v2', { ...bob, email: 'ada@corp.example' }, TAKEN],
      ['deleteNode', { node: ada.node }, 'OK'],
      ['setUser_v2', { ...bob, email: 'ada@corp.example' }, 'OK'],
    ],
  ],
];

describe.each([
  ['where somebody may change the account by hand', false],
  ['where nobody else changes it', true],
])('%s', (_where, exclusive) => {
  test.each(STORIES)('%s', async (_what, calls) => {
    await withSandbox({ exclusive }, async (ask) => {
      for (const [method, parameters, word] of calls) {
        expect(await ask(method, { ...parameters })).toBe(word);
      }
    });
  });

  test('an address counts in another case, unless the service tells cases apart', async () => {
    await withSandbox({ exclusive, switches: { caseSensitiveEmail: true } }, async (ask) => {
      expect(await ask('setUser_v2', { ...bob, email: 'ADA@corp.example' })).toBe('OK');
    });
  });
});

test('an address that was put there by hand is in use', async () => {
  await withSandbox({}, async (ask, sandbox) => {
    nodeOf(sandbox, ada.node).email = 'hand@corp.example';

    expect(await ask('setUser_v2', { ...bob, email: 'hand@corp.example' })).toBe(TAKEN);
  });
});
