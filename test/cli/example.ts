import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  loadSandboxAccount,
  type RescueSandbox,
  type SandboxOptions,
  startRescueSandbox,
} from '../../src/sandbox/index.ts';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync, type HostOptions, type Said } from './fake-host.ts';

/** The example with a stand-in account that listens, and command lines that run in this process. */
export interface Example {
  readonly sandbox: RescueSandbox;
  /** Of the folder with sync.yaml. */
  readonly path: string;
  run(args: readonly string[], options?: HostOptions): Promise<Said>;
  /** Changes one of the files. @throws Error when the text stays as it was */
  edit(name: string, change: (text: string) => string): Promise<void>;
  close(): Promise<void>;
}

export interface ExampleOptions extends Omit<Partial<SandboxOptions>, 'account'> {
  /** Lines for the top of the file. */
  readonly yaml?: string;
}

export async function openExample({ yaml = '', ...options }: ExampleOptions = {}): Promise<Example> {
  const account = await loadSandboxAccount(join(EXAMPLES, 'account.json'));
  const sandbox = await startRescueSandbox({ account, ...options });
  const example = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  const folder = await newFolder({
    'sync.yaml': example
      .replace('sandbox:account.json', sandbox.url)
      .replace(/requests: \{.*\}/, 'requests: { concurrent: 2, perSecond: 1000 }')
      .replace('version: 1', `version: 1\n${yaml}`),
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
  });
  return {
    sandbox,
    path: folder.path,
    run: (args, given = {}) => adsync(args, { cwd: folder.path, ...given }),
    async edit(name, change) {
      const path = join(folder.path, name);
      const before = await readFile(path, 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`nothing to change in ${name}`);
      await writeFile(path, after);
    },
    async close() {
      await sandbox.close();
      await folder.remove();
    },
  };
}
