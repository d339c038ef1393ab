import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadSnapshot } from '../../src/snapshot/load.ts';
import { saveSnapshot } from '../../src/snapshot/save.ts';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync, type Said } from './fake-host.ts';

/** adsync test on worlds from a snapshot, offline and without the secrets of the file. */

let folder: Awaited<ReturnType<typeof newFolder>>;

const FILES = ['rescue-and-goto.yaml', 'directory.ldif', 'account.json', 'goto-account.json'];
const SECRETS = { RESCUE_TOKEN: 'sandbox-token', GOTO_SECRET: 'sandbox-secret', GOTO_PAT: 'sandbox-pat' };

beforeAll(async () => {
  folder = await newFolder({});
  const at = (name: string): string => join(folder.path, name);
  for (const name of FILES) await cp(join(EXAMPLES, name), at(name));
  const text = await readFile(at('rescue-and-goto.yaml'), 'utf8');
  const withoutSecrets = text
    .replace('sandbox-token', '${RESCUE_TOKEN}')
    .replace('sandbox-secret', '${GOTO_SECRET}')
    .replace('sandbox-pat', '${GOTO_PAT}');
  await writeFile(at('sync.yaml'), withoutSecrets);
  const taken = await adsync(['snapshot', 'taken.json', '--group', 'All Staff'], { cwd: folder.path, env: SECRETS });
  expect(taken).toMatchObject({ code: 0 });
  await writeFile(
    at('more.yaml'),
    withoutSecrets.replace('directoryGroup: Helpdesk Tier 1', 'directoryGroup: Printing'),
  );
  const snapshot = await loadSnapshot(at('taken.json'), 'taken.json', new AbortController().signal);
  const elsewhere = snapshot.targets.map((one) => ({ ...one, url: 'https://elsewhere.example' }));
  await saveSnapshot({ ...snapshot, targets: elsewhere }, at('other.json'));
  await writeFile(at('other.yaml'), withoutSecrets.replace('url: sandbox:account.json', 'url: https://rescue.example'));
});

afterAll(() => folder.remove());

async function run(cases: string, file = 'sync.yaml'): Promise<Said> {
  await writeFile(join(folder.path, 'cases.yaml'), `version: 1\n${cases}`);
  return adsync(['test', '-f', file, 'cases.yaml'], { cwd: folder.path });
}

function faultsIn({ stdout }: Said): string[] {
  return [...stdout.matchAll(/text: "(.*)"/g)].map(([, text = '']) => text.replaceAll('\\"', '"'));
}

const NEVER = 'never:\n  - { because: x, target: rescue, becomes: { role: administrator }';

test.each<[string, string, string[]]>([
  ['a place', '- { person: wei.chen@corp.example, rescue: Technicians/Helpdesk/Tier 2/Network, goto: none }', []],
  [
    'a user of the account who is nobody in the directory',
    '- { person: night.watch@partner.example, rescue: none }',
    ['Nobody in the mapped groups is called "night.watch@partner.example".'],
  ],
  ['counts of the plan', '- { changes: { create: 23, held: 0 } }', []],
  ['other counts', '- { changes: { create: 22 } }', ['The plan has 23 for create, not 22.']],
  ['a notice of the account, not only of the directory', '- { notice: PASSWORD_UNSEEN }', []],
  [
    'a place that is another',
    '- { person: wei.chen@corp.example, rescue: Technicians/Field }',
    [
      'wei.chen@corp.example: group of rescue is "Technicians/Helpdesk/Tier 2/Network", not "Technicians/Field": member of Helpdesk Tier 2 › Network, sync.yaml:20.',
    ],
  ],
])('a case on the snapshot of the file, and on its own: %s', async (_what, expected, faults) => {
  const ofFile = await run(`snapshot: taken.json\ncases:\n  - name: a\n    expect:\n      ${expected}\n`);
  const own = await run(`cases:\n  - name: a\n    snapshot: ./taken.json\n    expect:\n      ${expected}\n`);

  expect(faultsIn(ofFile)).toEqual(faults);
  expect(faultsIn(own)).toEqual(faults);
  expect([ofFile.code, own.code]).toEqual(faults.length > 0 ? [1, 1] : [0, 0]);
});

test.each<[string, string, string[]]>([
  ['that holds', `${NEVER} }`, []],
  ['about a group that is held, and that no mapping names', `${NEVER}, outside: All Staff }`, []],
  ['about a group that is mapped by its DN', `${NEVER}, inside: Helpdesk Tier 2 }`, []],
  [
    'about no group',
    `${NEVER}, inside: IT }`,
    ['No world of this file has the group "IT", so the rule was not tried.'],
  ],
  [
    'of the other account',
    'never:\n  - { because: x, target: goto, mail: "*", inside: Printers, becomes: { products: Nothing } }',
    [],
  ],
])('a rule without any case is tried on the snapshot: %s', async (_what, never, faults) => {
  const said = await run(`snapshot: taken.json\n${never}\n`);

  expect(faultsIn(said)).toEqual(faults);
  expect(said.stdout).toContain('1..1\n');
});

test('a rule is broken by people of the snapshot, each told once although two cases rest on it', async () => {
  const one = 'expect: [{ notice: PASSWORD_UNSEEN }]';
  const said = await run(`snapshot: taken.json
cases:
  - { name: a, ${one} }
  - { name: b, snapshot: taken.json, ${one} }
never:
  - { because: x, target: rescue, inside: Printers, becomes: { role: technician, group: "*/Network" } }
  - { because: y, target: rescue, mail: wei.chen@*, becomes: { role: technician } }
`);

  expect(faultsIn(said)).toEqual([
    'wei.chen@corp.example becomes a user of rescue in Technicians/Helpdesk/Tier 2/Network: member of Helpdesk Tier 2 › Network, sync.yaml:20.',
  ]);
});

test.each<[string, string, string, RegExp]>([
  [
    'is missing',
    'gone.json',
    'sync.yaml',
    /^SNAPSHOT_UNREADABLE: The snapshot gone\.json cannot be read\. Check the path\.$/,
  ],
  ['is another file', 'account.json', 'sync.yaml', /^SNAPSHOT_/],
  ['is of another account', 'other.json', 'other.yaml', /^SNAPSHOT_OTHER_ACCOUNT: /],
])(
  'a snapshot that %s breaks the cases and the rules that rest on it, and no other',
  async (_what, name, file, fault) => {
    const cases = `  - { name: a, expect: [{ notice: PASSWORD_UNSEEN }] }
  - { name: b, given: { people: [{ name: Bo }], groups: [] }, expect: [{ person: Bo, rescue: none }] }`;
    const said = await run(`snapshot: ${name}\ncases:\n${cases}\n${NEVER} }\n`, file);

    expect(said.code).toBe(1);
    expect(faultsIn(said)).toEqual([expect.stringMatching(fault), expect.stringMatching(fault)]);
    expect(said.stdout).toContain('\nok 2 - b\n');
  },
);

test('what the snapshot does not hold proves nothing', async () => {
  const said = await run(
    `snapshot: taken.json
cases:
  - { name: a, expect: [{ person: bea.russo@corp.example, rescue: none }] }
${NEVER} }
`,
    'more.yaml',
  );

  expect(faultsIn(said).filter((text) => text.includes('does not hold the directory group "Printing"'))).toHaveLength(
    1,
  );
  expect(said.stdout).toContain('not ok 2 - never: x');
});
