import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../lab/lab.ts';
import { attributeOf } from './kinds.ts';
import type { Company, Someone, Team } from './scenarios.ts';
import type { Kind } from './story.ts';

/** Nobody but administrators may read `member`; that is its schema GUID. */
const HIDE_MEMBERS = '(OD;;RP;bf9679c0-0de6-11d0-a285-00aa003049e2;;AU)';

/**
 * A real Active Directory. People and teams stand below one OU, since a domain has groups of its own with such names.
 *
 * @param name of the OU; also stands before the account names of groups, which a domain has once
 */
export async function sambaKind(lab: Lab, name: string): Promise<Kind> {
  const ou = `OU=${name},DC=corp,DC=example,DC=test`;
  let held: Company | null = null;
  const section = {
    type: 'ldap',
    urls: [lab.get('AD_URL')],
    baseDN: ou,
    bindDN: lab.get('AD_SYNC_BIND_DN'),
    bindPassword: lab.get('AD_SYNC_PASSWORD'),
    tls: { ca: 'ca.pem' },
  };
  return {
    // On one line, as the others have it, so that the mappings stand in the same lines. JSON is YAML.
    yaml: `directory: ${JSON.stringify(section)}\n`,
    files: { 'ca.pem': await readFile(lab.get('AD_CA_FILE'), 'utf8') },
    async hold(company, folder) {
      if (held === null) {
        const path = join(folder, 'company.ldif');
        await writeFile(path, created(company, ou));
        await lab.load(path);
      } else {
        await lab.modify(changed(held, company, ou));
      }
      for (const [key, team] of Object.entries(company.teams)) {
        if (isHidden(team) && !isHidden(held?.teams[key])) await lab.permit(dnOf(company, `@${key}`, ou), HIDE_MEMBERS);
      }
      held = company;
    },
  };
}

function dnOf(company: Company, member: string, ou: string): string {
  const name = member.startsWith('@') ? company.teams[member.slice(1)]?.name : member;
  return `CN=${name ?? member},${ou}`;
}

function created(company: Company, ou: string): string {
  const people = Object.entries(company.people).map(([word, someone]) => [
    `dn: ${dnOf(company, word, ou)}`,
    ...fieldsOf(word, someone),
    ...(someone.outsider ? [] : [`userAccountControl: ${control(someone)}`]),
  ]);
  const teams = Object.keys(company.teams).map((key) => [
    `dn: ${dnOf(company, `@${key}`, ou)}`,
    'objectClass: group',
    `sAMAccountName: ${/\w+/.exec(ou.slice(3))?.[0] ?? ''}-${key}`,
    'groupType: -2147483646',
  ]);
  const members = Object.entries(company.teams).flatMap(([key, { members: inside }]) =>
    inside.length === 0
      ? []
      : [
          [
            `dn: ${dnOf(company, `@${key}`, ou)}`,
            'changetype: modify',
            'add: member',
            ...inside.map((member) => `member: ${dnOf(company, member, ou)}`),
            '-',
          ],
        ],
  );
  const unit = [`dn: ${ou}`, 'objectClass: organizationalUnit'];
  return records([unit, ...people, ...teams, ...members]);
}

function fieldsOf(word: string, { name, mail, outsider, more = {} }: Someone): string[] {
  return [
    `cn: ${word}`,
    `displayName:: ${base64(name)}`,
    ...(mail === null ? [] : [`mail: ${mail}`]),
    ...(outsider
      ? ['objectClass: contact']
      : [
          'objectClass: user',
          `sAMAccountName: ${word}`,
          `userPrincipalName: ${word}@corp.local`,
          ...Object.entries(more).map(([key, value]) => `${attributeOf(key)}: ${value}`),
        ]),
  ];
}

/** Over LDAP nobody can be enabled without a password. */
function joined(word: string, someone: Someone, dn: string): string[][] {
  const created = [dn, 'changetype: add', ...fieldsOf(word, someone)];
  if (someone.outsider) return [created];
  const password = Buffer.from(`"Passw0rd-${word}!"`, 'utf16le').toString('base64');
  return [
    created,
    [
      ...[dn, 'changetype: modify', 'replace: unicodePwd', `unicodePwd:: ${password}`, '-'],
      ...['replace: userAccountControl', `userAccountControl: ${control(someone)}`, '-'],
    ],
  ];
}

/** What an administrator would do to get from one company to the other. */
function changed(from: Company, to: Company, ou: string): string {
  const people = Object.entries(from.people).flatMap(([word, before]) => {
    const dn = `dn: ${dnOf(from, word, ou)}`;
    const now = to.people[word];
    if (now === undefined) return [[dn, 'changetype: delete']];
    const lines = [
      ...(now.name === before.name ? [] : ['replace: displayName', `displayName:: ${base64(now.name)}`, '-']),
      ...(now.mail === before.mail ? [] : ['replace: mail', ...(now.mail === null ? [] : [`mail: ${now.mail}`]), '-']),
      ...(now.enabled === before.enabled
        ? []
        : ['replace: userAccountControl', `userAccountControl: ${control(now)}`, '-']),
      ...Object.entries(now.more ?? {}).flatMap(([key, value]) => [
        `replace: ${attributeOf(key)}`,
        `${attributeOf(key)}: ${value}`,
        '-',
      ]),
    ];
    return lines.length === 0 ? [] : [[dn, 'changetype: modify', ...lines]];
  });
  const joiners = Object.entries(to.people).flatMap(([word, someone]) =>
    from.people[word] === undefined ? joined(word, someone, `dn: ${dnOf(to, word, ou)}`) : [],
  );
  const teams = Object.entries(to.teams).flatMap(([key, team]) => {
    const rename = [
      `dn: ${dnOf(from, `@${key}`, ou)}`,
      'changetype: modrdn',
      `newrdn: CN=${team.name}`,
      'deleteoldrdn: 1',
    ];
    return from.teams[key]?.name === team.name ? [] : [rename];
  });
  const members = Object.entries(to.teams).map(([key, team]) => [
    `dn: ${dnOf(to, `@${key}`, ou)}`,
    'changetype: modify',
    'replace: member',
    ...team.members.map((member) => `member: ${dnOf(to, member, ou)}`),
    '-',
  ]);
  return records([...people, ...joiners, ...teams, ...members]);
}

function records(all: readonly (readonly string[])[]): string {
  return all.map((lines) => `${lines.join('\n')}\n\n`).join('');
}

function isHidden(team: Team | undefined): boolean {
  return team?.hidden === true;
}

function control({ enabled }: Someone): number {
  return enabled ? 512 : 514;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
