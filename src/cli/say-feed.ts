import { grouped } from '../core/counted.ts';
import { FEED_HOURS, type Feed } from '../run/feed.ts';
import type { Context } from './context.ts';
import { writeLine } from './progress.ts';

/** Whom the last hours left failed or pending: beside an answer that somebody reads, never in it. */
export function sayFeed(context: Context, { failed, pending }: Feed): void {
  if (!context.terminal.stdout.isTTY) return;
  const waiting = `${grouped(pending)} ${pending === 1 ? 'waits' : 'wait'} for the person`;
  writeLine(context, `Last ${FEED_HOURS} hours: ${grouped(failed)} failed, ${waiting}.`);
}
