import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ended } from '../e2e/adsync.ts';

/** Debian's 64-bit Wine without its 32-bit half, which nothing here needs. */
const WINE = '/usr/lib/wine/wine64';
const SERVER = '/usr/lib/wine/wineserver64';

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called when the program runs, with a way to send it a signal: Wine makes Ctrl-C of SIGINT. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** A Windows of its own in a folder of its own. */
export interface Windows {
  run(program: string, args: readonly string[], options: RunOptions): Promise<Ended>;
  remove(): Promise<void>;
}

export function newWindows(): Windows {
  const folder = mkdtempSync(join(tmpdir(), 'adsync-wine-'));
  const base = { PATH: '/usr/bin:/bin', HOME: folder, WINEPREFIX: join(folder, 'prefix'), WINEDEBUG: '-all' };
  const must = (...args: string[]) => {
    const { status, stderr } = spawnSync(WINE, args, {
      env: base,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) throw new Error(`wine ${args.join(' ')} failed: ${stderr}`);
  };
  must('wineboot', '--init');
  // Node refuses the Windows 7 that Wine 8 begins with.
  must('reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f');
  let runs = 0;

  return {
    async run(program, args, { cwd, env = {}, onStart }) {
      runs += 1;
      // Node finds no use for the pipes that Wine passes on, so what it says goes to files.
      const files = ['out', 'err'].map((name) => join(folder, `${runs}.${name}`));
      const [out, err] = files.map((file) => openSync(file, 'w'));
      const child = spawn(WINE, [program, ...args], { cwd, env: { ...base, ...env }, stdio: ['ignore', out, err] });
      onStart?.((signal) => child.kill(signal));
      const code = await new Promise<number | null>((resolve, reject) => {
        child.on('error', reject);
        child.on('close', resolve);
      });
      for (const open of [out, err]) if (open !== undefined) closeSync(open);
      const [stdout = '', stderr = ''] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      return { code, stdout, stderr };
    },
    async remove() {
      spawnSync(SERVER, ['-k'], { env: base });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
