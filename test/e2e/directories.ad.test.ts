import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Lab, startLab } from '../lab/lab.ts';
import { fileKind } from './kinds.ts';
import { type Company, linesOf, plain, SCENARIOS, type Someone } from './scenarios.ts';
import { type Kind, type Story, tell } from './story.ts';

/** The scenarios of directories.test.ts against a real Active Directory. */

const OU = 'OU=Story,DC=corp,DC=example,DC=test';

let lab: Lab;
let stories: { ldap: Story; file: Story };

beforeAll(async () => {
  lab = await startLab('story', '127.0.0.9');
  stories = { ldap: await tell(await ldapKind()), file: await tell(fileKind()) };
});

afterAll(async () => {
  await lab.reset();
});

describe('directory: ldap', () => {
  test.each(SCENARIOS)('$title', (scenario) => {
    const { first, then } = stories.ldap;

    expect(linesOf(first, scenario)).toEqual(scenario.first.toSorted());
    expect(linesOf(then, scenario)).toEqual(scenario.then.toSorted());
  });

  test('nothing is left to do in the end', () => {
    expect(stories.ldap.last.changes).toEqual([]);
    expect(stories.ldap.last.directory).toMatchObject({ type: 'ldap', complete: true });
  });
});

test.each(['first', 'then', 'last'] as const)('the %s plan is the same, but for ids and names', (when) => {
  expect(plain(stories.ldap[when])).toEqual(plain(stories.file[when]));
});

/** People and teams stand below one OU, since a domain has groups of its own with such names. */
async function ldapKind(): Promise<Kind> {
  let held: Company | null = null;
  const section = {
    type: 'ldap',
    urls: [lab.get('AD_URL')],
    baseDN: OU,
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
        const path = join(folder, 'story.ldif');
        await writeFile(path, created(company));
        await lab.load(path);
      } else {
        await lab.modify(changed(held, company));
      }
      held = company;
    },
  };
}

function dnOf(company: Company, member: string): string {
  const name = member.startsWith('@') ? company.teams[member.slice(1)]?.name : member;
  return `CN=${name ?? member},${OU}`;
}

function created(company: Company): string {
  const people = Object.entries(company.people).map(([word, someone]) => [
    `dn: ${dnOf(company, word)}`,
    `cn: ${word}`,
    `displayName:: ${base64(someone.name)}`,
    ...(someone.mail === null ? [] : [`mail: ${someone.mail}`]),
    ...(someone.outsider
      ? ['objectClass: contact']
      : [
          'objectClass: user',
          `sAMAccountName: ${word}`,
          `userPrincipalName: ${word}@corp.local`,
          `userAccountControl: ${control(someone)}`,
        ]),
  ]);
  const teams = Object.keys(company.teams).map((key) => [
    `dn: ${dnOf(company, `@${key}`)}`,
    'objectClass: group',
    `sAMAccountName: story-${key}`,
    'groupType: -2147483646',
  ]);
  const members = Object.entries(company.teams).flatMap(([key, { members: inside }]) =>
    inside.length === 0
      ? []
      : [
          [
            `dn: ${dnOf(company, `@${key}`)}`,
            'changetype: modify',
            'add: member',
            ...inside.map((member) => `member: ${dnOf(company, member)}`),
            '-',
          ],
        ],
  );
  const ou = [`dn: ${OU}`, 'objectClass: organizationalUnit'];
  return records([ou, ...people, ...teams, ...members]);
}

/** What an administrator would do to get from one company to the other. */
function changed(from: Company, to: Company): string {
  const people = Object.entries(from.people).flatMap(([word, before]) => {
    const dn = `dn: ${dnOf(from, word)}`;
    const now = to.people[word];
    if (now === undefined) return [[dn, 'changetype: delete']];
    const lines = [
      ...(now.name === before.name ? [] : ['replace: displayName', `displayName:: ${base64(now.name)}`, '-']),
      ...(now.mail === before.mail ? [] : ['replace: mail', ...(now.mail === null ? [] : [`mail: ${now.mail}`]), '-']),
      ...(now.enabled === before.enabled
        ? []
        : ['replace: userAccountControl', `userAccountControl: ${control(now)}`, '-']),
    ];
    return lines.length === 0 ? [] : [[dn, 'changetype: modify', ...lines]];
  });
  const teams = Object.entries(to.teams).flatMap(([key, team]) => {
    const rename = [`dn: ${dnOf(from, `@${key}`)}`, 'changetype: modrdn', `newrdn: CN=${team.name}`, 'deleteoldrdn: 1'];
    return from.teams[key]?.name === team.name ? [] : [rename];
  });
  const members = Object.entries(to.teams).map(([key, team]) => [
    `dn: ${dnOf(to, `@${key}`)}`,
    'changetype: modify',
    'replace: member',
    ...team.members.map((member) => `member: ${dnOf(to, member)}`),
    '-',
  ]);
  return records([...people, ...teams, ...members]);
}

function records(all: readonly (readonly string[])[]): string {
  return all.map((lines) => `${lines.join('\n')}\n\n`).join('');
}

function control({ enabled }: Someone): number {
  return enabled ? 512 : 514;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
