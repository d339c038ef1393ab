import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../src/core/settings.ts';
import { chooseTargets } from '../../src/run/chosen-targets.ts';
import type { ApplyJob } from '../../src/run/job.ts';
import { checkStateDir } from '../../src/run/state-dir.ts';
import { rescueKind } from '../../src/targets/rescue/kind.ts';
import type { TargetKind } from '../../src/targets/target.ts';
import { NO_LIMITS, settingsOf } from '../targets/rescue/planner/builders.ts';
import type { Change } from '../../src/plan/model.ts';
import { FACTS, type ToySettings, toyKind } from './toy.ts';

export const WISHES = { refresh: false, approved: [], only: [] };

const LDIF = `dn: CN=Red,DC=corp,DC=example
objectClass: group
objectGUID:: AAAAAAAAAAAAAAAAAAAAAQ==
cn: Red
member: CN=Cleo,DC=corp,DC=example
member: CN=Dan,DC=corp,DC=example

dn: CN=Blue,DC=corp,DC=example
objectClass: group
objectGUID:: AAAAAAAAAAAAAAAAAAAAAg==
cn: Blue
member: CN=Cleo,DC=corp,DC=example
`;

function person(name: string, number: number): string {
  const id = Buffer.from(Array.from({ length: 16 }, (_, index) => (index === 15 ? 16 + number : 0))).toString('base64');
  const mail = `${name.toLowerCase()}@corp.example`;
  return `
dn: CN=${name},DC=corp,DC=example
objectClass: user
objectGUID:: ${id}
cn: ${name}
displayName: ${name}
mail: ${mail}
userPrincipalName: ${mail}
userAccountControl: 512
accountExpires: 0
objectSid:: AQUAAAAAAAUVAAAAAQAAAAIAAAADAAAA${Buffer.from([number, 4, 0, 0]).toString('base64')}
primaryGroupID: 513
`;
}

/** The account is a list in memory: who may see which rules. A user is disabled by seeing none. */
export interface Toy {
  readonly users: Map<string, readonly string[]>;
  /** Says which account it is. */
  identify(): Promise<string>;
  /** What happens whenever the account is read. */
  reading(): Promise<void>;
  /** What happens while a change is under way. */
  during(change: Change): Promise<void>;
}

/** A directory, a toy, a state folder, and whoever runs adsync there. */
export interface World {
  readonly folder: string;
  /** What the runs said. */
  readonly heard: string[];
  toy: Toy;
  /** Whether the process that has the lock still runs. */
  isRunning: boolean;
  /** Ends the runs. */
  stop: AbortController;
  settings(more?: Partial<Settings>): Settings;
  job(given?: Settings, only?: readonly string[]): Promise<ApplyJob>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'adsync-toy-'));
  await writeFile(join(folder, 'directory.ldif'), LDIF + person('Cleo', 1) + person('Dan', 2));
  const toy: Toy = {
    users: new Map(),
    identify: () => Promise.resolve(FACTS.account),
    reading: () => Promise.resolve(),
    during: () => Promise.resolve(),
  };
  const settings: World['settings'] = (more = {}) => {
    const directory = { type: 'file', path: join(folder, 'directory.ldif') } as const;
    return { ...settingsOf([]), directory, limits: NO_LIMITS, targets: [toySettings()], ...more };
  };
  const world: World = {
    folder,
    heard: [],
    toy,
    isRunning: true,
    stop: new AbortController(),
    settings,
    job: (given = settings(), only = []) => jobIn(world, given, only),
    close: () => rm(folder, { recursive: true, force: true }),
  };
  return world;
}

export function toySettings(): ToySettings {
  const mappings = [
    { line: 5, ref: 'Red', rule: 'red' },
    { line: 6, ref: 'Blue', rule: 'blue' },
  ];
  return { type: 'toy', url: 'toy:', mappings };
}

async function jobIn(world: World, given: Settings, only: readonly string[]): Promise<ApplyJob> {
  const { folder, heard } = world;
  const kinds: TargetKind[] = [rescueKind, toyKind(world.toy, { ...rescueKind.section, type: 'toy' })];
  await mkdir(join(folder, 'state'), { recursive: true, mode: 0o700 });
  return {
    settings: given,
    kinds,
    targets: chooseTargets(given, kinds, only),
    stateDir: await checkStateDir(join(folder, 'state'), null),
    surroundings: {
      adsyncVersion: '1.2.3',
      cwd: folder,
      env: {},
      signal: world.stop.signal,
      now: () => new Date(),
      randomBytes,
      user: 'ada',
      processes: { pid: 4711, host: 'toy', place: 'here', isRunning: () => world.isRunning },
      openHttp: () => ({ fetch, send: fetch, close: () => Promise.resolve() }),
      traffic: () => undefined,
      mask: (text) => text,
    },
    reporter: {
      progress() {},
      detail() {},
      say: (text) => heard.push(text),
      answer: (text) => heard.push(text),
      lasting: (text) => heard.push(text),
      plan: () => Promise.resolve(),
      consent: () => Promise.resolve(true),
      outcome() {},
      interrupted() {},
      ended() {},
      failure: ({ code }) => heard.push(code),
    },
  };
}
