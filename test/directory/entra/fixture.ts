import type { DirectoryReading, WantedGroup } from '../../../src/core/people.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { EntraSettings } from '../../../src/core/settings.ts';
import type { ReadOptions } from '../../../src/directory/directory.ts';
import { entraSince, readMarked } from '../../../src/directory/entra/changes.ts';
import { READING_LAG } from '../../../src/directory/entra/earlier-links.ts';
import { type Access, readEntra } from '../../../src/directory/entra/read-groups.ts';
import type { MarkedReading, Since } from '../../../src/directory/mark.ts';
import type { Tokens } from '../../../src/directory/entra/tokens.ts';
import { type Env, type EntraWorld, realWorld } from '../../../src/directory/entra/outside-world.ts';
import {
  type GraphSandbox,
  type GraphSandboxOptions,
  type GraphTenant,
  startGraphSandbox,
} from '../../../src/sandbox/graph/index.ts';
import { askForToken, CLIENT, SECRET, TENANT } from '../../sandbox/graph/world.ts';
import { PATIENCE } from '../../patience.ts';

/** A world whose waiting takes no time, but moves the clock. */
export interface QuickWorld extends EntraWorld {
  /** Moves the clock. */
  tick(ms: number): void;
  /** Milliseconds of every wait. */
  readonly slept: number[];
}

/** A served tenant, and a world in which it can be reached. */
export interface Lab {
  readonly sandbox: GraphSandbox;
  readonly world: QuickWorld;
  readonly said: string[];
  settings(overrides?: Partial<EntraSettings>): EntraSettings;
  /** Reads with tokens got without Azure Identity. */
  read(wanted: readonly (string | WantedGroup)[], more?: ReadMore): Promise<DirectoryReading>;
  /** Reads in the same way, and marks where the tenant stood before, if it was asked some minutes ago. */
  marked(wanted: readonly (string | WantedGroup)[], more?: ReadMore): Promise<MarkedReading>;
  /** Does so twice, with some minutes between: the second reading has a mark. */
  settled(wanted: readonly (string | WantedGroup)[], more?: ReadMore): Promise<MarkedReading>;
  /** What has become of the tenant since. Fails where there is no mark. */
  since(marked: MarkedReading, more?: ReadMore): Promise<Since>;
  /** Round trips to Graph since the start: a batch counts once. */
  requests(): string[];
  close(): Promise<void>;
}

interface ReadMore {
  readonly settings?: Partial<EntraSettings>;
  readonly signal?: AbortSignal;
  readonly progress?: (text: string) => void;
  readonly attributes?: readonly string[];
  /** Another way to the network. */
  readonly fetch?: EntraWorld['fetch'];
}

const open: (() => Promise<void>)[] = [];

/** Closes everything that was started; for afterEach. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

let began = Infinity;

/**
 * Where the clock of a new world begins: before that of each world so far. Links to changes are remembered by address, and
 * a free port may be given a second time: the links of the tenant before are of a later time then, and count for nothing.
 */
function newBeginning(): number {
  began = Math.min(Date.now(), began - 1);
  return began;
}

/** A world in which a wait ends at once and moves the clock on. */
export function quickWorld(ca: string | null, env: Env = {}): QuickWorld {
  const slept: number[] = [];
  // It stands still but for the waits: what a test expects of them depends on no machine.
  let now = newBeginning();
  return {
    ...realWorld(ca, env),
    slept,
    random: () => 0.5,
    now: () => now,
    sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
    tick(ms) {
      now += ms;
    },
  };
}

export async function newLab(
  tenant: GraphTenant,
  options: Omit<GraphSandboxOptions, 'tenant'> & { readonly env?: Env } = {},
): Promise<Lab> {
  // The stand-in's clock follows that of the reader, so that throttling ends after the waits of the reader.
  let now = Date.now;
  const sandbox = await startGraphSandbox({ tenant, ...options, now: () => now() });
  const world = quickWorld(sandbox.ca, options.env);
  now = () => world.now();
  const said: string[] = [];

  function settings(overrides: Partial<EntraSettings> = {}): EntraSettings {
    return { ...entraSettings(sandbox.url), ca: sandbox.ca, ...overrides };
  }

  function access(more: ReadMore = {}): [EntraSettings, Access] {
    const { fetch = world.fetch } = more;
    return [settings(more.settings), { world: { ...world, fetch }, tokens: plainTokens(sandbox) }];
  }

  function optionsOf({ signal, progress, attributes }: ReadMore = {}): ReadOptions {
    return { ...readOptions(said, signal), ...(progress && { progress }), ...(attributes && { attributes }) };
  }

  function marked(wanted: readonly (string | WantedGroup)[], more?: ReadMore): Promise<MarkedReading> {
    return ending(more, (options) => readMarked(...access(more), wantedOf(wanted), options));
  }

  /** As the directory does it: what is still under way in the end is broken off, and asks no more. */
  async function ending<Result>(more: ReadMore = {}, work: (options: ReadOptions) => Promise<Result>): Promise<Result> {
    const end = new AbortController();
    const signal = more.signal === undefined ? end.signal : AbortSignal.any([more.signal, end.signal]);
    try {
      return await work(optionsOf({ ...more, signal }));
    } finally {
      end.abort();
    }
  }

  async function close(): Promise<void> {
    await world.close();
    await sandbox.close();
  }
  open.push(close);
  return {
    sandbox,
    world,
    said,
    settings,
    read: (wanted, more) => ending(more, (options) => readEntra(...access(more), wantedOf(wanted), options)),
    marked,
    async settled(wanted, more) {
      // Else the last links may be of before the last edits: whoever takes an edit back then would leave no difference.
      world.tick(READING_LAG);
      await marked(wanted, more);
      world.tick(READING_LAG);
      return marked(wanted, more);
    },
    since({ reading, mark, why }, more) {
      if (mark === null) throw new Error(String(why));
      return ending(more, (options) => entraSince(...access(more), { reading, mark }, options));
    },
    requests: () =>
      sandbox.log.filter(({ path, inBatch }) => path.startsWith('/v1.0/') && !inBatch).map(({ path }) => path),
    close,
  };
}

export function entraSettings(url: string): EntraSettings {
  return {
    type: 'entra',
    tenantId: TENANT,
    credential: { kind: 'clientSecret', clientId: CLIENT, clientSecret: new Secret(SECRET) },
    graphUrl: url,
    authorityUrl: url,
    ca: null,
    timeouts: { request: PATIENCE, throttled: 300_000 },
  };
}

export function readOptions(said: string[] = [], signal = new AbortController().signal): ReadOptions {
  return {
    signal,
    now: new Date('2026-01-31T09:00:00Z'),
    progress: (text) => {
      said.push(text);
    },
  };
}

export function wantedOf(wanted: readonly (string | WantedGroup)[]): WantedGroup[] {
  return wanted.map((ref) => (typeof ref === 'string' ? { ref, nested: true } : ref));
}

/** Tokens straight from the authority: loading Azure Identity costs half a second a file. */
function plainTokens(sandbox: GraphSandbox): Tokens {
  let token: Promise<string> | null = null;
  return {
    get() {
      token ??= askForToken(sandbox).then(({ body }) => String(body['access_token']));
      return token;
    },
    renew() {
      token = null;
    },
  };
}

/** A reading in a form in which two readings can be compared. */
export function plainReading(reading: DirectoryReading): unknown {
  return { ...reading, people: [...reading.people.values()], groups: [...reading.groups.values()] };
}
