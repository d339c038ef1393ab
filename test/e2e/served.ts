import { type Example, type ExampleOptions, openExample } from '../cli/example.ts';
import type { HostOptions, Said } from '../cli/fake-host.ts';
import { adsync, type Ended } from './adsync.ts';

/** The example in a folder of its own, with its account served over HTTP. */
export interface Served extends Pick<Example, 'sandbox' | 'path' | 'close'> {
  /** The built program. */
  run(...args: string[]): Promise<Ended>;
  /** The command line in this process, which is quicker: for all that comes before and after what a test is about. */
  here(args: readonly string[], options?: HostOptions): Promise<Said>;
  /** The runs, newest first. */
  history(): Promise<Record<string, unknown>[]>;
}

export async function serveExample(options: ExampleOptions = {}): Promise<Served> {
  const example = await openExample(options);
  return {
    sandbox: example.sandbox,
    path: example.path,
    run: (...args) => adsync(args, { cwd: example.path }),
    here: (args, given) => example.run(args, given),
    async history() {
      const { stdout } = await example.run(['history', '--json']);
      return (JSON.parse(stdout) as { runs: Record<string, unknown>[] }).runs;
    },
    close: () => example.close(),
  };
}
