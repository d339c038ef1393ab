import type { Host } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { watch, type WatchedStream } from './output.ts';
import { runCli } from './run-cli.ts';
import { abortOnSignals, onHangup } from './signals.ts';

/**
 * The program: runs one command line, sets the exit code and lets the process end by itself, so that everything
 * written to a pipe arrives.
 *
 * @param argv as in `process.argv`
 */
export async function main(argv: readonly string[]): Promise<void> {
  const stdout = watch(process.stdout);
  const stderr = watch(process.stderr);
  reportEscapes(stderr);
  const cwd = workingFolder();
  if (cwd === null) {
    stderr.write(NO_FOLDER);
    process.exitCode = EXIT.failed;
    return;
  }
  const host: Host = {
    // Opened only by the command that asks something.
    get stdin() {
      return { isTTY: process.stdin.isTTY, stream: process.stdin };
    },
    stdout,
    stderr,
    env: process.env,
    cwd,
    signal: abortOnSignals(),
    onHangup,
  };
  const code = await runCli(argv, host);
  const fault = await stdout.settled();
  // A terminal that has hung up takes no answer; the journal has it.
  if (fault === null || code === EXIT.interrupted.SIGHUP) {
    process.exitCode = code;
    return;
  }
  stderr.write(`error OUTPUT_FAILED The answer could not be written: ${fault.message}\n`);
  process.exitCode = EXIT.failed;
}

const NO_FOLDER = `error CWD_GONE The folder in which adsync was started is no longer there.
  Change into one that is (cd), and start it again.
`;

/** null when somebody has removed it since. */
function workingFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

/** An error outside of every promise is a bug. Node's own report would show more than it should. */
function reportEscapes(stderr: WatchedStream): void {
  process.on('uncaughtException', (error) => {
    stderr.write(`error INTERNAL ${error.name} at a place where none was expected. This is a bug in adsync.\n`);
    process.exit(EXIT.failed);
  });
}
