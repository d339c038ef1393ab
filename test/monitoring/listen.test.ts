import { describe, expect, test } from '@jest/globals';
import { isLocal, isOurHost, parseListen, shownAddress } from '../../src/monitoring/listen.ts';

describe('--listen', () => {
  test.each([
    ['127.0.0.1:9464', '127.0.0.1:9464', true],
    ['9464', '127.0.0.1:9464', true],
    ['[::1]:9464', '[::1]:9464', true],
    ['LOCALHOST:1', 'localhost:1', true],
    ['127.8.8.8:0', '127.8.8.8:0', true],
    ['0.0.0.0:9464', '0.0.0.0:9464', false],
    ['[::]:9464', '[::]:9464', false],
    ['adsync.corp.example:9464', 'adsync.corp.example:9464', false],
    // A name that only begins like an address of this machine.
    ['127.evil.example:1', '127.evil.example:1', false],
  ])('%s', (text, shown, local) => {
    const listen = parseListen(text);

    expect(shownAddress(listen)).toBe(shown);
    expect(isLocal(listen)).toBe(local);
  });

  test.each([
    '',
    ':9464',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:65536',
    '::1:9464',
    '[127.0.0.1]:1',
    'http://a:1',
    'a b:1',
  ])('%j is none', (text) => {
    expect(() => parseListen(text)).toThrow(expect.objectContaining({ code: 'LISTEN_INVALID' }));
  });
});

describe('the Host header', () => {
  test.each([
    ['127.0.0.1:9464', ['127.0.0.1', '127.0.0.1:9464', 'localhost:9464', 'LocalHost', '[::1]:9464']],
    ['0.0.0.0:9464', ['10.1.2.3:9464', '[fd00::1]:9464', 'localhost', '127.0.0.1']],
    ['adsync.corp.example:9464', ['adsync.corp.example:9464', 'ADSYNC.corp.example', '10.1.2.3']],
  ])('of a request to %s may be %j', (text, hosts) => {
    expect(hosts.filter((host) => !isOurHost(host, parseListen(text)))).toEqual([]);
  });

  test.each([
    ['127.0.0.1:9464', ['evil.example', '10.1.2.3', '127.0.0.1.evil.example', 'localhost.evil.example:9464']],
    ['0.0.0.0:9464', ['evil.example:9464', 'adsync', '', '[evil]', '10.1.2.3.evil.example', 'a@10.1.2.3']],
    ['adsync.corp.example:9464', ['evil.example', 'x.adsync.corp.example']],
  ])('of a request to %s is not %j', (text, hosts) => {
    expect(hosts.filter((host) => isOurHost(host, parseListen(text)))).toEqual([]);
    expect(isOurHost(undefined, parseListen(text))).toBe(false);
  });
});
