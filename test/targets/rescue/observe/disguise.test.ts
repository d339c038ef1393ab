import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RawAnswer } from '../../../../src/core/observation.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { newWordTokens } from '../../../../src/core/word-tokens.ts';
import { disguiseAnswer } from '../../../../src/targets/rescue/observe/disguise.ts';

const AT = '2026-01-31T09:00:00.000Z';
const TOKENS = newWordTokens(new Secret('a key of the tests, long enough'));
/** Shows what was replaced, and leaves the rest readable. */
const marked = (text: string): string => text.replace(/[\p{L}\p{N}]+/gu, 'x');

function bodyOf(body: string, tokens = marked): string {
  const answer: RawAnswer = {
    purpose: 'user',
    call: 'getUser_v3',
    sent: {},
    at: AT,
    status: 200,
    headers: {},
    encoding: 'utf-8',
    body,
  };
  return disguiseAnswer(answer, tokens).body;
}

test.each([
  [
    'OK\n\nNodeID:12\nName:Ada Lovelace\nEmail:ada@x.example\nStatus:Online\nType:Technician\n\n',
    'OK\n\nNodeID:x\nName:x x\nEmail:x@x.x\nStatus:Online\nType:Technician\n\n',
  ],
  [
    'OK NODEID: 12 NAME: Ada HASMOBILEADDON: True STATUS: Away',
    'OK NODEID: x NAME: x HASMOBILEADDON: True STATUS: Away',
  ],
  [
    'OK\r\n\r\nPERMISSIONS:RemoteControl, Adas, \r\nLOCKEDPERMISSIONS:\r\n',
    'OK\r\n\r\nPERMISSIONS:RemoteControl, x, \r\nLOCKEDPERMISSIONS:\r\n',
  ],
  ['OK\n\nAdminID:0\nTechID:77\nOrganization:Corp', 'OK\n\nAdminID:0\nTechID:x\nOrganization:x'],
  // Text that looks like a field is no word of the service.
  ['OK\n\nDescription:call\nSecret:hunter2\nStatus:Ada\n', 'OK\n\nDescription:x\nx:x\nStatus:x\n'],
  ['INVALIDPARAM_NODE', 'INVALIDPARAM_NODE'],
  ['USER_IS_DELETED', 'USER_IS_DELETED'],
  ['Ada', 'x'],
  ['<html>Ada</html>', '<a page of 16 characters>'],
  ['OK\n\nAUTHCODE:4ahx99', 'OK\n\nAUTHCODE:x'],
])('%j', (body, expected) => {
  expect(bodyOf(body)).toBe(expected);
});

test('what was sent is disguised, but for switches of the call', () => {
  const sent = { isnode: 'true', node: '400010', email: 'ada@corp.example' };
  const answer = {
    purpose: 'user',
    call: 'getUser_v3',
    sent,
    at: AT,
    status: 200,
    headers: {},
    encoding: 'utf-8',
    body: 'OK',
  } as const;

  expect(disguiseAnswer(answer, marked).sent).toEqual({ isnode: 'true', node: 'x', email: 'x@x.x' });
});

test('a long body keeps its beginning and its end', () => {
  const long = bodyOf(`OK\n\nName:${'a '.repeat(20_000)}\nType:Technician`);

  expect(long.length).toBeLessThan(16_000);
  expect(long).toContain('characters were left out here');
  expect(long).toMatch(/Type:Technician$/);
});

test('no word that somebody wrote is left, whatever it looks like', () => {
  const word = fc.stringMatching(/^[A-Z]?[b-df-hj-np-tv-z]{5,9}$/);
  fc.assert(
    fc.property(
      word,
      fc.constantFrom('Name', 'Type', 'Status', 'DESCRIPTION', 'PERMISSIONS', 'Odd', ''),
      (secret, key) => {
        const shown = bodyOf(`OK\n\nNodeID:1\n${key}:${secret}\n${secret}\nName: x${secret}`, TOKENS);

        expect(shown.toLowerCase()).not.toContain(secret.toLowerCase());
      },
    ),
    { numRuns: 50 },
  );
});
