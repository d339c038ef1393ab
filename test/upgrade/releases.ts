import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { adsync as runBuilt, type Ended } from '../e2e/adsync.ts';
import { adsync, type Said } from '../cli/fake-host.ts';

/** What each released version left behind, in the folder of its number. How it was made is in README.md. */

const HERE = import.meta.dirname;
export const RELEASES = readdirSync(HERE).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

/** As in make.mjs. */
export const PLAN_KEY = 'a-key-of-fixtures-that-signs-plans';
export const LINK_KEY = 'a-key-of-fixtures-that-seals-links';

export function keptFile(version: string, ...names: string[]): string {
  return join(HERE, version, ...names);
}

/** What programs of that time were given. */
export function keptDocument(version: string, name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(keptFile(version, 'documents', name), 'utf8')) as Record<string, unknown>;
}

/** What a schema finds wrong in a document. */
export function conforms(document: unknown, schema: string): unknown[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(schema) as object);
  validate(document);
  return validate.errors ?? [];
}

/** A folder in which a version has worked, as it was then, with everything that it had written by the end beside it. */
export interface Left {
  readonly path: string;
  /** The command line of today, in this process. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Said>;
  /** The built program of today. */
  built(args: readonly string[]): Promise<Ended>;
  close(): void;
}

/** @param when `planned`: plans were saved; `ended`: a run was killed; `sealed`: an account with sealed links */
export function openLeft(version: string, when: 'planned' | 'ended' | 'sealed'): Left {
  const path = mkdtempSync(join(tmpdir(), 'adsync-upgrade-'));
  const from = (...names: string[]): string => keptFile(version, ...names);
  for (const name of ['sync.yaml', 'plans', 'documents'])
    cpSync(from(name), name === 'sync.yaml' ? join(path, name) : path, { recursive: true });
  cpSync(from(when), path, { recursive: true });
  cpSync(join(path, 'state'), join(path, '.adsync'), { recursive: true });
  // Git keeps no times: the locks would look as if their owner was at work this minute.
  for (const name of readdirSync(join(path, '.adsync', 'locks')))
    utimesSync(join(path, '.adsync', 'locks', name), LONG_AGO, LONG_AGO);
  return {
    path,
    run: (args, env = {}) => adsync(args, { cwd: path, env }),
    built: (args) => runBuilt(args, { cwd: path }),
    close() {
      rmSync(path, { recursive: true });
    },
  };
}

const LONG_AGO = new Date('2020-01-01T00:00:00.000Z');

/** It is that time from now on, as `new Date()` says; timers stay as they are. */
export function setClock(now: string): void {
  jest.useFakeTimers({ doNotFake: TIMERS, now: new Date(now) });
}

const TIMERS = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];
