import { describe, expect, test } from '@jest/globals';
import { type Env, proxyFor, proxySecrets } from '../../src/net/proxy.ts';

const PROXY = 'http://proxy.corp.example:3128';

function shown(url: string, env: Env): string | null {
  return proxyFor(new URL(url), env)?.shown ?? null;
}

describe('the proxy for an address', () => {
  test.each<[string, string, Env, string | null]>([
    ['none is set', 'https://a.example', {}, null],
    ['an empty variable is none', 'https://a.example', { HTTPS_PROXY: ' ' }, null],
    ['https', 'https://a.example', { HTTPS_PROXY: PROXY }, `${PROXY} (HTTPS_PROXY)`],
    [
      'lower case comes first',
      'https://a.example',
      { HTTPS_PROXY: 'http://x', https_proxy: PROXY },
      `${PROXY} (https_proxy)`,
    ],
    ['that for http does not count for https', 'https://a.example', { HTTP_PROXY: PROXY }, null],
    ['http', 'http://a.example', { HTTP_PROXY: PROXY }, `${PROXY} (HTTP_PROXY)`],
    ['without a scheme', 'https://a.example', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128 (HTTPS_PROXY)'],
    ['over TLS', 'https://a.example', { HTTPS_PROXY: 'https://proxy' }, 'https://proxy (HTTPS_PROXY)'],
    [
      'without its credentials',
      'https://a.example',
      { HTTPS_PROXY: 'http://me:secret@proxy:1' },
      'http://proxy:1 (HTTPS_PROXY)',
    ],
  ])('%s', (_case, url, env, expected) => {
    expect(shown(url, env)).toBe(expected);
  });

  test.each(['localhost', 'a.localhost', '127.0.0.1', '127.9.9.9', '[::1]', '169.254.169.254'])(
    'is none for %s, which is near',
    (host) => {
      expect(shown(`http://${host}:8080`, { HTTP_PROXY: PROXY })).toBeNull();
      expect(shown(`https://${host}`, { HTTPS_PROXY: PROXY })).toBeNull();
    },
  );

  test('has host, port and credentials', () => {
    const named = proxyFor(new URL('https://a.example'), { HTTPS_PROXY: 'http://me%40corp:p%3aw%40@[fd00::1]' });
    const secure = proxyFor(new URL('https://a.example'), { HTTPS_PROXY: 'https://proxy' });

    expect(named).toMatchObject({ secure: false, host: 'fd00::1', port: 80 });
    expect(named?.authorization?.reveal()).toBe(`Basic ${Buffer.from('me@corp:p:w@').toString('base64')}`);
    expect(secure).toMatchObject({ secure: true, host: 'proxy', port: 443, authorization: null });
  });

  test.each(['socks5://proxy:1080', 'http://', 'ftp://x', 'http://me:Geheim@pro xy', 'http://a:Geheim@b:99999'])(
    'that is no HTTP proxy is refused without being shown: %s',
    (text) => {
      expect(() => proxyFor(new URL('https://a.example'), { HTTPS_PROXY: text })).toThrow(
        expect.objectContaining({ code: 'PROXY_INVALID', message: expect.not.stringContaining('Geheim') }),
      );
    },
  );
});

describe('credentials with characters that end them', () => {
  test.each([
    ['http://CORP\\anna:Geheim1@proxy:3128', 'a backslash', '%5C for a backslash'],
    ['CORP\\anna:Geheim1@proxy:3128', 'a backslash', '%5C'],
    ['http://anna:Geh/eim1@proxy:3128', 'a slash', '%2F for a slash'],
    ['http://anna:12/Geheim1@proxy:3128', 'a slash', '%2F'],
    ['http://anna:Geh?eim1@proxy:3128', 'a question mark', '%3F'],
    ['http://anna:Geh#eim1@proxy:3128', 'a number sign', '%23'],
    ['http://CORP\\anna:Geh/eim1@proxy', 'a backslash and a slash', '%5C for a backslash and %2F for a slash'],
    ['"http://anna:Geheim1@proxy:3128"', 'quotation marks', 'Take them away'],
    ["'http://proxy:3128'", 'quotation marks', 'Take them away'],
    ['\u201chttp://proxy:3128\u201d', 'quotation marks', 'Take them away'],
    ['http:\\\\proxy:3128', 'a backslash in its address', 'slashes'],
  ])('%s is refused with what to write', (value, what, advice) => {
    const env = { HTTPS_PROXY: value };
    let failure: unknown = null;
    try {
      proxyFor(new URL('https://a.example'), env);
    } catch (error) {
      failure = error;
    }

    expect(failure).toMatchObject({ code: 'PROXY_INVALID', message: expect.stringContaining(what) });
    expect(failure).toMatchObject({ advice: expect.stringContaining(advice) });
    expect(JSON.stringify([failure, String(failure)])).not.toMatch(/Geh|eim1/);
  });

  test.each(['http://CORP%5Canna:Geh%2Feim1@proxy:3128', 'http://CORP%5Canna:Geh%2Feim1@proxy:3128/'])(
    'are taken where they are escaped: %s',
    (value) => {
      const proxy = proxyFor(new URL('https://a.example'), { HTTPS_PROXY: value });

      expect(proxy).toMatchObject({ host: 'proxy', port: 3128, shown: 'http://proxy:3128 (HTTPS_PROXY)' });
      expect(proxy?.authorization?.reveal()).toBe(`Basic ${Buffer.from('CORP\\anna:Geh/eim1').toString('base64')}`);
    },
  );

  test.each([
    ['http://CORP\\anna:Geheim1@proxy', ['Geheim1']],
    ['CORP\\anna:Geheim1@proxy', ['Geheim1']],
    ['http://anna:Geh/eim1@proxy', ['Geh/eim1', 'Geh', 'eim1']],
    ['http://anna:Geh@eim1@proxy', ['Geh@eim1']],
    ['http://anna:Geheim1@b:99999', ['Geheim1']],
  ])('are secrets however they are written: %s', (value, secrets) => {
    const kept = proxySecrets({ http_proxy: value }).map((secret) => secret.reveal());

    expect(kept).toEqual(expect.arrayContaining(secrets));
  });
});

describe('NO_PROXY', () => {
  test('in lower case counts as unset where it is empty', () => {
    const env = { HTTPS_PROXY: PROXY, no_proxy: ' ', NO_PROXY: 'a.example' };

    expect(shown('https://a.example', env)).toBeNull();
    expect(shown('https://b.example', env)).not.toBeNull();
    expect(shown('https://a.example', { ...env, no_proxy: 'b.example' })).not.toBeNull();
  });

  test.each([
    ['*', 'a.example', true],
    ['a.example', 'a.example', true],
    ['A.EXAMPLE', 'a.example', true],
    ['example', 'a.example', true],
    ['.example', 'a.example', true],
    ['*.example', 'a.example', true],
    ['.a.example', 'a.example', true],
    ['b.example', 'a.example', false],
    ['ample', 'a.example', false],
    ['a.example.org', 'a.example', false],
    ['x, b.example ,a.example', 'a.example', true],
    ['x  a.example', 'a.example', true],
    ['a.example:443', 'a.example', true],
    ['a.example:8443', 'a.example', false],
    ['a.example:8443', 'a.example:8443', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['1.2.3', '10.1.2.3', false],
    ['2.3', '10.1.2.3', false],
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/16', '10.1.2.3', false],
    ['10.0.0.0/99', '10.1.2.3', false],
    ['10.0.0.0/8', 'a.example', false],
    ['fd00::/8', '[fd12::1]', true],
    ['fd12::1', '[fd12::1]', true],
    ['[fd12::1]:443', '[fd12::1]', true],
    ['[fd12::1]:1', '[fd12::1]', false],
    ['', 'a.example', false],
    [',', 'a.example', false],
    ['.', 'a.example', false],
    ['b.example;a.example', 'a.example', true],
    ['a.example.', 'a.example', true],
    ['a.example.:443', 'a.example', true],
    ['https://a.example', 'a.example', true],
    ['https://a.example:443/', 'a.example', true],
    ['https://a.example:8443/', 'a.example', false],
    ['https://', 'a.example', false],
    ['https://10.0.0.0/8', '10.1.2.3', true],
  ])('%j has %s: %s', (list, host, excepted) => {
    const proxy = shown(`https://${host}`, { HTTPS_PROXY: PROXY, NO_PROXY: list });

    expect(proxy === null).toBe(excepted);
  });

  test('in lower case comes first', () => {
    const env = { HTTPS_PROXY: PROXY, NO_PROXY: '*', no_proxy: 'other' };

    expect(shown('https://a.example', env)).not.toBeNull();
  });
});

test('the passwords of proxies are secrets, in all their forms', () => {
  const env = { HTTPS_PROXY: 'http://me:p%40ss@proxy', http_proxy: 'http://nobody@proxy', no_proxy: 'x:y@z' };

  const secrets = proxySecrets(env).map((secret) => secret.reveal());

  expect(secrets).toEqual(['p%40ss', 'p@ss', `Basic ${Buffer.from('me:p@ss').toString('base64')}`]);
});
