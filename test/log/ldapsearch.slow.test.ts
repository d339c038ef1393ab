import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, expect, test } from '@jest/globals';
import type { LdapCall } from '../../src/core/traffic.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { ldapsearchLine } from '../../src/log/ldapsearch.ts';
import { type FakeDc, startFakeDc } from '../directory/ldap/fake-dc.ts';
import { fakeGroup, fakeUsers, ldapSettings, PASSWORD } from '../directory/ldap/fixture.ts';

const run = promisify(execFile);

const started: FakeDc[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((dc) => dc.close()));
});

const OPTIONS = { signal: new AbortController().signal, now: new Date(0), progress: () => undefined };
const NAME = `K\u00f6ln's   $(id) "Desk" ##[x]\\ *`;

// Debian: ldap-utils.
(existsSync('/usr/bin/ldapsearch') ? test : test.skip)('what is pasted into a shell searches the same', async () => {
  const users = fakeUsers(12);
  const dc = await startFakeDc({ entries: [...users, fakeGroup(9001, NAME, users)], maxPageSize: 5 });
  started.push(dc);
  const calls: LdapCall[] = [];
  const directory = await openDirectory(ldapSettings(`ldap://127.0.0.1:${dc.port}`), {}, (call) => {
    if (call.kind === 'ldap' && call.page === 1) calls.push(call);
  });
  await directory.read([{ ref: NAME, nested: true }], OPTIONS);
  const asked = dc.searches.splice(0);

  for (const call of calls) {
    const line = ldapsearchLine(call);
    expect(line).toMatch(/^[\x20-\x7e]+$/);
    // As if the password were typed.
    const ended = run('sh', ['-c', line.replace(' -W ', ` -w '${PASSWORD}' `)]);
    // 32 = no such entry; the stand-in has none for the domain itself.
    await ended.catch((error: unknown) => {
      expect(error).toMatchObject({ code: 32 });
    });
  }

  expect(JSON.stringify(asked)).toContain([...Buffer.from("ln's   $(id)")].join(','));
  // All of a search: base, scope, filter, attributes, pages, and how DNs come.
  expect(dc.searches).toEqual(asked);
});
