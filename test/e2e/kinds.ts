import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DOMAIN as AD_DOMAIN, type FakeEntry } from '../directory/ldap/fake-dc.ts';
import { PASSWORD, TLS } from '../directory/ldap/fixture.ts';
import { type GraphSandbox } from '../../src/sandbox/graph/index.ts';
import { CLIENT, SECRET, TENANT } from '../sandbox/graph/world.ts';
import type { Company } from './scenarios.ts';
import type { Kind } from './story.ts';

/** The same for the same word, in every directory whose ids we give. */
export function guid(word: string): string {
  const hex = Buffer.from(word).toString('hex').padStart(32, '0').slice(-32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What Active Directory calls an attribute. */
export function attributeOf(key: string): string {
  return key === 'surname' ? 'sn' : key;
}

const DOMAIN = 'DC=corp,DC=example';

/** An LDIF export that is written anew each time. */
export function fileKind(): Kind {
  return {
    yaml: 'directory: { type: file, path: directory.ldif }\n',
    files: {},
    hold: (company, folder) => writeFile(join(folder, 'directory.ldif'), ldifOf(company)),
  };
}

function ldifOf({ people, teams }: Company): string {
  const dnOf = (member: string): string => `CN=${member.replace('@', '')},OU=All,${DOMAIN}`;
  const users = Object.entries(people).map(([word, { name, mail, enabled, outsider, more = {} }]) =>
    [
      `dn: ${dnOf(word)}`,
      `objectClass: ${outsider ? 'contact' : 'user'}`,
      `cn: ${word}`,
      `objectGUID: ${guid(word)}`,
      `displayName:: ${Buffer.from(name).toString('base64')}`,
      `userPrincipalName: ${word}@corp.local`,
      `userAccountControl: ${enabled ? 512 : 514}`,
      ...(mail === null ? [] : [`mail: ${mail}`]),
      ...Object.entries(more).map(([key, value]) => `${attributeOf(key)}: ${value}`),
    ].join('\n'),
  );
  const groups = Object.entries(teams).map(([key, { name, members, hidden }]) =>
    [
      `dn: ${dnOf(key)}`,
      'objectClass: group',
      `cn: ${name}`,
      `objectGUID: ${guid(`@${key}`)}`,
      // A member that the export lacks: who it is, nobody knows.
      ...(hidden === true ? ['not-exported'] : members).map((member) => `member: ${dnOf(member)}`),
    ].join('\n'),
  );
  return `${[...users, ...groups].join('\n\n')}\n`;
}

/**
 * A stand-in domain controller over ldaps.
 *
 * @param hold takes what the directory holds from then on
 */
export function ldapKind(port: number, hold: (entries: readonly FakeEntry[]) => void): Kind {
  const login = `bindDN: "CN=sync,${AD_DOMAIN}", bindPassword: ${PASSWORD}`;
  return {
    yaml: `directory: { type: ldap, urls: ["ldaps://127.0.0.1:${port}"], baseDN: "${AD_DOMAIN}", ${login}, tls: { ca: ldap-ca.pem } }\n`,
    files: { 'ldap-ca.pem': TLS.ca },
    hold(company) {
      hold(adEntries(company));
      return Promise.resolve();
    },
  };
}

function adEntries({ people, teams }: Company): FakeEntry[] {
  const dnOf = (member: string): string => `CN=${member.replace('@', '')},OU=All,${AD_DOMAIN}`;
  const users = Object.entries(people).map(([word, { name, mail, enabled, outsider }]): FakeEntry => {
    const attributes = {
      objectClass: [outsider ? 'contact' : 'user'],
      cn: [word],
      displayName: [name],
      userPrincipalName: [`${word}@corp.local`],
      userAccountControl: [enabled ? '512' : '514'],
      mail: mail === null ? [] : [mail],
    };
    return { dn: dnOf(word), guid: guid(word), attributes };
  });
  const groups = Object.entries(teams).map(([key, { name, members }], index): FakeEntry => {
    const attributes = {
      objectClass: ['group'],
      cn: [name],
      objectSid: [`S-1-5-21-1-2-3-${1100 + index}`],
      uSNChanged: ['1'],
      member: members.map(dnOf),
    };
    return { dn: dnOf(key), guid: guid(`@${key}`), attributes };
  });
  return [...users, ...groups];
}

/** A stand-in tenant over https, which is changed while it is served. */
export function entraKind(sandbox: GraphSandbox): Kind {
  const fields = `tenantId: ${TENANT}, clientId: ${CLIENT}, clientSecret: ${SECRET}`;
  const urls = `graphUrl: "${sandbox.url}", authorityUrl: "${sandbox.url}", tls: { ca: graph-ca.pem }`;
  return {
    yaml: `directory: { type: entra, ${fields}, ${urls} }\n`,
    files: { 'graph-ca.pem': sandbox.ca },
    hold({ people, teams }) {
      const { users, groups } = sandbox.tenant;
      users.splice(0, users.length);
      groups.splice(0, groups.length);
      for (const [word, { name, mail, enabled, outsider, more }] of Object.entries(people)) {
        const userType = outsider ? 'Guest' : 'Member';
        const userPrincipalName = `${word}@corp.local`;
        const who = { id: guid(word), displayName: name, userPrincipalName, mail };
        users.push({ ...who, ...more, accountEnabled: enabled, userType });
      }
      for (const [key, { name, members, hidden }] of Object.entries(teams)) {
        groups.push({
          id: guid(`@${key}`),
          displayName: name,
          securityEnabled: true,
          mailEnabled: false,
          members: members.map(guid),
          ...(hidden === true && { visibility: 'HiddenMembership' }),
        });
      }
      return Promise.resolve();
    },
  };
}
