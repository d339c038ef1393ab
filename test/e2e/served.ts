import { type Example, type ExampleOptions, openExample } from '../cli/example.ts';
import { adsync, type Ended } from './adsync.ts';

/** The example in a folder of its own, with its account served over HTTP. */
export interface Served extends Pick<Example, 'sandbox' | 'path' | 'close'> {
  /** The built program. */
  run(...args: string[]): Promise<Ended>;
  /** The command line in this process, which is quicker: for all that comes before and after what a test is about. */
  readonly here: Example['run'];
  /** The runs, newest first. */
  history(): Promise<Record<string, unknown>[]>;
}

export async function serveExample(options: ExampleOptions = {}): Promise<Served> {
  const { sandbox, path, close, run: here } = await openExample(options);
  return {
    sandbox,
    path,
    close,
    here,
    run: (...args) => adsync(args, { cwd: path }),
    async history() {
      const { stdout } = await here(['history', '--json']);
      return (JSON.parse(stdout) as { runs: Record<string, unknown>[] }).runs;
    },
  };
}
