import { expect, test } from '@jest/globals';
import { parseAddress } from '../../../../src/targets/rescue/wire/address.ts';

test.each([
  ['https://secure.logmeinrescue.com', 'https://secure.logmeinrescue.com'],
  ['https://secure.logmeinrescue.com/', 'https://secure.logmeinrescue.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('%s is a service', (text, base) => {
  expect(parseAddress(text)).toEqual({ kind: 'service', base });
});

test('sandbox:/path is an account file', () => {
  expect(parseAddress('sandbox:/tmp/account.json')).toEqual({ kind: 'sandbox', path: '/tmp/account.json' });
});

test.each([
  ['http://secure.logmeinrescue.com', 'not encrypted'],
  ['http://127.0.0.1.evil.example', 'not encrypted'],
  ['http://localhost.evil.example', 'not encrypted'],
  ['ftp://host', 'no web address'],
  ['secure.logmeinrescue.com', 'no address'],
  ['https://user:hunter2@host', 'holds credentials'],
  ['https://host?x=1', 'more than a host'],
  ['sandbox:account.json', 'does not name a file'],
])('%s is refused: %s', (text, why) => {
  expect(() => parseAddress(text)).toThrow(expect.objectContaining({ name: 'Failure', code: 'RESCUE_URL' }));
  expect(() => parseAddress(text)).toThrow(why);
  expect(() => parseAddress(text)).not.toThrow('hunter2');
});
