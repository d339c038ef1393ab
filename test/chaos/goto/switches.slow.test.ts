import { expect, test } from '@jest/globals';
import { type GotoSwitches, otherGotoPositions } from '../../../src/sandbox/goto/index.ts';
import { abreast, differences, type EndState, goOnFrom, type Moment, record, type Recording } from './ground.ts';

/**
 * Every switch of the stand-in in every position: an apply ends in the same state as with the switch in its first
 * position, and so does one that is killed. The list is the stand-in's own, so a new switch is tried by itself.
 */

/** Switches that mean something only together. */
const TOGETHER: readonly Partial<GotoSwitches>[] = [
  { rateLimit: 20, retryAfter: true },
  { accessTokenSeconds: 1, noTokenStatus: 403 },
  { conflictMode: 'keyed', transferShows: 'suspended' },
  { conflictMode: 'keyed', transferWaits: false },
];

/** How many of the moments at which a run is killed are tried with each position; all are tried in kills.slow.test.ts. */
const KILLS = 2;

interface Trial {
  readonly name: string;
  readonly end: EndState;
  readonly findings: readonly string[];
}

async function tryOut(switches: Partial<GotoSwitches>, index: number): Promise<Trial> {
  const recorded: Recording = await record(switches);
  const name = JSON.stringify(switches);
  const findings = [...recorded.findings];
  for (const moment of some(recorded.moments, index)) findings.push(...(await goOnFrom(moment, recorded, switches)));
  recorded.close();
  return { name, end: recorded, findings: findings.map((text) => `${name}: ${text}`) };
}

/** Others for each position, so that together they are all. */
function some(moments: readonly Moment[], index: number): Moment[] {
  const step = Math.max(1, Math.floor(moments.length / KILLS));
  return Array.from({ length: KILLS }, (_, nth) => moments[(index * 7 + nth * step) % moments.length]).flatMap(
    (moment) => moment ?? [],
  );
}

test('whatever the service does, an apply ends in the same state, also when it is killed', async () => {
  const plain = await tryOut({}, 0);
  const trials: Trial[] = [];

  const positions = [...otherGotoPositions(), ...TOGETHER].map((switches, index) => ({ switches, index }));
  await abreast(positions, async ({ switches, index }) => {
    trials.push(await tryOut(switches, index));
  });

  const others = trials.flatMap(({ name, end }) => differences(plain.end, end).map((text) => `${name}: ${text}`));
  expect([plain, ...trials].flatMap(({ findings }) => findings)).toEqual([]);
  expect(others).toEqual([]);
}, 300_000);
