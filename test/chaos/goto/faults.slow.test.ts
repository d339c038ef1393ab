import { expect, test } from '@jest/globals';
import { type GotoFault, gotoFaultKinds } from '../../../src/sandbox/goto/index.ts';
import { abreast, differences, type EndState, openGround, record, settle } from './ground.ts';

/** Every fault of the stand-in at every kind of request: once it is over, an apply ends as if nothing had happened. */

/** How many requests of each kind an undisturbed apply makes, at least: each fault strikes another one of them. */
const REQUESTS: readonly (Pick<GotoFault, 'method' | 'path'> & { readonly most: number })[] = [
  { method: 'GET', path: '/accounts/', most: 45 },
  { method: 'POST', path: '/accounts/', most: 5 },
  { method: 'PUT', path: '/accounts/', most: 25 },
  { method: 'DELETE', path: '/accounts/', most: 2 },
  { method: 'POST', path: '/oauth/token', most: 1 },
];

interface Trial {
  readonly name: string;
  readonly findings: readonly string[];
  readonly struck: number;
}

async function disturbed(fault: GotoFault, expected: EndState): Promise<Trial> {
  const ground = await openGround({ faults: [fault] });
  const name = JSON.stringify(fault);
  try {
    const { code, stderr } = await ground.apply();
    const struck = ground.sandbox.log.filter((entry) => entry.fault !== null).length;
    const bugs = /INTERNAL|Cannot read properties/.test(stderr) ? [`a bug showed: ${stderr.slice(0, 300)}`] : [];
    const end = await settle(ground, expected);
    const findings = [...bugs, ...end.findings, ...differences(expected, end)];
    return { name, findings: findings.map((text) => `${name} (ended with ${code}): ${text}`), struck };
  } finally {
    await ground.close();
  }
}

test('whatever a request meets, an apply ends as if nothing had happened', async () => {
  const plain = await record();
  plain.close();
  const faults = gotoFaultKinds.flatMap((kind, index) =>
    REQUESTS.map(({ most, ...request }): GotoFault => ({ kind, ...request, nth: 1 + ((index * 7) % most), delay: 50 })),
  );
  const trials: Trial[] = [];

  await abreast(
    faults,
    async (fault) => {
      trials.push(await disturbed(fault, plain));
    },
    12,
  );

  expect(trials.flatMap(({ findings }) => findings)).toEqual([]);
  expect(trials.flatMap(({ name, struck }) => (struck === 0 ? [name] : []))).toEqual([]);
}, 300_000);
