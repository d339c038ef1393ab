import { expect, test } from '@jest/globals';
import { abreast, goOnFrom, record } from './ground.ts';

/** Real kills of the built program: test/e2e/goto.slow.test.ts. */
test('an apply that is killed at any write, before or after it is carried out, ends as if nothing had happened', async () => {
  const recorded = await record();
  const findings: string[] = [...recorded.findings];

  await abreast(recorded.moments, async (moment) => {
    findings.push(...(await goOnFrom(moment, recorded)));
  });
  recorded.close();

  expect(findings).toEqual([]);
  // Only the person of another account is left to do.
  expect(recorded.open).toEqual([expect.stringContaining('far@corp.example')]);
  expect(recorded.moments.length).toBeGreaterThanOrEqual(60);
}, 300_000);
