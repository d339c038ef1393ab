import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { newSandboxAccount, saveSandboxAccount } from '../../src/sandbox/index.ts';
import { type GraphSandbox, startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { adsync, type Said } from '../cli/fake-host.ts';
import { type FakeDc, type FakeEntry, startFakeDc } from '../directory/ldap/fake-dc.ts';
import { TLS } from '../directory/ldap/fixture.ts';
import { newTenant } from '../sandbox/graph/world.ts';
import { newFolder } from './adsync.ts';
import { openGotoCompany } from './goto-company.ts';
import { GOTO_SCENARIOS, rulesOf, usersOf } from './goto-scenarios.ts';
import { entraKind, fileKind, ldapKind } from './kinds.ts';
import { companyOf, restOfFile, SCENARIOS } from './scenarios.ts';
import type { Kind } from './story.ts';

/** The company of all scenarios, in each kind of directory and for both targets: a plan from a snapshot is the live one. */

const KEY = { ADSYNC_PSEUDONYM_KEY: '0123456789abcdef0123456789abcdef' };
const LIMITS = 'limits: { disable: 100%, disablePerGroup: 100%, move: 100%, readdress: 100% }\n';

let graph: GraphSandbox;
let dc: FakeDc;
let entries: readonly FakeEntry[] = [];

beforeAll(async () => {
  graph = await startGraphSandbox({ tenant: newTenant() });
  dc = await startFakeDc({ tls: { ...TLS, mode: 'ldaps' }, entriesAt: () => entries });
});

afterAll(async () => {
  await graph.close();
  await dc.close();
});

function kindOf(name: string): Kind {
  if (name === 'file') return fileKind();
  if (name === 'entra') return entraKind(graph);
  return ldapKind(dc.port, (held) => {
    entries = held;
  });
}

function undated(json: string): string {
  return json.replace(/"createdAt": "[^"]*"/, '');
}

/** What a plan does, without who is who. */
function shapeOf({ stdout }: Said): unknown {
  const { summary, changes, notices } = JSON.parse(stdout) as Plan;
  return {
    summary,
    notices: notices.map(({ code, line }) => `${code} ${line ?? ''}`).sort(),
    changes: changes
      .map(({ operations, group, after, held }) => JSON.stringify([operations, group, Object.keys(after), held?.limit]))
      .sort(),
  };
}

/** Takes both snapshots of a folder, and holds the plans from them against the live ones. */
async function compare(cwd: string): Promise<void> {
  const live = await adsync(['plan', '--json'], { cwd });
  const refreshed = await adsync(['plan', '--json', '--refresh'], { cwd });
  const taken = await adsync(['snapshot', 's.json'], { cwd });
  expect({ code: taken.code, stderr: taken.stderr }).toMatchObject({ code: 0 });
  await adsync(['snapshot', 'p.json', '--pseudonymise'], { cwd, env: KEY });

  const plan = async (...more: string[]): Promise<Said> => adsync(['plan', '--json', ...more], { cwd });
  expect(undated((await plan('--from', 's.json')).stdout)).toBe(undated(live.stdout));
  expect(undated((await plan('--from', 's.json', '--refresh')).stdout)).toBe(undated(refreshed.stdout));
  expect(shapeOf(await plan('--from', 'p.json'))).toEqual(shapeOf(live));
}

describe.each(['file', 'entra', 'ldap'])('directory: %s', (name) => {
  test('a Rescue account', async () => {
    const kind = kindOf(name);
    const folder = await newFolder({ ...kind.files, 'sync.yaml': `version: 1\n${kind.yaml}${restOfFile()}` });
    try {
      const cwd = folder.path;
      const holder = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Holder%1pass' };
      const account = newSandboxAccount({ organization: 'Corp', accountId: 1, apiToken: 'sandbox-token', holder });
      await saveSandboxAccount(join(cwd, 'account.json'), account);
      await kind.hold(companyOf('before', SCENARIOS), cwd);
      await compare(cwd);
      await adsync(['apply', '--yes'], { cwd });
      await kind.hold(companyOf('after', SCENARIOS), cwd);
      await compare(cwd);
      expect(await readFile(join(cwd, 's.json'), 'utf8')).not.toContain('sandbox-token');
    } finally {
      await folder.remove();
    }
  });

  test.each(['', '  linkAttribute: person\n  attributes: { department: department }\n'])(
    'a GoTo account %#',
    async (section) => {
      const company = await openGotoCompany(kindOf(name), {
        rules: rulesOf(GOTO_SCENARIOS),
        yaml: LIMITS,
        section,
        account({ users, attributes }) {
          users.push(...usersOf(GOTO_SCENARIOS));
          attributes.push({ key: '9', name: 'person' }, { key: '8', name: 'department' });
        },
      });
      try {
        await company.hold(companyOf('before', GOTO_SCENARIOS));
        await compare(company.path);
        await company.here('apply', '--yes');
        await company.hold(companyOf('after', GOTO_SCENARIOS));
        await compare(company.path);
        expect(await readFile(join(company.path, 's.json'), 'utf8')).not.toMatch(/sandbox-secret|sandbox-pat/);
      } finally {
        await company.close();
      }
    },
  );
});
