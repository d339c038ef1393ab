import { describe, expect, test } from '@jest/globals';
import { type FaultKind, type SandboxAccount, sandboxNode, type SandboxNode } from '../../../../src/sandbox/index.ts';
import { apply, calls, groupCreation, NIGHT, nodeOf, TECHNICIANS, testAccount, withBench } from '../support.ts';
import type { CallEnd, CallJournal } from '../../../../src/targets/journal.ts';

/** Nobody could say whether the service gives a new group a name of its own. */
const NAMES = ['', 'New Group'];

function groupsNamed({ nodes }: SandboxAccount, name: string): SandboxNode[] {
  return nodes.filter((node) => node.type === 'TechnicianGroup' && node.name === name);
}

function handMade(id: number, name: string): SandboxNode {
  return sandboxNode({ id, parent: TECHNICIANS, type: 'TechnicianGroup', name });
}

describe.each(NAMES)('where new groups are named %j', (bareGroupName) => {
  const switches = { bareGroupName };

  test.each<[FaultKind, number]>([
    ['errorAfter', 1],
    ['dropAfter', 1],
    ['errorBefore', 2],
    ['dropBefore', 2],
  ])('a creation that meets %s is sent %d times, and makes one group', async (kind, sent) => {
    const faults = [{ kind, method: 'createGroup', nth: 1 }];
    await withBench({ switches, faults }, async (bench) => {
      expect(await apply(bench, [groupCreation('Technicians/Helpdesk')])).toEqual(['done']);

      expect(calls(bench.sandbox)['createGroup']).toBe(sent);
      expect(groupsNamed(bench.sandbox.account, 'Helpdesk')).toHaveLength(1);
      expect(groupsNamed(bench.sandbox.account, bareGroupName)).toEqual([]);
      expect(nodeOf(bench.sandbox, NIGHT).name).toBe('Night');
    });
  });

  test('an empty group that came after the reading is not taken for the one whose answer was lost', async () => {
    const faults = [{ kind: 'errorBefore' as const, method: 'createGroup', nth: 1 }];
    await withBench({ switches, faults }, async (bench) => {
      const reading = await bench.target.read();
      bench.sandbox.account.nodes.push(handMade(500001, 'By Hand'));

      expect(await apply(bench, [groupCreation('Technicians/Helpdesk')], reading)).toEqual(['done']);

      expect(nodeOf(bench.sandbox, 500001).name).toBe('By Hand');
      expect(calls(bench.sandbox)['createGroup']).toBe(2);
    });
  });

  test.each<[string, SandboxNode[]]>([
    [
      'holds a user',
      [sandboxNode({ id: 500002, parent: 500001, type: 'Technician', name: 'E', email: 'e@x.example' })],
    ],
    ['holds a group', [sandboxNode({ id: 500002, parent: 500001, type: 'TechnicianGroup', name: 'Inner' })]],
  ])('a group that came at the same moment and %s is somebody else’s', async (_, inside) => {
    const account = testAccount();
    const come = once(() => account.nodes.push(handMade(500001, 'By Hand'), ...inside));
    const faultFor = (method: string) => (method === 'createGroup' && come() ? { kind: 'errorBefore' as const } : null);
    await withBench({ account, switches, faultFor }, async (bench) => {
      expect(await apply(bench, [groupCreation('Technicians/Helpdesk')])).toEqual(['done']);

      expect(nodeOf(bench.sandbox, 500001).name).toBe('By Hand');
      expect(calls(bench.sandbox)['createGroup']).toBe(2);
    });
  });

  test('a described group that came at the same moment is somebody else’s', async () => {
    const account = testAccount();
    const come = once(() => account.nodes.push({ ...handMade(500001, 'By Hand'), description: 'of the desk' }));
    const faultFor = (method: string) => (method === 'createGroup' && come() ? { kind: 'errorBefore' as const } : null);
    await withBench({ account, switches, faultFor }, async (bench) => {
      expect(await apply(bench, [groupCreation('Technicians/Helpdesk')])).toEqual(['done']);

      expect(nodeOf(bench.sandbox, 500001).name).toBe('By Hand');
    });
  });
});

test.each([
  ['', ['done'], 'Helpdesk'],
  [
    'New Group',
    [
      expect.stringMatching(
        /^failed: Whether the group was created is not known: .*"By Hand" \(node 400012\), "New Group" \(node 400013\).* remove it there/,
      ),
    ],
    'New Group',
  ],
])('two groups that came at the same moment, new ones named %j', async (bareGroupName, ends, name) => {
  const account = testAccount();
  const come = once(() => account.nodes.push(handMade(400012, 'By Hand')));
  const faultFor = (method: string) => (method === 'createGroup' && come() ? { kind: 'errorAfter' as const } : null);
  await withBench({ account, switches: { bareGroupName }, faultFor }, async (bench) => {
    expect(await apply(bench, [groupCreation('Technicians/Helpdesk')])).toEqual(ends);

    expect(calls(bench.sandbox)['createGroup']).toBe(1);
    expect(nodeOf(bench.sandbox, 400012).name).toBe('By Hand');
    expect(nodeOf(bench.sandbox, 400013).name).toBe(name);
  });
});

test.each([
  {},
  { idLabel: 'NODEID:' },
  { idLabel: 'NodeID: ', idSeparator: 'lines' as const, lineEnd: 'crlf' as const },
])('the number of a new group is understood with %j', async (switches) => {
  await withBench({ switches }, async (bench) => {
    expect(await apply(bench, [groupCreation('Technicians/Helpdesk')])).toEqual(['done']);

    expect(calls(bench.sandbox)['createGroup']).toBe(1);
    expect(groupsNamed(bench.sandbox.account, 'Helpdesk')).toHaveLength(1);
  });
});

/** Does something at the first call, and says that it was the first. */
function once(work: () => unknown): () => boolean {
  let isFirst = true;
  return () => {
    if (!isFirst) return false;
    isFirst = false;
    work();
    return true;
  };
}

test('the journal says that the end of such a creation is open', async () => {
  const account = testAccount();
  const come = once(() => account.nodes.push(handMade(400012, 'By Hand')));
  const faultFor = (method: string) => (method === 'createGroup' && come() ? { kind: 'errorAfter' as const } : null);
  await withBench({ account, switches: { bareGroupName: 'New Group' }, faultFor }, async ({ target }) => {
    const ends: CallEnd[] = [];
    const journal: CallJournal = { begin: () => Promise.resolve((end) => void ends.push(end)) };
    const creation = groupCreation('Technicians/Helpdesk');

    await target.begin(await target.read(), { journal, changes: [creation] }).apply(creation);

    expect(ends).toEqual([{ class: 'failed', word: 'RESCUE_CREATION_UNCLEAR', node: null }]);
  });
});
