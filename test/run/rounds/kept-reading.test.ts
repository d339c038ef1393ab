import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../../src/core/failure.ts';
import type { DirectoryReading } from '../../../src/core/people.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { DirectorySettings, EntraSettings } from '../../../src/core/settings.ts';
import type { ChangeWatch, Directory, ReadOptions } from '../../../src/directory/directory.ts';
import type { Mark, Since } from '../../../src/directory/mark.ts';
import { keepReading, newReadings, type Readings, takeCounts } from '../../../src/run/rounds/kept-reading.ts';

const NINE = Date.parse('2026-01-31T09:00:00Z');
const MINUTE = 60_000;
const ENTRA: EntraSettings = {
  type: 'entra',
  tenantId: 'corp.example',
  credential: { kind: 'clientSecret', clientId: 'adsync', clientSecret: new Secret('tomato') },
  graphUrl: 'https://graph.microsoft.com',
  authorityUrl: 'https://login.microsoftonline.com',
  ca: null,
  timeouts: { request: 1000, throttled: 1000 },
};
const SALES = [{ ref: 'Sales', nested: true }];

/** A directory that counts its readings, and says of itself what it is told to. */
interface Stand {
  readonly directory: Directory;
  /** The same, which says nothing of itself. */
  readonly mute: Directory;
  /** Readings, looks, and what was in the memory when each began. */
  readonly story: string[];
  kind: DirectoryReading['kind'];
  mark: Mark | null;
  since: () => Promise<Since>;
  reading: () => Promise<void>;
}

let stand: Stand;
let readings: Readings;
let told: string[];
beforeEach(() => {
  readings = newReadings();
  told = [];
  stand = newStand();
});

function newStand(): Stand {
  const story: string[] = [];
  const noted = (what: string): void => {
    story.push(readings.last === null ? what : `${what} beside the last one`);
  };
  const read: Directory['read'] = async () => {
    noted('read');
    await made.reading();
    return reading(made.kind);
  };
  const changes: ChangeWatch = {
    async read(wanted, options) {
      const got = await read(wanted, options);
      const { mark } = made;
      return mark === null ? { reading: got, mark, why: 'It is a toy.' } : { reading: got, mark, why: null };
    },
    since: () => {
      noted('since');
      return made.since();
    },
  };
  const mute: Directory = {
    read,
    whereabouts: () => Promise.resolve(new Map()),
    findPeople: () => Promise.resolve([]),
    search: () => Promise.resolve({ groups: [], more: 0, similar: [], compared: 'parts' }),
    refersTo: () => false,
  };
  const made: Stand = {
    story,
    kind: 'complete',
    mark: { type: 'entra', until: null },
    since: () => Promise.resolve({ kind: 'same' }),
    reading: () => Promise.resolve(),
    directory: { ...mute, changes },
    mute,
  };
  return made;
}

function reading(kind: DirectoryReading['kind']): DirectoryReading {
  const base = { type: 'entra', name: 'corp.example', people: new Map(), groups: new Map(), notices: [] } as const;
  return kind === 'complete' ? { ...base, kind, roots: [] } : { ...base, kind, roots: [] };
}

interface Given extends Partial<ReadOptions> {
  readonly directory?: DirectorySettings;
  readonly every?: number;
  readonly wanted?: typeof SALES;
  readonly minutes?: number;
  readonly inner?: Directory;
}

/** A round: the directory is opened, and read once. */
async function round(given: Given = {}): Promise<DirectoryReading> {
  const { directory = ENTRA, every = 8, wanted = SALES, minutes = 0, inner = stand.directory, ...options } = given;
  const settings = { directory, fullReadingEvery: every };
  const seen = keepReading(inner, readings, { settings, tell: (text) => void told.push(text) });
  const signal = new AbortController().signal;
  const now = new Date(NINE + minutes * MINUTE);
  return await seen.read(wanted, { signal, now, progress: () => undefined, ...options });
}

test('where nothing has changed the last reading is given again', async () => {
  const first = await round();
  const second = await round({ minutes: 15 });

  expect(second).toBe(first);
  expect(stand.story).toEqual(['read', 'since']);
  expect(told).toEqual(['The directory is as it was at 2026-01-31 09:00 UTC, and is not read again.']);
});

describe('the directory is read in full', () => {
  const changedSecret = { ...ENTRA.credential, clientSecret: new Secret('potato') } as EntraSettings['credential'];
  const ASKS = 'The directory is read in full. The file asks for something else than before.';

  test.each<[name: string, given: Given, why: string]>([
    ['of another directory', { directory: { ...ENTRA, tenantId: 'other.example' } }, ASKS],
    ['with another secret', { directory: { ...ENTRA, credential: changedSecret } }, ASKS],
    ['with other authorities', { directory: { ...ENTRA, ca: 'PEM' } }, ASKS],
    ['for another group', { wanted: [{ ref: 'Support', nested: true }] }, ASKS],
    ['without the groups inside', { wanted: [{ ref: 'Sales', nested: false }] }, ASKS],
    ['for one group more', { wanted: [...SALES, ...SALES] }, ASKS],
    ['for a further attribute', { attributes: ['surname'] }, ASKS],
    ['after the clock was set back', { minutes: -1 }, 'The directory is read in full. The clock was set back.'],
  ])('%s', async (_, given, why) => {
    await round();
    await round(given);

    expect(stand.story).toEqual(['read', 'read']);
    expect(told).toEqual([why]);
    await round(given);
    expect(stand.story).toEqual(['read', 'read', 'since']);
  });

  test.each<[name: string, minutes: number, story: string[]]>([
    ['before an account expires', 29.99, ['read', 'since']],
    ['when an account expires', 30, ['read', 'read']],
    ['after an account has expired', 31, ['read', 'read']],
  ])('%s: %s minutes', async (_, minutes, story) => {
    stand.mark = { type: 'entra', until: NINE + 30 * MINUTE };
    await round();
    await round({ minutes });

    expect(stand.story).toEqual(story);
  });

  test.each<[name: string, since: () => Promise<Since>, why: string]>([
    ['it has changed', () => Promise.resolve({ kind: 'changed', why: 'A group has.' }), 'A group has.'],
    ['nobody can tell', () => Promise.resolve({ kind: 'unknown', why: 'It forgot.' }), 'It forgot.'],
    [
      'it does not answer',
      () => Promise.reject(new Failure('LDAP_BUSY', 'No answer.', 'Look.')),
      'It does not say whether it has changed: No answer.',
    ],
  ])('where %s', async (_, since, why) => {
    const first = await round();
    stand.since = since;
    const second = await round();

    expect(second).not.toBe(first);
    expect(stand.story).toEqual(['read', 'since', 'read']);
    expect(told).toEqual([`The directory is read in full. ${why}`]);
  });

  test('where it must be fresh, and the fresh reading is the one that is kept', async () => {
    const first = await round();
    const fresh = await round({ fresh: true });
    const third = await round();

    expect(fresh).not.toBe(first);
    expect(third).toBe(fresh);
    expect(stand.story).toEqual(['read', 'read', 'since']);
  });

  test.each([
    [1, 'read read read read read read'],
    [2, 'read since read since read since'],
    [3, 'read since since read since since'],
    [1000, 'read since since since since since'],
  ])('once in %s rounds', async (every, story) => {
    for (let rounds = 0; rounds < 6; rounds++) await round({ every });

    expect(stand.story.join(' ')).toBe(story);
  });

  test('at once where the file wants that more often', async () => {
    for (const every of [8, 8, 8, 3, 3]) await round({ every });

    expect(stand.story).toEqual(['read', 'since', 'since', 'read', 'since']);
    expect(told[2]).toBe('The directory is read in full. That is so every 3 rounds (fullReadingEvery).');
  });

  test('where it cannot tell whether anything has changed', async () => {
    for (let rounds = 0; rounds < 2; rounds++) await round({ inner: stand.mute });

    expect(stand.story).toEqual(['read', 'read']);
    expect(readings.last).toBeNull();
  });
});

describe('nothing is kept', () => {
  test.each<[name: string, act: () => void, said: string[]]>([
    ['of a partial reading', () => (stand.kind = 'partial'), []],
    ['of one without a mark', () => (stand.mark = null), ['The reading is not kept. It is a toy.']],
  ])('%s', async (_, act, said) => {
    act();
    await round();

    expect(readings.last).toBeNull();
    expect(told).toEqual(said);
  });

  test('where each round reads everything', async () => {
    await round();
    await round({ every: 1 });

    expect(stand.story).toEqual(['read', 'read']);
    expect(readings.last).toBeNull();
  });

  test('after a reading that failed', async () => {
    await round();
    stand.since = () => Promise.resolve({ kind: 'changed', why: 'A group has.' });
    stand.reading = () => Promise.reject(new Failure('LDAP_BUSY', 'No answer.', 'Look.'));

    await expect(round()).rejects.toThrow('No answer.');
    expect(readings.last).toBeNull();
  });

  test('after a look that was broken off, though it went well', async () => {
    await round();
    const stop = new AbortController();
    stand.since = () => {
      stop.abort(new Error('SIGTERM'));
      return Promise.resolve({ kind: 'same' });
    };

    await expect(round({ signal: stop.signal })).rejects.toThrow('SIGTERM');
    expect(readings.last).toBeNull();
  });

  test('after a failure of a look that was broken off, and no reading begins', async () => {
    await round();
    const stop = new AbortController();
    stand.since = () => {
      stop.abort(new Error('SIGTERM'));
      return Promise.reject(new Failure('LDAP_BUSY', 'No answer.', 'Look.'));
    };

    await expect(round({ signal: stop.signal })).rejects.toThrow('SIGTERM');
    expect(stand.story).toEqual(['read', 'since']);
  });

  test('after a defect', async () => {
    await round();
    stand.since = () => Promise.reject(new TypeError('a defect'));

    await expect(round()).rejects.toThrow('a defect');
    expect(readings.last).toBeNull();
  });
});

test('a reading and a look find no former reading in the memory', async () => {
  await round();
  await round();
  stand.since = () => Promise.resolve({ kind: 'unknown', why: 'It forgot.' });
  await round();
  await round({ fresh: true });
  await round({ wanted: [] });

  expect(stand.story).toEqual(['read', 'since', 'since', 'read', 'read', 'read']);
});

test('the former reading can be collected while the next one goes on', async () => {
  stand.since = () => Promise.resolve({ kind: 'changed', why: 'A group has.' });
  const { former } = await watched();
  let isThere: boolean | null = null;
  stand.reading = async () => {
    await collected();
    isThere = former.deref() !== undefined;
  };
  await round();

  expect(isThere).toBe(false);
});

/** Everything that nobody holds is gone. */
async function collected(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // A reference that was looked at is held until the end of the turn.
  await setImmediate();
  collect();
}

/** A round whose reading nobody here holds. */
async function watched(): Promise<{ readonly former: WeakRef<DirectoryReading> }> {
  return { former: new WeakRef(await round()) };
}

test('only a reading that is given again is a kept one', async () => {
  const settings = { directory: ENTRA, fullReadingEvery: 8 };
  const seen = keepReading(stand.directory, readings, { settings, tell: () => undefined });
  const options = { signal: new AbortController().signal, now: new Date(NINE), progress: () => undefined };
  const first = await seen.read(SALES, options);

  expect(seen.isKept?.(first)).toBe(false);
  const again = await seen.read(SALES, options);
  expect(seen.isKept?.(again)).toBe(true);
  expect(seen.isKept?.(reading('complete'))).toBe(false);
  const fresh = await seen.read(SALES, { ...options, fresh: true });
  expect(seen.isKept?.(fresh)).toBe(false);
});

test('readings are counted by how they came about, once', async () => {
  for (let rounds = 0; rounds < 3; rounds++) await round();
  await round({ fresh: true });

  expect(takeCounts(readings)).toEqual({ full: 2, kept: 2 });
  expect(takeCounts(readings)).toEqual({ full: 0, kept: 0 });
});

test('the memory shows no secret', async () => {
  await round();

  expect(JSON.stringify(readings)).not.toContain('tomato');
  expect(readings.last?.of).toMatch(/^[0-9a-f]{64}$/);
});
