import { expect, test } from '@jest/globals';
import { type GotoSwitches, otherGotoPositions } from '../../../src/sandbox/goto/index.ts';
import { abreast, differences, type EndState, goOnFrom, type Moment, record } from './ground.ts';

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

/** What cannot end as with the first position, and the people whom that concerns. */
const APART: readonly (readonly [switches: Partial<GotoSwitches>, people: readonly string[]])[] = [
  // The person of another account is invited, and counts as added.
  [{ conflictMode: 'keyed' }, ['far']],
  // Nothing can be taken from anybody, and whoever waits for it waits on.
  [{ licenceWrites: 'add' }, ['dan', 'ivy', 'xen', 'yve', 'new3']],
  // Without the link a new address is a new user.
  [{ showsAttributes: false }, ['ren', 'old-ren']],
];

/** How many of the moments at which a run is killed are tried with each position; all are tried in kills.slow.test.ts. */
const KILLS = 2;

interface Trial {
  readonly name: string;
  readonly switches: Partial<GotoSwitches>;
  readonly end: EndState;
  readonly findings: readonly string[];
}

async function tryOut(switches: Partial<GotoSwitches>, index: number, expected: EndState | null): Promise<Trial> {
  const recorded = await record(switches, expected);
  const name = JSON.stringify(switches);
  const findings = [...recorded.findings];
  for (const moment of some(recorded.moments, index)) findings.push(...(await goOnFrom(moment, recorded, switches)));
  recorded.close();
  return { name, switches, end: recorded, findings: findings.map((text) => `${name}: ${text}`) };
}

/** Others for each position, so that together they are all. */
function some(moments: readonly Moment[], index: number): Moment[] {
  const step = Math.max(1, Math.floor(moments.length / KILLS));
  return Array.from({ length: KILLS }, (_, nth) => moments[(index * 7 + nth * step) % moments.length]).flatMap(
    (moment) => moment ?? [],
  );
}

test('whatever the service does, an apply ends in the same state, also when it is killed', async () => {
  const plain = await tryOut({}, 0, null);
  const trials: Trial[] = [];

  const positions = [...otherGotoPositions(), ...TOGETHER].map((switches, index) => ({ switches, index }));
  await abreast(positions, async ({ switches, index }) => {
    trials.push(await tryOut(switches, index, plain.end));
  });

  const others = trials.flatMap(({ name, switches, end }) =>
    differences(asShown(plain.end, switches), end)
      .filter((text) => !peopleApart(switches).some((word) => text.includes(`"${word}@corp.example"`)))
      .map((text) => `${name}: ${text}`),
  );
  expect([...[plain, ...trials].flatMap(({ findings }) => findings), ...others]).toEqual([]);
  // Only the person of another account is left to do.
  expect(plain.end.open).toEqual([expect.stringContaining('far@corp.example')]);
}, 300_000);

function peopleApart(switches: Partial<GotoSwitches>): readonly string[] {
  const entries = Object.entries(switches);
  return APART.flatMap(([apart, people]) => {
    const isIt = Object.entries(apart).every(([name, value]) =>
      entries.some(([own, to]) => own === name && to === value),
    );
    return isIt ? people : [];
  });
}

/** Where the service shows no attributes, nothing is said of them. */
function asShown({ state, open }: EndState, { showsAttributes = true }: Partial<GotoSwitches>): EndState {
  return showsAttributes
    ? { state, open }
    : { state: state.map((line) => line.replace(/,"attributes":\[.*\]/, '')), open };
}
