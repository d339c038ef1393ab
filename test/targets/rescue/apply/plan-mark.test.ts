import { describe, expect, test } from '@jest/globals';
import { parseMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import type { Change } from '../../../../src/plan/model.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import {
  ADA,
  calls,
  change,
  creation,
  DAY,
  GROUP_LINK,
  GROUP_MARKER,
  groupUpdate,
  MARKER,
  NIGHT,
  nodeOf,
  sealed,
  withBench,
  withEmail,
  type Bench,
} from '../support.ts';

/** What a saved plan leaves behind in what it changes, so that it is not applied twice. */

const MARK = '[adsync-plan 4f0e8b6a2f6f 2026-01-31T09:00:00Z]';
const move = change({
  operations: ['move'],
  before: { group: 'Technicians/Day' },
  after: { group: 'Technicians/Night' },
  toNode: String(NIGHT) as NodeId,
});

async function applyMarked({ target }: Bench, one: Change): Promise<string> {
  const { result, text } = await target.begin(await target.read(), { mark: MARK, changes: [one] }).apply(one);
  return `${result}${text}`;
}

test.each([
  [
    'an unlinked user that is disabled',
    change({ before: { status: 'enabled' }, after: { status: 'disabled' } }),
    `Desk 4 ${MARK}`,
  ],
  [
    'a user that is linked',
    change({ before: { link: null }, after: { link: change({}).person }, marker: MARKER }),
    `Desk 4 ${sealed(MARKER, ADA)} ${MARK}`,
  ],
  ['a user that is moved and nothing else', move, `Desk 4 ${MARK}`],
])('%s bears the mark', async (_, given, description) => {
  await withBench({}, async (bench) => {
    const done = await applyMarked(bench, given);

    expect(done).toBe('done');
    expect(nodeOf(bench.sandbox, ADA).description).toBe(description);
    expect(nodeOf(bench.sandbox, ADA).nick).toBe('Countess');
  });
});

test('a new user bears the mark from its first write on', async () => {
  await withBench({}, async (bench) => {
    const done = await applyMarked(bench, creation('new@corp.example', 'Technicians/Night'));

    expect(done).toBe('done');
    const [user] = withEmail(bench.sandbox, 'new@corp.example');
    expect(user?.description).toBe(`${sealed(MARKER, user?.id)} ${MARK}`);
    expect(calls(bench.sandbox)['setUser_v2']).toBe(1);
  });
});

test('a group that is renamed bears the mark', async () => {
  await withBench({}, async (bench) => {
    const rename = groupUpdate(DAY, 'Technicians/Noon', {
      before: { name: 'Day', link: null },
      after: { name: 'Noon', link: GROUP_LINK },
    });

    const done = await applyMarked(bench, rename);

    expect(done).toBe('done');
    expect(nodeOf(bench.sandbox, DAY).description).toBe(`${sealed(GROUP_MARKER, DAY)} ${MARK}`);
  });
});

test('nothing is written for the sake of the mark alone where everything is in place', async () => {
  await withBench({}, async (bench) => {
    nodeOf(bench.sandbox, ADA).parent = NIGHT;

    const done = await applyMarked(bench, move);

    expect(done).toBe('done');
    expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
  });
});

test('a move that was made is done, even where the service refuses the mark', async () => {
  await withBench({ switches: { nameMaxLength: 3 } }, async (bench) => {
    const done = await applyMarked(bench, move);

    expect(done).toMatch(/^doneThe plan could not leave its mark\. /);
    expect(nodeOf(bench.sandbox, ADA).parent).toBe(NIGHT);
  });
});

describe('where a description may not be so long', () => {
  const limit = sealed(MARKER, ADA).length + 20;

  test('a service that refuses it gets everything without the mark', async () => {
    await withBench({ switches: { descriptionMaxLength: limit, descriptionTooLong: 'refuse' } }, async (bench) => {
      const created = await applyMarked(bench, creation('new@corp.example', 'Technicians/Night'));
      const renamed = await applyMarked(
        bench,
        groupUpdate(DAY, 'Technicians/Noon', {
          before: { name: 'Day', link: null },
          after: { name: 'Noon', link: GROUP_LINK },
        }),
      );

      expect([created, renamed]).toEqual(['done', 'done']);
      const [user] = withEmail(bench.sandbox, 'new@corp.example');
      expect(user?.description).toBe(sealed(MARKER, user?.id));
      expect(nodeOf(bench.sandbox, DAY)).toMatchObject({ name: 'Noon', description: sealed(GROUP_MARKER, DAY) });
    });
  });

  test('a service that cuts it cuts the mark, and the link stays', async () => {
    await withBench({ switches: { descriptionMaxLength: limit, descriptionTooLong: 'cut' } }, async (bench) => {
      const created = await applyMarked(bench, creation('new@corp.example', 'Technicians/Night'));

      expect(created).toBe('done');
      expect(parseMarker(withEmail(bench.sandbox, 'new@corp.example')[0]?.description ?? '')).not.toBeNull();
    });
  });
});
