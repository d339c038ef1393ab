import { resolve } from 'node:path';
import { readStatus } from '../run/status.ts';
import { statusExitCode } from '../run/status-findings.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { stateDirOf } from './state-dir.ts';
import { statusLines } from './status-text.ts';
import { surroundingsOf } from './surroundings.ts';

export interface StatusWishes {
  /** Milliseconds; null = no matter when a round last went well. */
  readonly within: number | null;
  readonly json: boolean;
  /** As the option has it. */
  readonly stateDir: unknown;
}

/** Says how things stand with each file. @throws Failure STATE_… */
export async function showStatus(context: Context, { within, json, stateDir }: StatusWishes): Promise<ExitCode> {
  const { stdout } = context.terminal;
  const surroundings = surroundingsOf(context);
  const now = surroundings.now();
  const all = [];
  for (const file of new Set(context.files)) {
    const records = { stateDir: await stateDirOf({ ...context, file }, stateDir), surroundings };
    all.push(await readStatus({ ...records, file, path: resolve(context.cwd, file), within }));
  }
  const exitCode = statusExitCode(all.flatMap(({ findings }) => findings));
  if (json) stdout.writeJson({ format: 'adsync.status/1', at: now.toISOString(), exitCode, files: all });
  else for (const one of all) stdout.write(`${statusLines(context.mask(one), now).join('\n')}\n`);
  return exitCode;
}
