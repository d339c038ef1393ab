import { expect, test } from '@jest/globals';
import { broken, type Check, doubtful, fine, type Found } from '../../src/core/check.ts';
import { Failure } from '../../src/core/failure.ts';
import { runChecks } from '../../src/doctor/run-checks.ts';

function check(id: string, needs: readonly string[], run: () => Found): Check {
  return { id, title: id, needs, run: () => Promise.resolve().then(run) };
}

function failing(): never {
  throw new Failure('RESCUE_URL', 'It failed.', 'Mend it.');
}

async function results(checks: readonly Check[], signal = new AbortController().signal): Promise<string[]> {
  let time = 0;
  const all = await runChecks(checks, {
    signal,
    elapsed: () => (time += 5),
    begin: () => undefined,
    ended: () => undefined,
  });
  return all.map(
    ({ id, result, text, remedy, ms }) => `${id} ${result} ${ms}: ${text}${remedy === null ? '' : ` ${remedy}`}`,
  );
}

test('a check that fails skips those that need it, directly or not, and no others', async () => {
  const checks = [
    check('a', [], failing),
    check('b', ['a'], () => fine('Never.')),
    check('c', ['b'], () => fine('Never.')),
    check('d', [], () => fine('Good.')),
    check('e', ['d'], () => broken('Bad.', 'Do something.')),
  ];

  expect(await results(checks)).toEqual([
    'a fail 5: It failed. Mend it.',
    'b skipped 0: Not looked at, since a comes first.',
    'c skipped 0: Not looked at, since b comes first.',
    'd ok 5: Good.',
    'e fail 5: Bad. Do something.',
  ]);
});

test('a warning skips only where it says so', async () => {
  const checks = [
    check('a', [], () => ({ ...doubtful('One host is down.', 'Look at it.'), stops: true })),
    check('b', ['a'], () => fine('Never.')),
    check('c', [], () => doubtful('Soon.', 'Renew it.')),
    check('d', ['c'], () => fine('Good.')),
  ];

  expect((await results(checks)).map((line) => line.slice(0, 9))).toEqual([
    'a warn 5:',
    'b skipped',
    'c warn 5:',
    'd ok 5: G',
  ]);
});

test('what a check finds on the way is a check of its own, and can skip others', async () => {
  const more = [{ id: 'b', title: 'b', ...broken('Bad.', 'Mend it.') }];
  const checks = [check('a', [], () => ({ ...fine('Good.'), more })), check('c', ['b'], () => fine('Never.'))];

  expect(await results(checks)).toEqual([
    'a ok 5: Good.',
    'b fail 0: Bad. Mend it.',
    'c skipped 0: Not looked at, since b comes first.',
  ]);
});

test('a signal ends it between two checks, and what is no failure is no finding', async () => {
  const ending = new AbortController();
  const stop = check('a', [], () => {
    ending.abort(new Error('interrupted'));
    return fine('Good.');
  });
  const bug = check('a', [], () => {
    throw new TypeError('a bug');
  });

  await expect(results([stop, check('b', [], () => fine('Never.'))], ending.signal)).rejects.toThrow('interrupted');
  await expect(results([bug])).rejects.toThrow('a bug');
});
