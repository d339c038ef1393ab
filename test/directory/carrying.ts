import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DirectoryReading, Person } from '../../src/core/people.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { addGroup, addUsers, newTenant } from '../sandbox/graph/world.ts';
import { newLab } from './entra/fixture.ts';
import { startFakeDc } from './ldap/fake-dc.ts';
import { fakeGroup, fakeUser, guid, ldapSettings, readLdap } from './ldap/fixture.ts';

/** What a directory holds of one person, besides what every person of these tests has. */
export type Held = Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>;

/** Reads one group with these people, who carry what `attributes` asks for. */
export type Read = (people: readonly Held[], attributes?: readonly string[]) => Promise<DirectoryReading>;

/** Active Directory as a server, with the attribute names of LDAP. */
export const fromLdap: Read = async (people, attributes) => {
  const users = people.map((held, index) => fakeUser(index + 1, `User ${index + 1}`, valuesOf(held)));
  const dc = await startFakeDc({ entries: [...users, fakeGroup(9001, 'Staff', users)] });
  try {
    return await readLdap(ldapSettings(`ldap://127.0.0.1:${dc.port}`), ['Staff'], attributes && { attributes });
  } finally {
    await dc.close();
  }
};

/** The same in an export. */
export const fromFile: Read = async (people, attributes) => {
  const folder = await mkdtemp(join(tmpdir(), 'adsync-attributes-'));
  const path = join(folder, 'directory.ldif');
  const records = people.map((held, index) => recordOf(held, index + 1)).join('\n');
  const members = people.map((_, index) => `member: CN=User ${index + 1},DC=corp\n`).join('');
  await writeFile(
    path,
    `${records}\ndn: CN=Staff,DC=corp\nobjectClass: group\nobjectGUID: ${guid(9001)}\ncn: Staff\n${members}`,
  );
  try {
    const directory = await openDirectory({ type: 'file', path });
    const options = { signal: new AbortController().signal, now: new Date(0), progress: () => undefined };
    return await directory.read([{ ref: 'Staff', nested: true }], { ...options, ...(attributes && { attributes }) });
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Microsoft Entra ID, with the names of Graph; whoever uses it closes the labs. */
export const fromEntra: Read = async (people, attributes) => {
  const tenant = newTenant();
  addGroup(tenant, 9001, 'Staff', addUsers(tenant, people.length));
  for (const [index, held] of people.entries()) Object.assign(tenant.users[index] ?? {}, held);
  return (await newLab(tenant)).read(['Staff'], attributes && { attributes });
};

export function first(reading: DirectoryReading): Person {
  const [person] = reading.people.values();
  if (person === undefined) throw new Error('nobody was read');
  return person;
}

function valuesOf(held: Held): Record<string, readonly (string | Buffer)[]> {
  return Object.fromEntries(
    Object.entries(held).map(([name, value]) => [
      name,
      typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value,
    ]),
  );
}

function recordOf(held: Held, number: number): string {
  const name = `User ${number}`;
  const lines = Object.entries(valuesOf(held)).flatMap(([key, values]) =>
    values.map((value) => `${key}:: ${Buffer.from(value).toString('base64')}\n`),
  );
  const head = `dn: CN=${name},DC=corp\nobjectClass: user\nobjectGUID: ${guid(number)}\ncn: ${name}\n`;
  return `${head}userAccountControl: 512\n${lines.join('')}`;
}
