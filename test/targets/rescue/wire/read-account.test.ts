import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { type SandboxNode, sandboxNode } from '../../../../src/sandbox/index.ts';
import { until } from '../../../until.ts';
import { ADA, BOB, calls, DAY, HOLDER, NIGHT, nodeOf, TECHNICIANS, testAccount, withBench } from '../support.ts';

describe('reading an account', () => {
  test('gives its groups with their places, its users with their roles, and whose credentials are used', async () => {
    await withBench({}, async ({ target, sandbox }) => {
      const reading = await target.read();

      expect(reading).toMatchObject({ account: '560961', organization: 'Corp', url: sandbox.url });
      expect(reading.self).toEqual({ ids: ['337364'], email: HOLDER.email });
      expect(reading.groups.map(({ id, parent, role, path }) => [id, parent, role, path.join('/')])).toEqual([
        ['337361', null, 'masterAdministrator', 'Master Administrators'],
        ['337362', null, 'administrator', 'Administrators'],
        ['337363', null, 'technician', 'Technicians'],
        [String(DAY), '337363', 'technician', 'Technicians/Day'],
        [String(NIGHT), '337363', 'technician', 'Technicians/Night'],
      ]);
      expect(reading.users).toEqual([
        expect.objectContaining({ id: '337364', role: 'masterAdministrator', enabled: true }),
        {
          id: String(ADA),
          group: String(DAY),
          role: 'technician',
          name: 'Ada Lovelace',
          email: 'ada@corp.example',
          description: 'Desk 4',
          enabled: true,
          details: null,
        },
        expect.objectContaining({ id: String(BOB), enabled: false }),
      ]);
    });
  });

  test.each([
    { blankAfterColon: true },
    { lineEnd: 'crlf' as const },
    { layout: 'oneLine' as const },
    { rootListed: true },
    { lineBreaksInValues: 'blank' as const },
    { treeEnd: 'none' as const },
    { strictAliases: 'node' as const },
    { strictAliases: 'nodeID' as const },
    { blankAfterColon: true, lineEnd: 'crlf' as const, layout: 'oneLine' as const, rootListed: true },
  ])('works with %j', async (switches) => {
    await withBench({ switches }, async ({ target, sandbox }) => {
      nodeOf(sandbox, ADA).description = 'Tél. 5\n\nsecond: line';

      const reading = await target.read();
      const details = await target.readDetails([String(ADA) as NodeId], () => undefined);

      const ada = reading.users.find(({ id }) => id === String(ADA));
      expect(ada?.name).toBe('Ada Lovelace');
      expect(ada?.description.replace(/\s+/g, ' ')).toBe('Tél. 5 second: line');
      expect(details.get(String(ADA) as NodeId)).toMatchObject({
        ssoId: 'ada@sso.example',
        mobile: true,
        accountHolder: false,
        record: { name: 'Ada Lovelace', email: 'ada@corp.example', enabled: true, nick: 'Countess', rpat: true },
      });
    });
  });

  test('leaves links, channels and pseudo groups out, with all that stands in them', async () => {
    const more: SandboxNode[] = [
      sandboxNode({ id: 500001, parent: DAY, type: 'AdministratorLink', name: 'Olga', email: HOLDER.email }),
      sandboxNode({ id: 500002, parent: TECHNICIANS, type: 'Channel', name: 'Chat' }),
      sandboxNode({ id: 500003, parent: TECHNICIANS, type: 'PseudoGroup', name: 'External' }),
      sandboxNode({ id: 500004, parent: 500003, type: 'Technician', name: 'Guest', email: 'guest@other.example' }),
    ];
    await withBench({ account: testAccount(...more) }, async ({ target }) => {
      const reading = await target.read();

      expect(reading.users.map(({ name }) => name)).toEqual(['Olga Owner', 'Ada Lovelace', 'Bob']);
      expect(reading.groups).toHaveLength(5);
    });
  });

  test.each<[string, (nodes: SandboxNode[]) => void, RegExp]>([
    ['a root category is missing', (nodes) => nodes.splice(0, 1), /Master Administrators came 0 times/],
    ['a group is missing', (nodes) => nodes.splice(4, 1), /node 400000, which did not come/],
    ['a node comes twice', (nodes) => nodes.push({ ...nodes[6] } as SandboxNode), /twice/],
    ['groups stand in one another', (nodes) => Object.assign(nodes[4] ?? {}, { parent: DAY }), /in one another/],
    ['a status is unknown', (nodes) => Object.assign(nodes[6] ?? {}, { status: 'Onlin' }), /unknown status/],
    ['a type is unknown', (nodes) => Object.assign(nodes[6] ?? {}, { type: 'Technic' }), /unknown type/],
  ])('is refused when %s', async (_, spoil, why) => {
    const account = testAccount();
    spoil(account.nodes);
    await withBench({ account }, async ({ target }) => {
      await expect(target.read()).rejects.toMatchObject({
        code: 'RESCUE_READING_INCOMPLETE',
        message: expect.stringMatching(why),
      });
    });
  });

  test('a cut-off tree is never taken for the whole', async () => {
    const faults = [{ kind: 'truncated', method: 'getHierarchy_v2' } as const];
    await withBench({ faults }, async ({ target }) => {
      await expect(target.read()).rejects.toMatchObject({ code: 'RESCUE_READING_INCOMPLETE' });
    });
  });

  test('a tree that was cut off right behind a type is read again', async () => {
    let trees = 0;
    const cutting: typeof fetch = async (...given) => {
      const response = await fetch(...given);
      if (typeof given[0] !== 'string' || !given[0].includes('getHierarchy') || ++trees > 1) return response;
      const text = await response.text();
      const end = text.indexOf('Type:Masteradministrator\n') + 'Type:Masteradministrator'.length;
      return new Response(text.slice(0, end), { headers: { 'content-length': String(end) } });
    };
    await withBench({ world: { fetch: cutting } }, async ({ target, sandbox }) => {
      const reading = await target.read();

      expect(reading.users).toHaveLength(3);
      expect(calls(sandbox)).toEqual({ getAccount: 1, getHierarchy_v2: 3 });
    });
  });

  test('an answer whose end HTTP does not vouch for is never taken for the whole', async () => {
    const bodies: Record<string, string> = {
      getAccount: 'OK\n\nAccountID:1\nOrganization:C\nAdminID:2\nTechID:0\nEmail:a@b\n',
      getHierarchy_v2: 'OK\n\n',
    };
    const world = {
      fetch: (address: Parameters<typeof fetch>[0]) => {
        const method = /API\/(\w+)/.exec(address as string)?.[1] ?? '';
        return Promise.resolve(new Response(bodies[method], { headers: { 'content-type': 'text/plain' } }));
      },
    };
    await withBench({ world }, async ({ target }) => {
      await expect(target.read()).rejects.toThrow('nothing says where the answer ends');
    });
  });

  test('5,000 technicians take two requests', async () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      sandboxNode({
        id: 600000 + index,
        parent: DAY,
        type: 'Technician',
        name: `T ${index}`,
        email: `t${index}@x.example`,
      }),
    );
    await withBench({ account: testAccount(...many) }, async ({ target, sandbox }) => {
      const reading = await target.read();

      expect(reading.users).toHaveLength(5003);
      expect(calls(sandbox)).toEqual({ getAccount: 1, getHierarchy_v2: 1 });
    });
  });
});

describe('asking for details', () => {
  test('takes one request a user, never more at a time than allowed, and tells how far it is', async () => {
    let under = 0;
    let most = 0;
    const counting: typeof fetch = async (...given) => {
      under += 1;
      most = Math.max(most, under);
      try {
        return await fetch(...given);
      } finally {
        under -= 1;
      }
    };
    const many = Array.from({ length: 60 }, (_, index) =>
      sandboxNode({
        id: 600000 + index,
        parent: DAY,
        type: 'Technician',
        name: 'T',
        email: `t${index}@x.example`,
        ssoId: `s${index}`,
      }),
    );
    const requests = { concurrent: 3, perSecond: 1000, timeout: 2000 };
    await withBench(
      { account: testAccount(...many), settings: { requests }, world: { fetch: counting } },
      async ({ target, sandbox }) => {
        const told: number[] = [];
        const ids = many.map(({ id }) => String(id) as NodeId);

        const details = await target.readDetails([...ids, '999999' as NodeId], (done) => told.push(done));

        expect(details.size).toBe(60);
        expect(details.get(ids[7] ?? ids[0] ?? ('' as NodeId))?.ssoId).toBe('s7');
        expect(most).toBe(3);
        expect(told).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
        expect(calls(sandbox)).toEqual({ getUser_v3: 61 });
      },
    );
  });

  test('stops at the first failure', async () => {
    const faults = [{ kind: 'http503', method: 'getUser_v3' } as const];
    await withBench({ faults }, async ({ target, sandbox }) => {
      const ids = Array.from({ length: 100 }, (_, index) => String(index + 1) as NodeId);

      await expect(target.readDetails(ids, () => undefined)).rejects.toMatchObject({ code: 'RESCUE_BUSY' });

      expect(calls(sandbox)['getUser_v3']).toBeLessThanOrEqual(4 * 6);
    });
  });

  test('an aborted reading ends at once, also while the service keeps silent', async () => {
    const control = new AbortController();
    const options = { faults: [{ kind: 'hangBefore' }], world: { signal: control.signal } } as const;
    await withBench(options, async ({ target, sandbox }) => {
      void until(() => sandbox.log.length > 0).then(() => {
        control.abort(new Error('stopped by the test'));
      });

      await expect(target.read()).rejects.toThrow('stopped by the test');
    });
  });
});

test('with e-mail and password the account is the same', async () => {
  const credentials = { kind: 'password', email: HOLDER.email, password: new Secret(HOLDER.password) } as const;
  await withBench({ settings: { credentials } }, async ({ target, sandbox }) => {
    const reading = await target.read();

    expect(reading.users).toHaveLength(3);
    expect(calls(sandbox)).toEqual({ login: 1, getAccount: 1, getHierarchy_v2: 1 });
  });
});
