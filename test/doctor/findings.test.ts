import { describe, expect, test } from '@jest/globals';
import type { Found } from '../../src/core/check.ts';
import { clockFound } from '../../src/doctor/clock.ts';
import { peopleFound } from '../../src/doctor/directory-checks.ts';
import { tlsFound } from '../../src/doctor/host-checks.ts';
import { nodeFound, secretsFound } from '../../src/doctor/own-checks.ts';
import { spaceFound } from '../../src/doctor/state-checks.ts';
import { failedStep } from '../../src/doctor/target-checks.ts';
import { timeOf } from '../../src/directory/ldap/examine.ts';
import { webHost } from '../../src/net/inspect.ts';
import { referencesIn } from '../../src/config/value-sources.ts';

const NOW = new Date('2026-06-01T12:00:00Z');

function said({ result, text }: Found): string {
  return `${result}: ${text}`;
}

test.each([
  ['20.18.3', 'fail'],
  ['20.19.0', 'ok'],
  ['22.0.0', 'ok'],
  ['18.20.0', 'fail'],
])('Node.js %s: %s', (node, result) => {
  expect(nodeFound({ node, platform: 'linux x64' }).result).toBe(result);
});

test.each([
  ['2026-06-01T11:59:59Z', 'ok: It agrees with ours to a second or two.'],
  ['2026-06-01T11:58:30Z', 'ok: It agrees with ours to 90 seconds.'],
  ['2026-06-01T11:50:00Z', 'warn: Our clock is 10 minutes ahead of that of dc1.'],
  ['2026-06-01T12:50:00Z', 'warn: Our clock is 50 minutes behind that of dc1.'],
  ['2026-06-01T15:00:00Z', 'fail: Our clock is 3 hours behind that of dc1. Accounts'],
  ['2026-05-28T12:00:00Z', 'fail: Our clock is 4 days ahead of that of dc1. Accounts'],
])('a clock that shows %s: %s', (theirs, expected) => {
  expect(said(clockFound(new Date(theirs), NOW, 'dc1'))).toMatch(expected);
});

test('a service that does not say the time is no fault', () => {
  expect(clockFound(null, NOW, 'dc1').result).toBe('ok');
});

test.each([
  ['20260131090000.0Z', '2026-01-31T09:00:00.000Z'],
  ['20260131090000Z', '2026-01-31T09:00:00.000Z'],
  ['now', undefined],
])('the time %s of a domain controller', (text, expected) => {
  expect(timeOf(text)?.toISOString()).toBe(expected);
});

describe('a certificate', () => {
  const host = webHost('https://api.corp.example', null, 'rescue.url');
  const certificate = (validTo: string) => ({
    subject: 'api.corp.example',
    issuer: 'Corp CA',
    names: ['api.corp.example', 'b', 'c', 'd'],
    validTo: new Date(validTo),
    chain: ['api.corp.example', 'Corp CA'],
  });

  test.each([
    ['2026-09-01T12:00:00Z', 'ok', 'It is good for 92 more days.'],
    ['2026-06-22T13:00:00Z', 'warn', 'It is good for 21 more days.'],
    ['2026-06-02T13:00:00Z', 'warn', 'It is good for 1 more day.'],
  ])('that ends on %s: %s', (validTo, result, text) => {
    const found = tlsFound({ certificate: certificate(validTo), fault: null, version: 'TLSv1.3' }, host, NOW);

    expect(found.result).toBe(result);
    expect(found.text).toContain(text);
    expect(found.text).toContain(
      'For api.corp.example, b, c and 1 more, issued by Corp CA, 2 certificates in the chain.',
    );
  });

  test('that is not trusted is named with its issuer, and with the key for its authority', () => {
    const fault = 'its certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN)';
    const found = tlsFound({ certificate: certificate('2026-09-01'), fault, version: '' }, host, NOW);

    expect(said(found)).toMatch(/^fail: For api.*issued by Corp CA.*cannot be used: its certificate is not trusted/);
    expect(found.remedy).toContain('rescue.tls.ca');
  });
});

describe('what the directory shows of people', () => {
  const shown = (counts: Readonly<Record<string, number>>, of = 3) => ({
    attributes: ['userAccountControl', 'accountExpires', 'mail'].map((name) => ({
      name,
      says: `about ${name}`,
      shown: counts[name] ?? 0,
      of,
      needed: name !== 'mail',
    })),
  });

  test.each([
    ['everything', { userAccountControl: 3, accountExpires: 3, mail: 1 }, 'ok'],
    ['no addresses', { userAccountControl: 3, accountExpires: 3 }, 'warn'],
    ['not who is disabled', { accountExpires: 3, mail: 3 }, 'fail'],
    ['of some not when they expire', { userAccountControl: 3, accountExpires: 2, mail: 3 }, 'fail'],
  ])('%s', (_what, counts, result) => {
    expect(peopleFound(shown(counts)).result).toBe(result);
  });

  test('nobody to look at', () => {
    expect(peopleFound(shown({}, 0)).result).toBe('warn');
  });
});

test.each([
  [null, 'ok'],
  [500_000_000, 'ok'],
  [20_000_000, 'warn'],
  [1000, 'fail'],
])('%s free bytes: %s', (free, result) => {
  expect(spaceFound(free).result).toBe(result);
});

test('a failure belongs to the step that names it, and every other one to the first', () => {
  const steps = [
    { id: 'token', title: '', codes: [] },
    { id: 'scopes', title: '', codes: ['GOTO_SCOPE'] },
    { id: 'account', title: '', codes: ['GOTO_ACCOUNT'] },
  ] as const;

  expect(failedStep(steps, { code: 'GOTO_ACCOUNT' })).toBe(2);
  expect(failedStep(steps, { code: 'GOTO_SCOPE' })).toBe(1);
  expect(failedStep(steps, { code: 'GOTO_UNREACHABLE' })).toBe(0);
});

test.each([
  ['${NAME}', ['the variable NAME']],
  ['a ${A} b ${file:/run/secrets/b}', ['the variable A', 'the file /run/secrets/b']],
  ['${cmd:vault read -field=token kv/rescue}', ['the program vault']],
  ['$${NAME}', []],
  ['plain', []],
])('%s comes from %j', (text, expected) => {
  expect(referencesIn(text)).toEqual(expected);
});

test('secrets are told by where they come from', () => {
  const sources = [
    { path: 'rescue.apiToken', line: 3, from: ['the variable TOKEN'], filled: true },
    { path: 'rescue.linkKey', line: 4, from: [], filled: true },
  ];
  const found = secretsFound({ ok: true, sources });

  expect(said(found)).toBe(
    'warn: rescue.apiToken: the variable TOKEN; rescue.linkKey: the file itself. 1 secret stands in the file itself.',
  );
});
