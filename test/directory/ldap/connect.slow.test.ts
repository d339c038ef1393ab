import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { LdapSettings } from '../../../src/core/settings.ts';
import { type FakeDc, type FakeOptions, startFakeDc } from './fake-dc.ts';
import { fakeGroup, fakeUser, ldapSettings, PASSWORD, readLdap, TLS } from './fixture.ts';
import { failureOf } from '../failure-of.ts';
import { IMPATIENCE, PATIENCE } from '../../patience.ts';

const started: FakeDc[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((dc) => dc.close()));
});

const anna = fakeUser(1, 'Anna');
const ENTRIES = [anna, fakeGroup(9001, 'A', [anna])];

async function fake(options: FakeOptions): Promise<FakeDc & { ldap: string; ldaps: string }> {
  const dc = await startFakeDc({ entries: ENTRIES, ...options });
  started.push(dc);
  return { ...dc, ldap: `ldap://127.0.0.1:${dc.port}`, ldaps: `ldaps://127.0.0.1:${dc.port}` };
}

/** A port on which nothing listens. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const LDAPS = { ...TLS, mode: 'ldaps' } as const;
const START = { ...TLS, mode: 'startTLS' } as const;

describe('LDAPS', () => {
  test('reads with the configured authority', async () => {
    const dc = await fake({ tls: LDAPS });

    const reading = await readLdap(ldapSettings(dc.ldaps), ['A']);

    expect(reading.people.size).toBe(1);
    expect(dc.clearText()).toBe('');
  });

  test('accepts the configured name in place of the host', async () => {
    const dc = await fake({ tls: LDAPS });

    const settings = ldapSettings(`ldaps://localhost:${dc.port}`, { tls: { serverName: 'dc.example.test' } });

    expect((await readLdap(settings, ['A'])).people.size).toBe(1);
  });

  test.each([
    ['an unknown authority', { ca: null }, 'LDAP_CERTIFICATE_UNTRUSTED', 'ca under directory.tls'],
    ['another name', { serverName: 'dc2.example.test' }, 'LDAP_CERTIFICATE_NAME', 'serverName under directory.tls'],
    ['another address', { serverName: '127.0.0.2' }, 'LDAP_CERTIFICATE_NAME', 'serverName under directory.tls'],
  ])('refuses a certificate of %s before any password is sent', async (_, tls, code, advice) => {
    const dc = await fake({ tls: LDAPS });

    const failure = await failureOf(readLdap(ldapSettings(dc.ldaps, { tls }), ['A']));

    expect(failure.code).toBe(code);
    expect(failure.advice).toContain(advice);
    expect(dc.binds).toEqual([]);
  });

  test('a certificate without the host name in the URL is refused', async () => {
    const dc = await fake({ tls: LDAPS });

    const failure = await failureOf(readLdap(ldapSettings(`ldaps://localhost:${dc.port}`), ['A']));

    expect(failure.code).toBe('LDAP_CERTIFICATE_NAME');
  });

  test('a TLS handshake that is never answered is given up in time', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const settings = ldapSettings(`ldaps://127.0.0.1:${port}`, { timeouts: { connect: 100 } });

    const failure = await failureOf(readLdap(settings, ['A']));

    expect(failure).toMatchObject({ code: 'LDAP_TIMEOUT', message: expect.stringContaining('within 0.1 s') });
    server.close();
  });

  test('a port that speaks no TLS is called that', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const failure = await failureOf(readLdap(ldapSettings(`ldaps://127.0.0.1:${port}`), ['A']));

    expect(failure.code).toBe('LDAP_NOT_TLS');
    server.close();
  });
});

describe('StartTLS', () => {
  const startTls = (
    dc: { ldap: string },
    tls: Partial<LdapSettings['tls']> = {},
    timeouts: Partial<LdapSettings['timeouts']> = {},
  ): LdapSettings => ldapSettings(dc.ldap, { tls: { startTLS: true, ...tls }, timeouts });

  test('reads, and only the request for it crosses the wire in clear text', async () => {
    const dc = await fake({ tls: START });

    const reading = await readLdap(startTls(dc), ['A']);

    expect(reading.people.size).toBe(1);
    expect(dc.binds).toHaveLength(1);
    expect(dc.clearText()).toHaveLength(31);
  });

  test.each([
    ['refuse', 'LDAP_STARTTLS_REFUSED'],
    ['drop', 'LDAP_STARTTLS_REFUSED'],
    ['hang', 'LDAP_TIMEOUT'],
    ['hang-handshake', 'LDAP_TIMEOUT'],
    ['inject', 'LDAP_STARTTLS_REFUSED'],
    ['garbage', 'LDAP_STARTTLS_REFUSED'],
  ] as const)('a server that answers it with "%s" never sees the password', async (mode, code) => {
    const dc = await fake({ tls: START, startTls: mode });

    const timeouts = code === 'LDAP_TIMEOUT' ? { connect: 300 } : {};
    const failure = await failureOf(readLdap(startTls(dc, {}, timeouts), ['A']));

    expect(failure.code).toBe(code);
    expect(dc.connections()).toBe(1);
    expect(dc.binds).toEqual([]);
    expect(dc.clearText()).not.toContain(PASSWORD);
  });

  test.each([
    ['an unknown authority', { ca: null }, 'LDAP_CERTIFICATE_UNTRUSTED'],
    ['another name', { serverName: 'dc2.example.test' }, 'LDAP_CERTIFICATE_NAME'],
    ['another address', { serverName: '127.0.0.2' }, 'LDAP_CERTIFICATE_NAME'],
  ])('a certificate of %s is refused, and the password never sent', async (_, tls, code) => {
    const dc = await fake({ tls: START });

    const failure = await failureOf(readLdap(startTls(dc, tls), ['A']));

    expect(failure.code).toBe(code);
    expect(dc.binds).toEqual([]);
    expect(dc.clearText()).not.toContain(PASSWORD);
  });

  test('a connection that drops after the login is not taken up again in clear text', async () => {
    const dc = await fake({ tls: START, onSearch: () => 'cut' });

    const failure = await failureOf(readLdap(startTls(dc), ['A']));

    expect(failure.code).toBe('LDAP_BROKE_OFF');
    expect(dc.connections()).toBe(1);
    expect(dc.clearText()).not.toContain(PASSWORD);
  });
});

describe('several domain controllers', () => {
  test('are tried in order until one can be used', async () => {
    const dead = `ldap://127.0.0.1:${await deadPort()}`;
    const busy = await fake({ bind: () => ({ code: 51 }) });
    const good = await fake({});
    const spare = await fake({});
    const said: string[] = [];

    const urls = [dead, busy.ldap, good.ldap, spare.ldap];
    const reading = await readLdap(ldapSettings('', { urls }), ['A'], { progress: (text) => said.push(text) });

    expect(reading.people.size).toBe(1);
    expect(said).toContain(`${dead} cannot be used: nothing answers on that port`);
    expect([busy.connections(), good.connections(), spare.connections()]).toEqual([1, 1, 0]);
  });

  test('the failure says what each of them had', async () => {
    const dead = `ldap://127.0.0.1:${await deadPort()}`;
    const untrusted = await fake({ tls: LDAPS });

    const failure = await failureOf(
      readLdap(ldapSettings('', { urls: [dead, untrusted.ldaps], tls: { ca: null } }), ['A']),
    );

    expect(failure.code).toBe('LDAP_UNREACHABLE');
    expect(failure.message).toContain(`${dead}: nothing answers on that port.`);
    expect(failure.message).toContain(`${untrusted.ldaps}: its certificate is not trusted`);
    expect(failure.advice).toContain('ca under directory.tls');
  });

  test.each([
    ['80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 52e, v2580', 'LDAP_WRONG_PASSWORD'],
    ['AcceptSecurityContext error, data 525, v1', 'LDAP_WRONG_PASSWORD'],
    ['AcceptSecurityContext error, data 533, v1', 'LDAP_ACCOUNT_DISABLED'],
    ['AcceptSecurityContext error, data 701, v1', 'LDAP_ACCOUNT_EXPIRED'],
    ['AcceptSecurityContext error, data 773, v1', 'LDAP_PASSWORD_MUST_CHANGE'],
    ['AcceptSecurityContext error, data 532, v1', 'LDAP_PASSWORD_EXPIRED'],
    ['AcceptSecurityContext error, data 775, v1', 'LDAP_ACCOUNT_LOCKED'],
    ['AcceptSecurityContext error, data 530, v1', 'LDAP_ACCOUNT_RESTRICTED'],
    ['', 'LDAP_WRONG_PASSWORD'],
    ['AcceptSecurityContext error, data 52f, v1', 'LDAP_ACCOUNT_RESTRICTED'],
    ['AcceptSecurityContext error, data 534, v1', 'LDAP_ACCOUNT_RESTRICTED'],
    ['AcceptSecurityContext error, data 569, v1', 'LDAP_ACCOUNT_RESTRICTED'],
    ['AcceptSecurityContext error, data 80090346, v1', 'LDAP_CHANNEL_BINDING'],
    ['80090346: LdapErr: DSID-0C0904DC, comment: AcceptSecurityContext error', 'LDAP_CHANNEL_BINDING'],
    ['AcceptSecurityContext error, data 999, v1', 'LDAP_BIND_REFUSED'],
  ])('a refused login (%j) is not tried on the next one, which could lock the account', async (text, code) => {
    const first = await fake({ bind: () => ({ code: 49, text }) });
    const second = await fake({});

    const failure = await failureOf(readLdap(ldapSettings('', { urls: [first.ldap, second.ldap] }), ['A']));

    expect(failure.code).toBe(code);
    expect(failure.advice).not.toBe('');
    expect(second.connections()).toBe(0);
    expect(inspect(failure, { depth: 9 })).not.toContain(PASSWORD);
  });

  test.each([
    [1, 'LdapErr: DSID-0C090F80, comment: In order to perform this operation a successful bind must be completed'],
    [2, 'no LDAP of ours'],
    [3, ''],
    [10, ''],
    [11, ''],
    [53, 'LdapErr: DSID-0C0903BA, comment: the server is going down'],
    [80, '00000051: LdapErr: comment: internal error'],
    [49, '80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 51f, v2580'],
  ])('result %i of a login (%j) is about that server, so the next one is asked', async (code, text) => {
    const first = await fake({ bind: () => ({ code, text }) });
    const second = await fake({});
    const said: string[] = [];

    const urls = [first.ldap, second.ldap];
    const reading = await readLdap(ldapSettings('', { urls }), ['A'], { progress: (line) => said.push(line) });
    const alone = await failureOf(readLdap(ldapSettings(first.ldap), ['A']));

    expect(reading.people.size).toBe(1);
    expect(said.join('\n')).toContain(`${first.ldap} cannot be used: it`);
    expect(alone).toMatchObject({
      code: 'LDAP_SERVER_TROUBLE',
      message: expect.stringContaining(`result code ${code}`),
    });
    expect(alone.advice).toContain('nothing about the account');
  });

  test('a server that wants encryption says so', async () => {
    const dc = await fake({ bind: () => ({ code: 8, text: 'strong auth required' }) });

    const failure = await failureOf(readLdap(ldapSettings(dc.ldap), ['A']));

    expect(failure).toMatchObject({ code: 'LDAP_NOT_ENCRYPTED', advice: expect.stringContaining('ldaps://') });
  });

  test.each(['hang', 'cut'] as const)('one that answers a login with "%s" is passed over', async (upset) => {
    const first = await fake({ bind: () => upset });
    const second = await fake({});

    const settings = ldapSettings('', {
      urls: [first.ldap, second.ldap],
      timeouts: { request: upset === 'hang' ? IMPATIENCE : PATIENCE },
    });
    const reading = await readLdap(settings, ['A']);

    expect(reading.people.size).toBe(1);
  });
});

describe('before anything is sent', () => {
  test.each([
    ['ldap://dc1.example.test', 'LDAP_NOT_ENCRYPTED'],
    ['ldap://192.0.2.1:389', 'LDAP_NOT_ENCRYPTED'],
    ['ldaps://127.0.0.1:3269', 'LDAP_GLOBAL_CATALOG'],
    ['ldap://127.0.0.1:3268', 'LDAP_GLOBAL_CATALOG'],
  ])('%s is refused: %s', async (url, code) => {
    const failure = await failureOf(readLdap(ldapSettings(url), ['A']));

    expect(failure.code).toBe(code);
  });

  test('an abort ends it', async () => {
    const dc = await fake({ tls: LDAPS });

    const reading = readLdap(ldapSettings(dc.ldaps), ['A'], { signal: AbortSignal.abort(new Error('stop')) });

    await expect(reading).rejects.toThrow('stop');
    expect(dc.binds).toEqual([]);
  });
});
