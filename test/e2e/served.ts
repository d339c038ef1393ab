import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  loadSandboxAccount,
  type RescueSandbox,
  type SandboxOptions,
  startRescueSandbox,
} from '../../src/sandbox/index.ts';
import { adsync, type Ended, EXAMPLES, newFolder } from './adsync.ts';

/** The example in a folder of its own, with its account served over HTTP. */
export interface Served {
  readonly sandbox: RescueSandbox;
  readonly path: string;
  run(...args: string[]): Promise<Ended>;
  /** The runs, newest first. */
  history(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function serveExample(options: Omit<Partial<SandboxOptions>, 'account'> = {}): Promise<Served> {
  const account = await loadSandboxAccount(join(EXAMPLES, 'account.json'));
  const sandbox = await startRescueSandbox({ account, ...options });
  const yaml = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  const folder = await newFolder({
    'sync.yaml': yaml
      .replace(/url: sandbox:\S+/, `url: ${sandbox.url}`)
      .replace(/requests: \{.*\}/, 'requests: { concurrent: 2, perSecond: 1000 }'),
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
  });
  const run = (...args: string[]): Promise<Ended> => adsync(args, { cwd: folder.path });
  return {
    sandbox,
    path: folder.path,
    run,
    async history() {
      const { stdout } = await run('history', '--json');
      return (JSON.parse(stdout) as { runs: Record<string, unknown>[] }).runs;
    },
    async close() {
      await sandbox.close();
      await folder.remove();
    },
  };
}
