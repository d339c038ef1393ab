import type { RoundEvent } from '../run/rounds/events.ts';
import type { Context } from './context.ts';
import { formatDiagnostics } from './errors.ts';
import { writeLine } from './progress.ts';
import type { OpenWatcher } from './run-watchers.ts';

/** Says on stderr what the rounds do, a line each. */
export function plainWatcher(context: Context): OpenWatcher {
  return {
    watch(event) {
      if (event.kind === 'file-broken') context.terminal.stderr.write(formatDiagnostics(event.diagnostics, false));
      const text = textOf(event);
      const isDetail = event.kind === 'told' && event.level === 'detail';
      if (text !== null && (!isDetail || context.verbose)) writeLine(context, `${event.at} ${event.file}: ${text}`);
    },
    close: () => Promise.resolve(),
  };
}

function textOf(event: RoundEvent): string | null {
  if (event.kind === 'told') return event.text;
  if (event.kind === 'round-began') return `round ${event.round} begins`;
  if (event.kind === 'put-off') return `put off until ${event.until} at most: ${event.why}`;
  if (event.kind === 'round-ended') {
    const { end, failure } = event.report;
    const why = failure === null ? '' : `: ${failure.code} ${failure.text} ${failure.advice}`;
    return `round ${event.round} ended, ${end}${why}; the next one at ${event.nextAt ?? 'no time'}`;
  }
  if (event.kind === 'quarantine') return `${event.failures} rounds have failed; the next one at ${event.until}`;
  if (event.kind === 'recovered') return `recovered after ${event.failures} failed rounds since ${event.since}`;
  if (event.kind === 'file-reloaded') return 'the file has changed and is in force';
  if (event.kind === 'file-broken') return 'the file has errors; the last good one stays in force';
  if (event.kind === 'stopping') return `stopping: ${event.why}`;
  const ids = [event.added, event.gone].map((all) => all.map((one) => ('id' in one ? one.id : one.name)).join(', '));
  const what = event.kind === 'held-changed' ? 'held' : 'failed';
  return `${what} now: ${ids[0] || 'nobody new'}; no more: ${ids[1] || 'nobody'}`;
}
