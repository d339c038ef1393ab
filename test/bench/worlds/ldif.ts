import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { guidToBytes } from '../../../src/directory/ad/ids.ts';
import { type Company, DOMAIN, groupOf, membersOf, personOf, siteDns } from './company.ts';

/** A company as ldapsearch exports it, with the attributes that docs/ldif.md names and without wrapped lines. */
export async function writeExport(company: Company, path: string): Promise<void> {
  await pipeline(Readable.from(chunked(exported(company))), createWriteStream(path));
}

/** A company as it is loaded into Samba: with its units, and without what the server gives itself. */
export async function writeForSamba(company: Company, root: string, path: string): Promise<void> {
  await pipeline(Readable.from(chunked(forSamba(company, root))), createWriteStream(path));
}

/** Groups stand among the people, as in a directory that grew. */
function* exported(company: Company): Generator<string> {
  yield 'version: 1\n\n';
  const each = Math.ceil(company.people / company.groups);
  for (let group = 0; group < company.groups; group++) {
    const last = Math.min((group + 1) * each, company.people);
    for (let person = group * each; person < last; person++) yield exportedPerson(person, company.named === true);
    yield* exportedGroup(company, group);
  }
}

const NEVER = '9223372036854775807';

function exportedPerson(index: number, named: boolean): string {
  const { guid, dn, cn, logon, name, first, last, mail } = personOf(index);
  return (
    `${line('dn', dn)}objectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\nobjectClass: user\n` +
    `${line('cn', cn)}${line('name', cn)}${line('displayName', name)}objectGUID:: ${bytes(guidToBytes(guid))}\n` +
    `${named ? `${line('givenName', first)}${line('sn', last)}` : ''}objectSid:: ${bytes(sidOf(100_000 + index))}\nsAMAccountName: ${logon}\nuserPrincipalName: ${logon}@corp.local\n` +
    `mail: ${mail}\nuserAccountControl: 512\naccountExpires: ${NEVER}\nprimaryGroupID: 513\n\n`
  );
}

function* exportedGroup(company: Company, index: number): Generator<string> {
  const { guid, dn, name } = groupOf(index);
  yield `${line('dn', dn)}objectClass: top\nobjectClass: group\ncn: ${name}\nname: ${name}\n` +
    `objectGUID:: ${bytes(guidToBytes(guid))}\nobjectSid:: ${bytes(sidOf(1_000 + index))}\n` +
    `sAMAccountName: ${name}\ngroupType: -2147483646\n`;
  yield* memberLines(company, index, DOMAIN);
  yield '\n';
}

function* forSamba(company: Company, root: string): Generator<string> {
  for (const dn of [root, `OU=Groups,${root}`, `OU=People,${root}`, ...siteDns(root)])
    yield `dn: ${dn}\nobjectClass: organizationalUnit\n\n`;
  const prefix = /^OU=(\w+)/.exec(root)?.[1]?.toLowerCase() ?? '';
  for (let index = 0; index < company.people; index++) {
    const { guid, dn, logon, name, mail } = personOf(index, root);
    yield `${line('dn', dn)}objectClass: user\nobjectGUID:: ${bytes(guidToBytes(guid))}\n${line('displayName', name)}` +
      `sAMAccountName: ${prefix}${logon}\nuserPrincipalName: ${prefix}${logon}@corp.local\n` +
      `mail: ${mail}\nuserAccountControl: 512\n\n`;
  }
  for (let index = 0; index < company.groups; index++) {
    const { guid, dn, name } = groupOf(index, root);
    yield `dn: ${dn}\nobjectClass: group\nobjectGUID:: ${bytes(guidToBytes(guid))}\n` +
      `sAMAccountName: ${prefix} ${name}\ngroupType: -2147483646\n`;
    yield* memberLines(company, index, root);
    yield '\n';
  }
}

function* memberLines(company: Company, index: number, root: string): Generator<string> {
  for (const person of membersOf(company, index)) yield line('member', personOf(person, root).dn);
  if (company.nested === true && index + 1 < company.groups) yield line('member', groupOf(index + 1, root).dn);
}

function line(name: string, value: string): string {
  if (/^[\x21-\x39\x3b\x3d-\x7e][\x20-\x7e]*$/.test(value)) return `${name}: ${value}\n`;
  return `${name}:: ${Buffer.from(value).toString('base64')}\n`;
}

function bytes(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

/** S-1-5-21-1-2-3-rid. */
function sidOf(rid: number): Uint8Array {
  const sid = Buffer.alloc(28);
  sid.set([1, 5, 0, 0, 0, 0, 0, 5]);
  for (const [index, part] of [21, 1, 2, 3, rid].entries()) sid.writeUInt32LE(part, 8 + index * 4);
  return sid;
}

/** Pieces of some size: a write for each line would take most of the time. */
function* chunked(texts: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const text of texts) {
    chunk += text;
    if (chunk.length < 1 << 18) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
