import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { displayWidth } from '../../src/render/width.ts';
import { adsync, type Said } from './fake-host.ts';

/** `adsync explain` on the examples: Rescue and GoTo from one file. */

interface Document {
  readonly result: string;
  readonly person: { readonly state: string; readonly isMapped: boolean } | null;
  readonly targets: readonly {
    readonly target: string;
    readonly placement: { readonly group: string } | null;
    readonly decision: { readonly kind: string };
    readonly changes: readonly { readonly operations: readonly string[] }[];
  }[];
  readonly found: readonly { readonly id: string | null }[];
}

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/explain.schema.json', import.meta.url), 'utf8'),
) as object;
const isDocument = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  schema,
);

/** In no group at all. */
const OUTSIDER = `
dn: CN=Zora Outside,OU=People,DC=corp,DC=example
objectClass: user
objectGUID: 6f1d2c00-5a3b-4c7e-9d10-00000000aaaa
sAMAccountName: zo
cn: Zora Outside
mail: zora.outside@corp.example
userAccountControl: 514
primaryGroupID: 513
objectSid: S-1-5-21-1004336348-1177238915-682003330-99999
`;

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeAll(async () => {
  folder = await newFolder({});
  for (const name of ['rescue-and-goto.yaml', 'directory.ldif', 'account.json', 'goto-account.json']) {
    cpSync(join(EXAMPLES, name), join(folder.path, name));
  }
  await appendFile(join(folder.path, 'directory.ldif'), OUTSIDER);
});

afterAll(() => folder.remove());

async function explain(user: string, ...args: string[]): Promise<Said> {
  return adsync(['explain', user, '-f', 'rescue-and-goto.yaml', '--quiet', ...args], { cwd: folder.path });
}

async function documentOf(user: string, ...args: string[]): Promise<Document> {
  const { stdout } = await explain(user, '--json', ...args);
  const document = JSON.parse(stdout) as Document;
  isDocument(document);
  expect(isDocument.errors).toBeNull();
  return document;
}

describe('somebody whom mappings have', () => {
  test('is told of in every account, and nothing is written', async () => {
    const before = readdirSync(folder.path).sort();
    const { code, stdout } = await explain('WEI.CHEN@corp.example');

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Wei Chen: enabled in the directory, e-mail wei\.chen@corp\.example/);
    expect(stdout).toContain('has them, by Helpdesk Tier 2 › Network (rescue-and-goto.yaml:20)');
    expect(stdout).toMatch(/Decision: 1 change planned\n {2}move: .*\n {4}from Technicians\/Helpdesk\/Tier 2 to /);
    expect(stdout).toContain('Decision: no rule has them, so no user is planned');
    expect(readdirSync(folder.path).sort()).toEqual(before);
  });

  test('is a document for programs', async () => {
    const { result, person, targets } = await documentOf('wei.chen@corp.example', '--target', 'rescue');

    expect([result, person?.state, person?.isMapped]).toEqual(['explained', 'enabled', true]);
    expect(targets.map(({ decision, placement }) => [decision.kind, placement?.group])).toEqual([
      ['changes', 'Technicians/Helpdesk/Tier 2/Network'],
    ]);
    expect(targets[0]?.changes.map(({ operations }) => operations)).toEqual([['move']]);
  });

  test('fits a terminal of 80 columns', async () => {
    const { stdout } = await adsync(['explain', 'Wei Chen', '-f', 'rescue-and-goto.yaml', '--no-color'], {
      cwd: folder.path,
      isTTY: true,
    });

    expect(Math.max(...stdout.split('\n').map(displayWidth))).toBeLessThanOrEqual(80);
  });
});

test('several are listed with their ids, and nobody is explained', async () => {
  const { code, stdout } = await explain('Gina Gone');

  expect(code).toBe(1);
  expect(stdout).toMatch(/^"Gina Gone" fits 2\. Give the id of the one that is meant/);
  expect(stdout).toContain('id 6f1d2c00-5a3b-4c7e-9d10-0000000022b8');
});

describe('somebody outside the mapped groups', () => {
  test.each(['zo', 'zora.outside@corp.example', '{6F1D2C00-5A3B-4C7E-9D10-00000000AAAA}'])(
    'is found by %s',
    async (who) => {
      const { result, person, targets } = await documentOf(who);

      expect([result, person?.state, person?.isMapped]).toEqual(['explained', 'disabled', false]);
      expect(targets.map(({ decision }) => decision.kind)).toEqual(['nothing', 'nothing']);
    },
  );

  test('who is nowhere at all is said to be nowhere, with names that are similar', async () => {
    const { code, stdout } = await explain('Wey Chen');
    const { result } = await documentOf('6f1d2c00-5a3b-4c7e-9d10-00000000bbbb');

    expect([code, result]).toEqual([1, 'nobody']);
    expect(stdout).toMatch(/^Nobody was found for "Wey Chen"\.\n/);
    expect(stdout).toContain('Similar: Wei Chen');
  });
});

test('a USER of blanks is refused', async () => {
  const { code, stderr } = await explain('  ');

  expect([code, stderr]).toEqual([1, expect.stringContaining('USER_EMPTY')]);
});
