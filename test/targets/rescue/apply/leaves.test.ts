import { expect, test } from '@jest/globals';
import { leaveOf } from '../../../../src/targets/rescue/planner/leave-tag.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { ADA, apply, change, MARKER, nodeOf, PERSON, sealed, testAccount, withBench } from '../support.ts';

const SEALING = { account: '560961', key: null };
const LINK = sealed(MARKER, ADA);
const FACTS = { name: 'Ada Lovelace', email: 'ada@corp.example', status: 'enabled', link: PERSON } as const;

/** Ada, linked. */
function linked(more = ''): ReturnType<typeof testAccount> {
  const account = testAccount();
  const ada = account.nodes.find(({ id }) => id === ADA);
  if (ada !== undefined) ada.description = `Desk 4 ${LINK}${more}`;
  return account;
}

const onDay = (before: string | null, after: string | null): ReturnType<typeof change> =>
  change({ facts: FACTS, evidence: 'absence', before: { leaves: before }, after: { leaves: after } });

test('a day is written behind the link, sealed for this user, and taken away again', async () => {
  await withBench({ account: linked() }, async (bench) => {
    expect(await apply(bench, [onDay(null, '2026-12-04')])).toEqual(['done']);

    const { description } = nodeOf(bench.sandbox, ADA);
    expect(description).toMatch(/^Desk 4 \[adsync [^\]]*\] \[adsync-leaves 2026-12-04 u[0-9a-f]{32}\]$/);
    expect(leaveOf(description, PERSON, String(ADA) as NodeId, SEALING)).toEqual({
      shown: '2026-12-04',
      day: '2026-12-04',
    });
    // Once it is there, it is done.
    expect(await apply(bench, [onDay(null, '2026-12-04')])).toEqual(['done']);

    expect(await apply(bench, [onDay('2026-12-04', null)])).toEqual(['done']);
    expect(nodeOf(bench.sandbox, ADA).description).toBe(`Desk 4 ${LINK}`);
  });
});

test('a day that came, or changed, since the plan was made makes it stale', async () => {
  await withBench(
    { account: linked(' [adsync-leaves 2026-12-03 u00000000000000000000000000000000]') },
    async (bench) => {
      const [end] = await apply(bench, [onDay(null, '2026-12-04')]);

      expect(end).toBe(
        'stale: The day of leaving is "2026-12-03" by now, not none as it was planned. Make a new plan.',
      );
    },
  );
});
