import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../src/core/failure.ts';
import type { GotoFault, GotoSandbox } from '../../src/sandbox/goto/index.ts';
import type { GotoChange } from '../../src/targets/goto/planner/change.ts';
import type { Applied } from '../../src/targets/target.ts';
import { userKey } from '../targets/goto/planner/builders.ts';
import { runs } from '../runs.ts';
import { planned, switches, type Trial, withTrial } from './goto-trial.ts';
import { type RandomWorld, randomWorld } from './goto-world.ts';

/**
 * What must hold when plans are carried out over real sockets: random firms, random accounts, and a stand-in that answers
 * each open question about the service in a random way.
 */

const RUNS = runs(150);
/** Trouble that an apply cannot get over is rare. */
const TROUBLED_RUNS = runs(300);

async function carriedOut(world: RandomWorld, trial: Trial): Promise<[GotoChange[], Applied[]]> {
  const [changes, account] = await planned(world, trial);
  const applier = trial.target.begin(account, { journal: null, stop: new AbortController().signal });
  const outcomes: Applied[] = [];
  for (const change of changes) outcomes.push(await applier.apply(change));
  return [changes, outcomes];
}

function hasTwins({ account: { users } }: RandomWorld): boolean {
  return new Set(users.map(({ email }) => email.toLowerCase())).size < users.length;
}

/** Calls that delete something other than a custom role or the membership in a group. */
function deletions({ log }: GotoSandbox): string[] {
  const all = log.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
  return all.filter((path) => !/\/users\/rolesets$|\/users\/\d+\/groups$/.test(path));
}

function wrongIn(outcomes: readonly Applied[], changes: readonly GotoChange[]): string[] {
  const wrong = outcomes.filter(({ result }) => result !== 'done' && result !== 'pending');
  return wrong.map(({ change, result, text }) => {
    const planned = changes.find(({ id }) => id === change);
    return `${planned === undefined ? '' : short(planned)}: ${result}: ${text}`;
  });
}

function short({ operations, email, before, after }: GotoChange): string {
  return `${operations.join()} ${email}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
}

test('everything that is planned is made, and then there is nothing left to do', async () => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(randomWorld, switches, async (world, given) => {
      fc.pre(!hasTwins(world));
      await withTrial(world, given, async (trial) => {
        const before = structuredClone(trial.sandbox.account.users);
        let left: GotoChange[] = [];
        // An address that passes on, and attributes that no user has shown so far, take a run more.
        for (let round = 0; round < 4; round += 1) {
          const [changes, outcomes] = await carriedOut(world, trial);
          made += changes.length;
          left = changes;
          expect(wrongIn(outcomes, changes)).toEqual([]);
          if (changes.length === 0) break;
        }
        expect(left.map(short)).toEqual([]);
        expect(deletions(trial.sandbox)).toEqual([]);
        const outside = before.filter(({ email, key }) => !/@corp\.example$/i.test(email) || key === userKey('root'));
        for (const user of outside) {
          expect(trial.sandbox.account.users.find(({ key }) => key === user.key)).toEqual(user);
        }
      });
    }),
    RUNS,
  );
  expect(made).toBeGreaterThan(RUNS.numRuns);
});

const faults: fc.Arbitrary<GotoFault[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(
      'http429' as const,
      'error500' as const,
      'error502' as const,
      'error500After' as const,
      'error502After' as const,
      'dropBefore' as const,
      'dropAfter' as const,
      'htmlAfter' as const,
      'cutShort' as const,
      'truncated' as const,
      'emptyBody' as const,
      'unauthorized' as const,
      'forbidden' as const,
      'swapped' as const,
    ),
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    path: fc.constant('/accounts/'),
    probability: fc.constantFrom(0.1, 0.4),
  }),
  { minLength: 1, maxLength: 3 },
);

test('a disturbed apply adds nobody twice and deletes nothing, and what follows it ends as ever', async () => {
  let troubled = 0;
  await fc.assert(
    fc.asyncProperty(randomWorld, switches, faults, async (world, given, disturbing) => {
      fc.pre(!hasTwins(world));
      await withTrial(world, given, async (trial) => {
        const { sandbox, target } = trial;
        const [changes, account] = await planned(world, trial);
        sandbox.faults.push(...disturbing);
        const applier = target.begin(account, { journal: null, stop: new AbortController().signal });
        for (const change of changes) {
          const ended = await applier.apply(change).catch((error: unknown) => {
            if (error instanceof Failure) return null;
            throw error;
          });
          if (ended?.result !== 'done' && ended?.result !== 'pending') troubled += 1;
        }
        sandbox.faults.splice(0);
        let left: readonly GotoChange[] = changes;
        for (let round = 0; round < 5 && left.length > 0; round += 1) [left] = await carriedOut(world, trial);

        expect(left.map(short)).toEqual([]);
        expect(deletions(sandbox)).toEqual([]);
        const emails = sandbox.account.users.map(({ email }) => email.toLowerCase());
        expect(emails.filter((email, index) => emails.indexOf(email) !== index)).toEqual([]);
      });
    }),
    TROUBLED_RUNS,
  );
  expect(troubled).toBeGreaterThan(0);
});
