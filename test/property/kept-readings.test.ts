import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Settings } from '../../src/core/settings.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import type { Plan } from '../../src/plan/model.ts';
import { withTargets } from '../../src/run/open-target.ts';
import { planFrom } from '../../src/run/plan.ts';
import { keepReading, newReadings, type ReadingCounts, takeCounts } from '../../src/run/rounds/kept-reading.ts';
import { absentUsers } from '../../src/plan/evidence.ts';
import { runs } from '../runs.ts';
import { openWorld, toySettings, WISHES, type World } from '../toy/world.ts';

/** Rounds that use a reading again plan what rounds plan that read the file each time, whatever happens in between. */

const START = Date.parse('2026-01-31T09:00:00Z');
const MINUTE = 60_000;
const PEOPLE = ['ada', 'bob', 'cyd', 'dan'] as const;
const GROUPS = ['Red', 'Blue'] as const;

type Name = (typeof PEOPLE)[number];

interface Entry {
  isThere: boolean;
  shown: string;
  control: 512 | 514;
  /** Minutes after the start; null = never. */
  expires: number | null;
  groups: Set<string>;
}

/** What happens between two rounds. */
type Step =
  | { readonly kind: 'add' | 'rename' | 'disable'; readonly who: Name }
  | { readonly kind: 'move'; readonly who: Name; readonly group: (typeof GROUPS)[number] }
  | { readonly kind: 'expire'; readonly who: Name; readonly at: number | null }
  | { readonly kind: 'touch' | 'rewrite' | 'break' | 'regroup' | 'apply' }
  | { readonly kind: 'clock'; readonly minutes: number };

const who = fc.constantFrom(...PEOPLE);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('add' as const, 'rename' as const, 'disable' as const), who }),
  fc.record({ kind: fc.constant('move' as const), who, group: fc.constantFrom(...GROUPS) }),
  fc.record({ kind: fc.constant('expire' as const), who, at: fc.option(fc.integer({ min: -20, max: 120 })) }),
  fc.record({
    kind: fc.constantFrom(
      ...(['touch', 'rewrite', 'break', 'regroup'] as const),
      ...(['apply', 'apply', 'apply'] as const),
    ),
  }),
  fc.record({ kind: fc.constant('clock' as const), minutes: fc.integer({ min: -40, max: 60 }) }),
);
const rounds = fc.record({
  every: fc.constantFrom(2, 3, 8),
  rounds: fc.array(fc.array(step, { maxLength: 2 }), { minLength: 3, maxLength: 8 }),
});

let world: World;
let path: string;
beforeAll(async () => {
  world = await openWorld();
  path = join(await mkdtemp(join(tmpdir(), 'adsync-kept-')), 'directory.ldif');
});
afterAll(async () => {
  await world.close();
  await rm(join(path, '..'), { recursive: true });
});

function expiry(minutes: number | null): bigint {
  return minutes === null ? 0n : BigInt(START + minutes * MINUTE) * 10_000n + 116_444_736_000_000_000n;
}

function ldif(company: ReadonlyMap<Name, Entry>, isBroken: boolean): string {
  const id = (number: number): string => `objectGUID: 00000000-0000-4000-8000-00000000000${number}\n`;
  const there = [...company].filter(([, { isThere }]) => isThere);
  const people = there.map(
    ([name, { shown, control, expires }]) =>
      `dn: CN=${name},DC=corp\nobjectClass: user\n${id(PEOPLE.indexOf(name))}cn: ${name}\ndisplayName: ${shown}\nmail: ${name}@corp.example\nuserAccountControl: ${control}\naccountExpires: ${expiry(expires)}\n`,
  );
  const groups = GROUPS.map((group, index) => {
    const members = there.filter(([, { groups: of }]) => of.has(group)).map(([name]) => `member: CN=${name},DC=corp\n`);
    const lost = isBroken && index === 0 ? 'member: CN=nobody,DC=corp\n' : '';
    return `dn: CN=${group},DC=corp\nobjectClass: group\n${id(8 + index)}cn: ${group}\n${members.join('')}${lost}`;
  });
  return `${[...people, ...groups].join('\n')}\n`;
}

/** A world that goes on from round to round, planned with a kept reading and without. */
class Trial {
  readonly #company = new Map<Name, Entry>(
    PEOPLE.map((name, index) => [
      name,
      { isThere: true, shown: name, control: 512, expires: null, groups: new Set([GROUPS[index % 2] ?? 'Red']) },
    ]),
  );
  readonly #readings = newReadings();
  readonly #every: number;
  #isBroken = false;
  #mappings = toySettings().mappings;
  #now = START;

  constructor(every: number) {
    this.#every = every;
  }

  async write(): Promise<void> {
    await writeFile(path, ldif(this.#company, this.#isBroken));
  }

  async take(given: Step, last: Plan | null): Promise<void> {
    const before = await stat(path);
    this.#edit(given, last);
    await this.write();
    // Most edits hide behind the former time, and many behind the former size.
    if (given.kind === 'touch') await utimes(path, 1, 1);
    else if (given.kind !== 'rewrite') await utimes(path, before.atime, before.mtime);
  }

  #edit(given: Step, last: Plan | null): void {
    if (given.kind === 'clock') this.#now += given.minutes * MINUTE;
    if (given.kind === 'break') this.#isBroken = !this.#isBroken;
    if (given.kind === 'regroup')
      this.#mappings = this.#mappings.length === 1 ? toySettings().mappings : this.#mappings.slice(1);
    if (given.kind === 'apply' && last !== null) carryOut(last);
    const entry = 'who' in given ? this.#company.get(given.who) : undefined;
    if (entry === undefined) return;
    if (given.kind === 'add') entry.isThere = !entry.isThere;
    if (given.kind === 'rename') entry.shown = entry.shown === given.who ? given.who.toUpperCase() : given.who;
    if (given.kind === 'disable') entry.control = entry.control === 512 ? 514 : 512;
    if (given.kind === 'expire') entry.expires = given.at;
    if (given.kind === 'move' && !entry.groups.delete(given.group)) entry.groups.add(given.group);
  }

  /** The plan with what may be kept, and the plan of a new reading. */
  async round(): Promise<{ kept: Plan; read: Plan; counts: ReadingCounts }> {
    this.#now += 15 * MINUTE;
    const settings = world.settings({
      directory: { type: 'file', path, shown: 'directory.ldif' },
      fullReadingEvery: this.#every,
      targets: [{ ...toySettings(), mappings: this.#mappings }],
    });
    const tell = (): void => undefined;
    const kept = await this.#plan(settings, (inner) => keepReading(inner, this.#readings, { settings, tell }));
    const counts = takeCounts(this.#readings);
    return { kept, counts, read: await this.#plan(settings, (inner) => inner) };
  }

  async #plan(settings: Settings, seenThrough: (inner: Directory) => Directory): Promise<Plan> {
    const job = await world.job(settings);
    const directory = seenThrough(await openDirectory(settings.directory));
    const sources = {
      directory,
      now: new Date(this.#now),
      holds: () => Promise.resolve(new Map()),
      past: () => Promise.resolve(NO_PAST),
      memory: () => Promise.reject(new Error('nothing is compared')),
      knownNames: () => Promise.resolve(new Map()),
    };
    return await withTargets(job, async (targets) => (await planFrom(job, targets, WISHES, sources)).plan);
  }
}

function carryOut({ changes }: Plan): void {
  for (const { email, after } of changes) {
    const { rules } = after;
    if (Array.isArray(rules)) world.toy.users.set(email ?? '', rules.map(String));
  }
}

test('a plan of a kept reading is the plan of a new one, and nobody is absent without a full reading', async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(rounds, async (given) => {
      const trial = new Trial(given.every);
      world.toy.users.clear();
      await trial.write();
      let last: Plan | null = null;
      for (const steps of given.rounds) {
        for (const one of steps) await trial.take(one, last);
        const found = await trial.round();
        expect(found.kept).toEqual(found.read);
        if (absentUsers(found.kept).size > 0) expect(found.counts.full).toBe(1);
        expect(found.counts.full).toBeLessThan(2);
        kept += found.counts.full === 0 ? 1 : 0;
        last = found.kept;
      }
    }),
    runs(40),
  );
  expect(kept).toBeGreaterThan(0);
});
