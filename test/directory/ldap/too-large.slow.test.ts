import { afterEach, describe, expect, test } from '@jest/globals';
import { openLdap } from '../../../src/directory/ldap/ldap.ts';
import { BOUNDS } from '../../../src/net/bounds.ts';
import { type BombServer, startEndlessTcp } from '../../net/bomb-server.ts';
import { type FakeOptions, startFakeDc } from './fake-dc.ts';
import { entry, result } from './fake-wire.ts';
import { fakeGroup, fakeUsers, ldapSettings } from './fixture.ts';
import { failureOf } from '../failure-of.ts';

const MiB = 1024 * 1024;
const BUFFERS = 16 * MiB;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function flood(begin: Buffer, more: Buffer): Promise<BombServer> {
  const server = await startEndlessTcp(begin, more);
  open.push(server);
  return server;
}

async function dc(options: FakeOptions = {}): Promise<string> {
  const users = fakeUsers(2000);
  const server = await startFakeDc({ entries: [...users, fakeGroup(9001, 'A', users)], ...options });
  open.push(server);
  return `ldap://127.0.0.1:${server.port}`;
}

function read(url: string, bounds: Partial<typeof BOUNDS> = {}): Promise<unknown> {
  const directory = openLdap(ldapSettings(url), { ...BOUNDS, ...bounds });
  const options = { signal: new AbortController().signal, now: new Date(0), progress: () => undefined };
  return directory.read([{ ref: 'A', nested: true }], options);
}

/** The answer to the bind; the search has the number 2. */
const WELCOME = result(1, 0x61, 0, '');

describe('answers of a domain controller have an upper size', () => {
  test.each([
    [
      'a message that says it has two gigabytes',
      Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]),
      '16 MiB as one entry or message',
    ],
    [
      'a message whose length takes five bytes',
      Buffer.from([0x30, 0x85, 1, 0, 0, 0, 0]),
      '16 MiB as one entry or message',
    ],
  ])('%s is refused by its head', async (_what, head, said) => {
    const server = await flood(Buffer.concat([WELCOME, head]), Buffer.from('more and more'));

    const failure = await failureOf(read(`ldap://127.0.0.1:${server.port}`));

    expect(failure).toMatchObject({
      code: 'LDAP_TOO_LARGE',
      message: expect.stringContaining(`sent more than ${said}`),
    });
    await server.hungUp();
    expect(server.sent()).toBeLessThan(BUFFERS);
  });

  test('a message is measured wherever the pieces of the network end', async () => {
    const one = entry(7, 'CN=One', { cn: ['x'.repeat(997)] });
    const many = Array.from({ length: 2000 }, () => one);
    const head = Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]);
    const server = await flood(Buffer.concat([WELCOME, ...many, head]), Buffer.from('more and more'));

    const failure = await failureOf(read(`ldap://127.0.0.1:${server.port}`));

    expect(failure.message).toContain('16 MiB as one entry or message');
  });

  test('the bound of a message is one of each, and that of an answer one of each request', async () => {
    const url = await dc();

    await expect(read(url, { ldapMessage: 150_000 })).resolves.toMatchObject({ kind: 'complete' });
    await expect(read(url, { ldapAnswer: 500_000 })).resolves.toMatchObject({ kind: 'complete' });
    await expect(read(url, { ldapMessage: 50_000 })).rejects.toMatchObject({
      message: expect.stringContaining('sent more than 50000 bytes as one entry or message'),
    });
  });

  test('entries that never end are ended at the bound of one answer', async () => {
    const server = await flood(WELCOME, entry(2, 'CN=One', { cn: ['x'.repeat(1000)] }));

    const failure = await failureOf(read(`ldap://127.0.0.1:${server.port}`, { ldapAnswer: 2 * MiB }));

    expect(failure).toMatchObject({
      code: 'LDAP_TOO_LARGE',
      message: expect.stringContaining(
        'sent more than 2 MiB as the answer to one request, far more than any directory needs.',
      ),
      advice: expect.stringContaining('directory.urls'),
    });
    await server.hungUp();
    expect(server.sent()).toBeLessThan(2 * MiB + BUFFERS);
  });

  test('answers that fit, but are too many, are too large together', async () => {
    const url = await dc();

    const failure = await failureOf(read(url, { reading: 500_000 }));

    expect(failure).toMatchObject({
      code: 'LDAP_TOO_LARGE',
      message: expect.stringContaining('sent more than 500000 bytes as all answers of one reading'),
    });
  });

  test('a flood in the place of the answer to a login is ended too', async () => {
    const server = await flood(Buffer.alloc(0), entry(7, 'CN=One', { cn: ['x'.repeat(1000)] }));

    const failure = await failureOf(read(`ldap://127.0.0.1:${server.port}`, { ldapAnswer: MiB }));

    expect(failure).toMatchObject({ code: 'LDAP_TOO_LARGE' });
    await server.hungUp();
  });
});
