import { describe, expect, test } from '@jest/globals';
import { found, loadWith } from './goto-file.ts';

const FILES = { '/etc/adsync/ca.pem': 'hello', '/etc/adsync/refresh': 'from-a-file' };

describe('domains', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    ['an @', { 10: '  domains: ["@corp.example"]' }, 'WRONG_VALUE 10:13 "@corp.example" is no domain.'],
    ['a *', { 10: '  domains: ["*.corp.example"]' }, 'WRONG_VALUE 10:13 "*.corp.example" is no domain.'],
    ['one label', { 10: '  domains: [corp]' }, 'WRONG_VALUE 10:13 "corp" is no domain.'],
    ['blanks around it, which do not matter', { 10: '  domains: [" corp.example"]' }],
    [
      'letters of two scripts',
      { 10: '  domains: [cоrp.example]' },
      'WRONG_VALUE 10:13 "cоrp.example" is no domain: it mixes scripts in "cоrp": U+043E is Cyrillic.',
    ],
    ['no domain', { 10: '  domains: []' }, 'EMPTY 10:12 goto.domains is an empty list.'],
    ['a text', { 10: '  domains: corp.example' }, 'WRONG_TYPE 10:12 goto.domains must be a list, but is a text.'],
    ['a number', { 10: '  domains: [7]' }, 'WRONG_TYPE 10:13 goto.domains[0] must be a text, but is a number.'],
    [
      'a domain twice',
      { 10: '  domains: [corp.example, corp.example]' },
      'DUPLICATE_ITEM 10:27 goto.domains holds an entry twice.',
    ],
    [
      'a domain twice in other capitals',
      { 10: '  domains: [corp.example, Corp.Example]' },
      'DUPLICATE_ITEM 10:27 This domain stands already in line 10.',
    ],
    [
      'a domain three times',
      { 10: '  domains: [corp.example, CORP.example, CORP.example]' },
      'DUPLICATE_ITEM 10:27 This domain stands already in line 10.',
      'DUPLICATE_ITEM 10:41 goto.domains holds an entry twice.',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines, { files: FILES }))).toEqual(expected);
  });
});

describe('protected users', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'a protected user of another domain',
      { 10: '  domains: [corp.example]\n  protect: [a@other.example]' },
      'warning PROTECT_WITHOUT_EFFECT 11:13 This address is in none of goto.domains, so its user is never touched anyway.',
    ],
    [
      'one of a domain below',
      { 10: '  domains: [corp.example]\n  protect: [a@sub.corp.example]' },
      'warning PROTECT_WITHOUT_EFFECT 11:13 This address is in none of goto.domains, so its user is never touched anyway.',
    ],
    ['one in other capitals, which do not matter', { 10: '  domains: [corp.example]\n  protect: [a@CORP.example]' }],
    [
      'a * among protected users',
      { 10: '  domains: [corp.example]\n  protect: ["*@corp.example"]' },
      'WRONG_VALUE 11:13 "*@corp.example" holds *, which stands for nothing here: nobody would be protected by it.',
    ],
    [
      'a protected user without address',
      { 10: '  domains: [corp.example]\n  protect: [owner]' },
      'WRONG_VALUE 11:13 "owner" is no e-mail address: it is not one name, one @ and one domain.',
    ],
    [
      'a protected user twice',
      { 10: '  domains: [corp.example]\n  protect: [a@corp.example, a@corp.example]' },
      'DUPLICATE_ITEM 11:29 goto.protect holds an entry twice.',
    ],
    [
      'a protected user while the domain is faulty',
      { 10: '  domains: [corp]\n  protect: [a@other.example]' },
      'WRONG_VALUE 10:13 "corp" is no domain.',
    ],
    [
      'a protected user while one domain is faulty',
      { 10: '  domains: [corp.example, b]\n  protect: [a@other.example]' },
      'WRONG_VALUE 10:27 "b" is no domain.',
    ],
    [
      'an unknown trust in addresses',
      { 10: '  domains: [corp.example]\n  adopt: acount' },
      'WRONG_VALUE 11:10 "acount" is no value for goto.adopt. Did you mean "account"?',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines, { files: FILES }))).toEqual(expected);
  });
});

describe('mail and language', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    ['no word about welcome mail', { 11: '' }, 'MISSING_KEY 5:1 "welcomeMail" is missing in goto.'],
    [
      'a text about welcome mail',
      { 11: '  welcomeMail: "yes"' },
      'WRONG_TYPE 11:16 goto.welcomeMail must be true or false, but is a text.',
    ],
    [
      'a map about welcome mail',
      { 11: '  welcomeMail: { template: A }' },
      'WRONG_TYPE 11:16 goto.welcomeMail must be true or false, but is a map (keys with values).',
    ],
    [
      'a language that is almost one',
      { 11: '  welcomeMail: true\n  language: de-de' },
      'WRONG_VALUE 12:13 "de-de" is no language. Did you mean "de_DE"?',
    ],
    [
      'a language that is none',
      { 11: '  welcomeMail: true\n  language: German' },
      'WRONG_VALUE 12:13 "German" is no language.',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines, { files: FILES }))).toEqual(expected);
  });
});

describe('requests', () => {
  test('a stand-in may be asked as fast as it answers', async () => {
    const loaded = await loadWith({
      11: '  welcomeMail: true\n  url: sandbox:goto.json\n  requests: { perSecond: 500 }',
    });

    expect(found(loaded)).toEqual([]);
  });

  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'as many requests as the service answers',
      { 11: '  welcomeMail: true\n  requests: { perSecond: 10 }' },
      'OUT_OF_RANGE 12:26 goto.requests.perSecond must be less than 10: that many requests of all programs together the service answers, and it refuses the others.',
    ],
    [
      'no requests',
      { 11: '  welcomeMail: true\n  requests: { perSecond: 0 }' },
      'OUT_OF_RANGE 12:26 goto.requests.perSecond must be at least 0.1.',
    ],
    [
      'a rate in words',
      { 11: '  welcomeMail: true\n  requests: { perSecond: fast }' },
      'WRONG_TYPE 12:26 goto.requests.perSecond must be a number, but is a text.',
    ],
    [
      'too many changes at a time',
      { 11: '  welcomeMail: true\n  requests: { concurrent: 65 }' },
      'OUT_OF_RANGE 12:27 goto.requests.concurrent must be at most 64.',
    ],
    [
      'too large a page',
      { 11: '  welcomeMail: true\n  requests: { pageSize: 1001 }' },
      'OUT_OF_RANGE 12:25 goto.requests.pageSize must be at most 1000.',
    ],
    [
      'an unknown form of keys',
      { 11: '  welcomeMail: true\n  requests: { keys: number }' },
      'WRONG_VALUE 12:21 "number" is no value for goto.requests.keys. Did you mean "numbers"?',
    ],
    [
      'an unknown form of filters',
      { 11: '  welcomeMail: true\n  requests: { filter: regexp }' },
      'WRONG_VALUE 12:23 "regexp" is no value for goto.requests.filter. Did you mean "regex"?',
    ],
    [
      'too short a timeout',
      { 11: '  welcomeMail: true\n  requests: { timeout: 1ms }' },
      'OUT_OF_RANGE 12:24 "1ms" is outside of what makes sense here.',
    ],
    [
      'too long a delay',
      { 11: '  welcomeMail: true\n  requests: { consistencyDelay: 11m }' },
      'OUT_OF_RANGE 12:33 "11m" is outside of what makes sense here.',
    ],
    [
      'a delay in words',
      { 11: '  welcomeMail: true\n  requests: { consistencyDelay: soon }' },
      'WRONG_VALUE 12:33 "soon" is no duration.',
    ],
    [
      'an authority that is none',
      { 11: '  welcomeMail: true\n  tls: { ca: ca.pem }' },
      'CA_NOT_PEM 12:14 "ca.pem" holds no readable certificates in PEM form.',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines, { files: FILES }))).toEqual(expected);
  });
});
