import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openDirectory } from '../../../../src/directory/open.ts';
import { type SandboxNode, sandboxNode } from '../../../../src/sandbox/index.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { asLdif } from '../../../property/as-files.ts';
import { type Made, madePlan } from '../made-plan.ts';
import { lines, mapping, readingOf, settingsOf } from '../planner/builders.ts';
import {
  ADA,
  apply,
  type Bench,
  BOB,
  calls,
  change,
  DAY,
  MASTERS,
  NIGHT,
  nodeOf,
  TECHNICIANS,
  testAccount,
  testSettings,
  withBench,
} from '../support.ts';

/** An error of the service may be there for good, for one number alone. Seen with sessions; nobody knows of users. */

const ignore = (): void => undefined;
const nodeIds = (...ids: readonly number[]): NodeId[] => ids.map((id) => String(id) as NodeId);
const HOLDER_NODE = 337364;

/** The service answers ERROR for all calls that name one of these nodes. */
function errorsFor(...ids: readonly number[]): typeof fetch {
  return async (...given) => {
    const node = Number(new URLSearchParams(given[1]?.body as string).get('node'));
    return ids.includes(node) ? new Response('ERROR', { headers: { 'content-length': '5' } }) : await fetch(...given);
  };
}

function many(count: number): SandboxNode[] {
  return Array.from({ length: count }, (_, index) => {
    const email = `u${index}@corp.example`;
    return sandboxNode({ id: 500_000 + index, parent: NIGHT, type: 'Technician', name: `User ${index}`, email });
  });
}

describe('a reading of details', () => {
  test.each([
    [null, [ADA, BOB], { getUser_v3: 2 }],
    [ADA, [BOB], { getUser_v3: 7 }],
  ])('where node %j gives no answer has %j', async (errorNode, answered, made) => {
    await withBench({ switches: { errorNode } }, async ({ target, sandbox }) => {
      const details = await target.readDetails(nodeIds(ADA, BOB), ignore);

      expect([...details.keys()]).toEqual(nodeIds(...answered));
      expect(calls(sandbox)).toEqual(made);
      await target.readDetails(nodeIds(ADA, BOB), ignore);
      expect(calls(sandbox)['getUser_v3']).toBe(made.getUser_v3 + answered.length);
    });
  });

  test('of one user alone asks for another one, to see whether the service answers at all', async () => {
    await withBench({ switches: { errorNode: ADA } }, async ({ target, sandbox }) => {
      const reading = await target.read();
      const more = await target.readMore(reading, nodeIds(ADA), { thorough: false, progress: ignore });

      expect(more.users.map(({ id }) => id)).toEqual(nodeIds(HOLDER_NODE, BOB));
      expect(more.unreadable).toEqual([
        {
          id: String(ADA),
          group: String(DAY),
          text: 'Name:Ada Lovelace\nEmail:ada@corp.example\nDescription:Desk 4\nStatus:Offline',
          why: 'unanswered',
        },
      ]);
      expect(sandbox.log.filter(({ method }) => method === 'getUser_v3').at(-1)?.parameters).toMatchObject({
        node: String(HOLDER_NODE),
      });
    });
  });

  test('where the service answers for nobody is refused', async () => {
    await withBench({ faults: [{ kind: 'errorBefore', method: 'getUser_v3' }] }, async ({ target }) => {
      await target.read();

      const reading = target.readDetails(nodeIds(ADA), ignore);

      await expect(reading).rejects.toMatchObject({
        code: 'RESCUE_ERROR',
        message: expect.stringMatching(/answers only ERROR for every user that was asked for \(node 400010\)/),
      });
    });
  });

  test.each([
    [10, true],
    [11, false],
  ])('where %d users give no answer is taken: %j', async (count, isTaken) => {
    const users = many(12);
    const silent = users.slice(0, count).map(({ id }) => id);
    const world = { fetch: errorsFor(...silent) };
    await withBench({ account: testAccount(...users), world }, async ({ target }) => {
      const reading = target.readDetails(nodeIds(...users.map(({ id }) => id)), ignore);

      if (isTaken) expect((await reading).size).toBe(2);
      else await expect(reading).rejects.toMatchObject({ code: 'RESCUE_ERROR' });
    });
  });
});

describe('a reading of the tree', () => {
  const double = { email: 'bob@corp.example' };

  test.each([
    [null, [HOLDER_NODE, ADA, BOB], []],
    [ADA, [HOLDER_NODE, BOB], [ADA]],
  ])('with node %j in error that is in doubt: users %j, without an answer %j', async (errorNode, users, silent) => {
    await withBench({ switches: { errorNode } }, async ({ target, sandbox }) => {
      Object.assign(nodeOf(sandbox, ADA), double);

      const reading = await target.read();

      expect(reading.users.map(({ id }) => id)).toEqual(nodeIds(...users));
      expect((reading.unreadable ?? []).map(({ id, why }) => [id, why])).toEqual(
        nodeIds(...silent).map((id) => [id, 'unanswered']),
      );
    });
  });

  test.each([
    [null, undefined],
    [NIGHT, 'unanswered'],
  ])('with group %j in error that is in doubt: %j', async (errorNode, unreadable) => {
    const twin = sandboxNode({ id: 500_001, parent: TECHNICIANS, type: 'TechnicianGroup', name: 'night' });
    await withBench({ account: testAccount(twin), switches: { errorNode } }, async ({ target }) => {
      const { groups } = await target.read();

      const night = groups.find(({ id }) => id === String(NIGHT));
      expect([night?.unreadable, night?.path.at(-1) === 'Night']).toEqual([unreadable, errorNode === null]);
      expect(groups.find(({ id }) => id === '500001')?.path.at(-1)).toBe('night');
    });
  });

  test('is refused where nobody can see what the node in error is', async () => {
    await withBench({ switches: { errorNode: ADA } }, async ({ target, sandbox }) => {
      nodeOf(sandbox, ADA).description = 'one line\nand another';

      await expect(target.read()).rejects.toMatchObject({
        code: 'RESCUE_READING_INCOMPLETE',
        message: expect.stringMatching(/answers only ERROR for node 400010, and what it is cannot be seen/),
      });
    });
  });

  test('is refused where the node in error comes twice', async () => {
    await withBench({ switches: { errorNode: ADA } }, async ({ target, sandbox }) => {
      sandbox.account.nodes.push({ ...nodeOf(sandbox, ADA), name: 'Eve' });

      await expect(target.read()).rejects.toMatchObject({ message: expect.stringMatching(/came twice/) });
    });
  });

  test.each([null, MASTERS])('without an end is proved by another node than %j', async (errorNode) => {
    await withBench({ switches: { errorNode, treeEnd: 'none' } }, async ({ target }) => {
      expect((await target.read()).users).toHaveLength(3);
    });
  });
});

describe('a plan', () => {
  const mappings = [mapping('Helpdesk', 'Technicians/Day')];
  const people = { bob: { name: 'Bob' } };

  async function plan({ target, sandbox }: Bench, members: readonly string[]): Promise<Made> {
    const folder = await mkdtemp(join(tmpdir(), 'adsync-unanswered-'));
    try {
      const path = join(folder, 'directory.ldif');
      await writeFile(path, asLdif(readingOf({ groups: { Helpdesk: members }, people }, mappings)));
      const settings = settingsOf(mappings, testSettings(sandbox.url, { mappings }));
      const directory = { type: 'file', path } as const;
      return await madePlan({ ...settings, directory }, await openDirectory(directory), target);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test.each([
    [null, 'disable ada@corp.example in Technicians/Day (mobile,status) NOT_A_MEMBER', []],
    [ADA, null, ['USER_UNANSWERED']],
  ])('with node %j in error does not touch that user, and goes on', async (errorNode, ofAda, warnings) => {
    await withBench({ switches: { errorNode } }, async (bench) => {
      Object.assign(nodeOf(bench.sandbox, BOB), { status: 'Offline', name: 'Robert' });
      const { plan: made, account } = await plan(bench, ['bob']);

      expect(lines(made).filter((line) => line.includes('ada@'))).toEqual(ofAda === null ? [] : [ofAda]);
      expect(lines(made).filter((line) => line.includes('bob@'))).toHaveLength(1);
      expect(made.notices.flatMap(({ code }) => (code.endsWith('UNANSWERED') ? [code] : []))).toEqual(warnings);
      const applier = account.begin({
        changes: made.changes,
        journal: null,
        mark: null,
        stop: new AbortController().signal,
      });
      for (const one of made.changes) expect((await applier.apply(one)).result).toBe('done');
      expect(nodeOf(bench.sandbox, ADA).status).toBe(errorNode === null ? 'Disabled' : 'Online');
      expect(nodeOf(bench.sandbox, BOB).name).toBe('Bob');
    });
  });

  test('creates nobody who may be the user in error', async () => {
    await withBench({ switches: { errorNode: ADA } }, async (bench) => {
      nodeOf(bench.sandbox, ADA).parent = NIGHT;
      const { plan: made } = await plan(bench, ['ada', 'bob']);

      expect(lines(made).filter((line) => line.startsWith('create'))).toEqual([]);
      expect(made.notices.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['USER_UNANSWERED', 'USER_UNCERTAIN']),
      );
    });
  });
});

describe('the last master administrator but one', () => {
  const master = (id: number): SandboxNode =>
    sandboxNode({ id, parent: MASTERS, type: 'Masteradministrator', name: `M${id}`, email: `m${id}@corp.example` });
  const end = change({
    role: 'masterAdministrator',
    operations: ['disable'],
    group: 'Master Administrators',
    name: 'M500001',
    email: 'm500001@corp.example',
    before: { status: 'enabled' },
    after: { status: 'disabled' },
    node: '500001' as NodeId,
    fromNode: String(MASTERS) as NodeId,
  });

  test.each([
    [null, /^done/],
    [HOLDER_NODE, /^done/],
  ])('is found among the others though node %j gives no answer', async (errorNode, result) => {
    const account = testAccount(master(500_001), master(500_002));
    await withBench({ account, switches: { errorNode } }, async (bench) => {
      expect((await apply(bench, [end]))[0]).toMatch(result);
    });
  });

  test('does not go where the only other one gives no answer', async () => {
    const account = testAccount(master(500_001));
    await withBench({ account, switches: { errorNode: HOLDER_NODE } }, async (bench) => {
      expect((await apply(bench, [end]))[0]).toMatch(/^stale: /);
      expect(nodeOf(bench.sandbox, 500_001).status).toBe('Offline');
    });
  });
});
