import { withoutCommands } from '../render/log-commands.ts';
import type { Host } from './context.ts';

/** The same host; whatever goes to its streams, of whomever, gives no command to the CI system that reads it. */
export function guardedHost(host: Host): Host {
  const [stdout, stderr] = [guarded(host.stdout), guarded(host.stderr)];
  return {
    // Opened only by the command that asks something.
    get stdin() {
      return host.stdin;
    },
    stdout,
    stderr,
    env: host.env,
    cwd: host.cwd,
    signal: host.signal,
    onHangup: (listener) => host.onHangup?.(listener),
  };
}

function guarded(stream: Host['stdout']): Host['stdout'] {
  return {
    write(text) {
      stream.write(withoutCommands(text));
    },
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
  };
}
