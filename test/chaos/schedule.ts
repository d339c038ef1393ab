import { type FaultKind, type SandboxFault, seededRandom } from '../../src/sandbox/rescue/faults.ts';

/** When the run is killed, counted in writes of the stand-in, and at which moment of that write. */
export interface Kill {
  readonly write: number;
  /** before: the request has come and nothing is done; during: it is done and not answered; after: it is answered. */
  readonly moment: 'before' | 'during' | 'after';
}

/** Everything that goes wrong, as one seed gives it. */
export interface Schedule {
  readonly name: string;
  readonly kills: readonly Kill[];
  readonly faults: readonly SandboxFault[];
  /** Log in with e-mail and password instead of a token, so that there is a session to lose. */
  readonly session: boolean;
}

const MOMENTS = ['before', 'during', 'after'] as const;

/** The run is killed at write number `write`, and nothing else goes wrong. */
export function killAt(write: number): Schedule {
  const moment = MOMENTS[write % 3] ?? 'after';
  return { name: `kill at write ${write} (${moment})`, kills: [{ write, moment }], faults: [], session: false };
}

const KINDS: readonly FaultKind[] = [
  'dropBefore',
  'dropAfter',
  'errorBefore',
  'errorAfter',
  'http503',
  'http503After',
  'html',
  'htmlAfter',
  'hangBefore',
  'hangAfter',
  'truncated',
  'cutShort',
  'emptyBody',
];

const WRITES = ['createUser', 'createGroup', 'setUser_v2', 'moveNode', 'setGroup_v2'] as const;

/** Random faults, and up to two kills at random writes. */
export function randomSchedule(seed: number, writes: number): Schedule {
  const random = seededRandom(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const pick = <Item>(items: readonly Item[]): Item => items[whole(items.length)] as Item;
  const session = random() < 0.25;
  const faults: SandboxFault[] = [];
  for (let count = 1 + whole(4); count > 0; count--) {
    const nth = 1 + whole(writes / 4);
    faults.push({ kind: pick(KINDS), method: pick(WRITES), nth });
  }
  if (random() < 0.3) faults.push({ kind: 'http503', nth: burst(1 + whole(writes), 1 + whole(4)) });
  if (random() < 0.2) faults.push({ kind: 'http429', nth: 1 + whole(writes), retryAfter: '0' });
  if (session) faults.push({ kind: 'sessionLoss', nth: 3 + whole(writes) });
  const kills = Array.from({ length: whole(3) }, (): Kill => ({ write: 1 + whole(writes), moment: pick(MOMENTS) }));
  return { name: `seed ${seed}`, kills, faults, session };
}

function burst(from: number, length: number): readonly [number, number] {
  return [from, from + length - 1];
}
