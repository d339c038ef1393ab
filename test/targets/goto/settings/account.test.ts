import { describe, expect, test } from '@jest/globals';
import { found, loadWith } from './goto-file.ts';

const FILES = { '/etc/adsync/ca.pem': 'hello', '/etc/adsync/refresh': 'from-a-file' };

describe('the account key', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    ['no account', { 6: '' }, 'MISSING_KEY 5:1 "account" is missing in goto.'],
    ['an empty key', { 6: '  account: ""' }, 'KEY_NOT_DIGITS 6:12 The account key is empty.'],
    ['a key without value', { 6: '  account:' }, 'KEY_NOT_DIGITS 6:3 The account key is empty.'],
    ['a word', { 6: '  account: Example Ltd' }, 'KEY_NOT_DIGITS 6:12 The account key is not made of digits.'],
    ['a truth value', { 6: '  account: true' }, 'KEY_NOT_DIGITS 6:12 The account key is not made of digits.'],
    ['a list', { 6: '  account: [1]' }, 'KEY_NOT_DIGITS 6:12 The account key is not made of digits.'],
    ['a map', { 6: '  account: { key: 1 }' }, 'KEY_NOT_DIGITS 6:12 The account key is not made of digits.'],
    ['a number of base 16', { 6: '  account: 0x1F' }, 'KEY_NOT_DIGITS 6:12 The account key is not made of digits.'],
    [
      'a number with an exponent',
      { 6: '  account: 1e18' },
      'KEY_NOT_DIGITS 6:12 The account key is not made of digits.',
    ],
    ['a number below zero', { 6: '  account: -5' }, 'KEY_NOT_DIGITS 6:12 The account key is not made of digits.'],
    ['a fraction', { 6: '  account: 1.5' }, 'KEY_NOT_DIGITS 6:12 The account key is not made of digits.'],
    [
      'a reference, which every plan would print',
      { 6: '  account: ${PAT}' },
      'REFERENCE_NOT_ALLOWED 6:12 "${" stands in goto.account, which takes no reference: what a variable holds would be printed by every plan.',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines, { files: FILES }))).toEqual(expected);
  });
});

describe('who asks', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'an id with a colon',
      { 7: '  clientId: a:b' },
      'WRONG_VALUE 7:13 "a:b" is no id of an OAuth client: those hold neither blanks nor colons.',
    ],
    ['an empty id', { 7: '  clientId: ""' }, 'EMPTY 7:13 goto.clientId is empty.'],
    [
      'a number as secret',
      { 8: '  clientSecret: 12345678' },
      'WRONG_TYPE 8:17 goto.clientSecret must be a text, but is a number.',
    ],
    [
      'an empty personal access token',
      { 9: '  personalAccessToken: ""' },
      'SECRET_EMPTY 9:24 goto.personalAccessToken is empty.',
    ],
    [
      'two kinds of tokens',
      { 9: '  personalAccessToken: ${PAT}\n  refreshToken: ${REFRESH}' },
      'CREDENTIALS_TWICE 10:3 There are two kinds of credentials: personalAccessToken and refreshToken.',
    ],
    ['no token', { 9: '' }, 'CREDENTIALS_MISSING 5:1 There is no token for the GoTo account.'],
    [
      'a misspelt token, which is not missing besides',
      { 9: '  personalAccesToken: ${PAT}' },
      'UNKNOWN_KEY 9:3 "personalAccesToken" is not a key of goto. Did you mean "personalAccessToken"?',
    ],
    [
      'a refresh token that cannot be kept, from a variable',
      { 9: '  refreshToken: ${REFRESH}' },
      'REFRESH_TOKEN_FIXED 9:17 The refresh token does not come from one file alone, so it is not used: the service may renew it, and the new one could not be kept.',
    ],
    [
      'a refresh token that cannot be kept, made of two parts',
      { 9: '  refreshToken: a${file:refresh}' },
      'REFRESH_TOKEN_FIXED 9:17 The refresh token does not come from one file alone, so it is not used: the service may renew it, and the new one could not be kept.',
    ],
    [
      'a refresh token whose file is missing',
      { 9: '  refreshToken: ${file:missing}' },
      'REFERENCE_FILE 9:17 The file missing does not exist.',
    ],
    ['an empty refresh token', { 9: '  refreshToken: ""' }, 'SECRET_EMPTY 9:17 goto.refreshToken is empty.'],
    [
      'a refresh token in clear',
      { 9: '  refreshToken: abcdefghijk' },
      'REFRESH_TOKEN_FIXED 9:17 The refresh token stands in the file itself, so it is not used: the service may renew it, and the new one could not be kept.',
      'warning SECRET_IN_FILE 9:17 goto.refreshToken stands in the file itself, where everybody who reads the file can see it.',
    ],
    [
      'a refresh token that cannot be kept, for a stand-in',
      { 5: 'goto:\n  url: sandbox:goto.json', 9: '  refreshToken: refresh' },
      'REFRESH_TOKEN_FIXED 10:17 The refresh token stands in the file itself, so it is not used: the service may renew it, and the new one could not be kept.',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines, { files: FILES }))).toEqual(expected);
  });
});

describe('addresses', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'http:// to another machine',
      { 5: 'goto:\n  url: http://goto.example' },
      'INSECURE_URL 6:8 http:// would send tokens in clear.',
    ],
    [
      'http:// to a name that only begins like loopback',
      { 5: 'goto:\n  url: http://127.0.0.1.evil.example' },
      'INSECURE_URL 6:8 http:// would send tokens in clear.',
    ],
    [
      'a path',
      { 5: 'goto:\n  url: https://goto.example/admin' },
      'WRONG_URL 6:8 The address holds only a host and a port, no path.',
    ],
    [
      'a query',
      { 5: 'goto:\n  url: "https://a.example?x=1"' },
      'WRONG_URL 6:8 The address holds only a host and a port, no query.',
    ],
    [
      'a password in the address',
      { 5: 'goto:\n  url: https://me:geheim@goto.example' },
      'WRONG_URL 6:8 The address holds only a host and a port, no user name or password.',
    ],
    ['no address at all', { 5: 'goto:\n  url: api.getgo.com' }, 'WRONG_URL 6:8 This is no https:// address.'],
    ['another protocol', { 5: 'goto:\n  url: ftp://a.example' }, 'WRONG_URL 6:8 This is no https:// address.'],
    [
      'a stand-in without its file',
      { 5: 'goto:\n  url: "sandbox: "' },
      'WRONG_URL 6:8 The file of the stand-in account is missing.',
    ],
    [
      'a stand-in as host of tokens',
      { 5: 'goto:\n  authUrl: sandbox:goto.json' },
      'WRONG_URL 6:12 This is no https:// address.',
    ],
    [
      'http:// for tokens',
      { 5: 'goto:\n  authUrl: http://a.example' },
      'INSECURE_URL 6:12 http:// would send tokens in clear.',
    ],
    [
      'a path for tokens',
      { 5: 'goto:\n  authUrl: https://a.example/oauth' },
      'WRONG_URL 6:12 The address holds only a host and a port, no path.',
    ],
    [
      'a stand-in by its address, and tokens of the real service',
      { 5: 'goto:\n  url: http://127.0.0.1:1' },
      'ADDRESS_INCOMPLETE 6:3 url leads to this machine, but authUrl is missing: tokens would be asked of the real service.',
    ],
    [
      'the same with https://',
      { 5: 'goto:\n  url: https://localhost:1' },
      'ADDRESS_INCOMPLETE 6:3 url leads to this machine, but authUrl is missing: tokens would be asked of the real service.',
    ],
    [
      'the same with a misspelt key',
      { 5: 'goto:\n  url: http://127.0.0.1:1\n  authURL: http://127.0.0.1:2' },
      'UNKNOWN_KEY 7:3 "authURL" is not a key of goto. Did you mean "authUrl"?',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines, { files: FILES }))).toEqual(expected);
  });
});
