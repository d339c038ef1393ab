import type { CallWatcher } from '../core/traffic.ts';
import { callEntry, callLog } from '../log/calls.ts';
import type { Context } from './context.ts';
import { terminalText } from '../render/escape.ts';

/** Shows each call: in the log, and with `--verbose` on stderr. */
export function trafficOf(context: Context): CallWatcher {
  const { log, logsOnStderr, verbose, terminal } = context;
  const logged: CallWatcher = log === null ? () => undefined : callLog(log);
  if (!verbose || logsOnStderr) return logged;
  return (call) => {
    logged(call);
    const { text, ...entry } = callEntry(call);
    const search = entry.event === 'ldap-call' ? entry.search : undefined;
    const line = typeof search === 'string' ? `${text}: ${search}` : text;
    terminal.stderr.write(`${terminalText(line)}\n`);
  };
}
