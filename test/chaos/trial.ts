import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { journalFaults } from './journals.ts';
import type { Kill, Schedule } from './schedule.ts';
import { type ChaosWorld, newChaosFolder, stateOf } from './world.ts';

const BIN = fileURLToPath(new URL('../../bin/adsync.js', import.meta.url));
/** A run without faults that does not end at once, and a world that no run brings to its end, are both findings. */
const LAST_RUNS = 3;

export interface Trial {
  readonly schedule: Schedule;
  readonly kills: number;
  readonly faults: number;
  readonly writes: number;
  readonly runs: number;
  /** What must not be, in sentences; empty = all is well. */
  readonly findings: readonly string[];
}

/** How a run ended. */
export interface RunEnd {
  readonly code: number | null;
  readonly stderr: string;
}

/**
 * Lets everything of a schedule go wrong, run after run, then runs without faults, and looks at what is left.
 *
 * @param calmRun a run without faults in this folder; absent = the built program, which is what is killed and disturbed
 */
export async function tryOut(
  world: ChaosWorld,
  schedule: Schedule,
  expected: readonly string[] | null,
  calmRun?: (folder: string) => Promise<RunEnd>,
): Promise<Trial & { readonly state: string[] }> {
  let child: ChildProcess | null = null;
  let due: Kill | null = null;
  let kills = 0;
  let writes = 0;
  const sandbox: RescueSandbox = await startRescueSandbox({
    account: world.account(),
    faults: schedule.faults,
    faultFor(method) {
      if (due === null || !/^(create|set|move)/.test(method)) return null;
      writes += 1;
      if (writes < due.write + (due.moment === 'after' ? 1 : 0)) return null;
      child?.kill('SIGKILL');
      kills += 1;
      const { moment } = due;
      due = null;
      return moment === 'during' ? { kind: 'hangAfter' } : { kind: 'hangBefore' };
    },
  });
  const folder = await newChaosFolder(world, sandbox.url, schedule.session);
  const findings: string[] = [];
  let runs = 0;
  let said = '';
  async function spawned(cwd: string): Promise<RunEnd> {
    child = spawn(process.execPath, [BIN, 'apply', '--yes'], { cwd, env: {}, stdio: ['ignore', 'ignore', 'pipe'] });
    const own = child;
    let stderr = '';
    own.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const code = await new Promise<number | null>((resolve) => own.on('close', resolve));
    return { code, stderr };
  }

  async function run(start = spawned): Promise<number | null> {
    runs += 1;
    const { code, stderr } = await start(folder.path);
    said = stderr;
    if (/INTERNAL|Cannot read properties/.test(stderr)) findings.push(`a bug showed: ${stderr.slice(0, 300)}`);
    return code;
  }

  try {
    for (const kill of schedule.kills) {
      due = kill;
      writes = 0;
      await run();
    }
    due = null;
    // Faults that no kill has cut off strike now; then the service is well again.
    if (schedule.faults.length > 0) await run();
    sandbox.faults.length = 0;
    await calmDown(folder.path);
    let code = await run(calmRun);
    for (let more = 1; code !== 0 && more < LAST_RUNS; more++) code = await run(calmRun);
    if (code !== 0) findings.push(`the last run ended with ${String(code)}: ${said.slice(0, 600)}`);

    const state = stateOf(sandbox.account);
    if (expected !== null) findings.push(...differences(expected, state));
    findings.push(...(await journalFaults(folder.path, runs)));
    const deletes = sandbox.log.filter(({ method }) => /delete/i.test(method)).length;
    if (deletes > 0) findings.push(`${deletes} calls that delete`);
    const struck = sandbox.log.filter(({ fault }) => fault !== null).length - kills;
    const wrote = sandbox.log.filter((entry) => entry.wrote).length;
    return { schedule, kills, faults: struck, writes: wrote, runs, findings, state };
  } finally {
    await sandbox.close();
    await folder.remove();
  }
}

/** Only who waits for a service that hangs needs little patience; a busy machine must not be taken for one. */
async function calmDown(folder: string): Promise<void> {
  const path = join(folder, 'sync.yaml');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('timeout: 400ms', 'timeout: 60s'));
}

function differences(expected: readonly string[], state: readonly string[]): string[] {
  const missing = expected.filter((line) => !state.includes(line)).map((line) => `missing: ${line}`);
  const extra = state.filter((line) => !expected.includes(line)).map((line) => `too much: ${line}`);
  const twice = state.filter((line, index) => state.indexOf(line) !== index).map((line) => `twice: ${line}`);
  return [...missing, ...extra, ...twice];
}
