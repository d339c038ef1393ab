import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { loginIdOf, refusedAddress, ssoIdOf } from '../../src/targets/rescue/planner/login-id.ts';
import type { DirectoryReading } from '../../src/core/people.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { addGroup, addUsers, newTenant } from '../sandbox/graph/world.ts';
import { closeAll, newLab } from './entra/fixture.ts';
import { startFakeDc } from './ldap/fake-dc.ts';
import { fakeGroup, fakeUser, ldapSettings, readLdap } from './ldap/fixture.ts';

afterEach(closeAll);

/** Mail and UPN of a person who wants to look like ada@corp.example. A reader that trims all blanks would make them equal. */
const MAIL = '\ufeffada@corp.example';
const UPN = 'ada@corp.example\u00a0';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const DIRECTORIES: Readonly<Record<string, () => Promise<DirectoryReading>>> = {
  async ldap() {
    const user = fakeUser(1, 'Eve', { mail: [MAIL], userPrincipalName: [UPN] });
    const dc = await startFakeDc({ entries: [user, fakeGroup(9001, 'Helpdesk', [user])] });
    try {
      return await readLdap(ldapSettings(`ldap://127.0.0.1:${dc.port}`), ['Helpdesk']);
    } finally {
      await dc.close();
    }
  },
  async entra() {
    const tenant = newTenant();
    addGroup(tenant, 900, 'Helpdesk', addUsers(tenant, 1));
    Object.assign(tenant.users[0] ?? {}, { mail: MAIL, userPrincipalName: UPN });
    return (await newLab(tenant)).read(['Helpdesk']);
  },
  async file() {
    const folder = await mkdtemp(join(tmpdir(), 'adsync-mail-'));
    const path = join(folder, 'directory.ldif');
    const person = `dn: CN=Eve,DC=corp\nobjectClass: user\nobjectGUID: 00000000-0000-4000-8000-000000000001\ncn: Eve\nuserAccountControl: 512\nmail:: ${base64(MAIL)}\nuserPrincipalName:: ${base64(UPN)}\n`;
    const group = `dn: CN=Helpdesk,DC=corp\nobjectClass: group\nobjectGUID: 00000000-0000-4000-8000-000000000900\ncn: Helpdesk\nmember: CN=Eve,DC=corp\n`;
    await writeFile(path, `${person}\n${group}`);
    try {
      const wanted = [{ ref: 'Helpdesk', nested: true }];
      const options = { signal: new AbortController().signal, now: new Date(0), progress: () => undefined };
      return await (await openDirectory({ type: 'file', path })).read(wanted, options);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

describe.each(Object.keys(DIRECTORIES))(
  'an address that looks like another one, from a directory of type %s',
  (type) => {
    test('comes as it stands there, and is neither login id nor SSO id', async () => {
      const reading = await DIRECTORIES[type]?.();

      const [person] = reading?.people.values() ?? [];
      if (person === undefined) throw new Error('nobody was read');
      expect(person).toMatchObject({ mail: MAIL, upn: UPN });
      for (const [source, character] of [
        ['email', 'U+FEFF'],
        ['upn', 'U+00A0'],
      ] as const) {
        expect(loginIdOf(person, source)).toBeNull();
        expect(ssoIdOf(person, source)).toBeNull();
        expect(refusedAddress(person, source)?.fault).toContain(character);
      }
    });
  },
);
