import type { Host } from './context.ts';

/**
 * Whether text for this stream is coloured. The command line goes before the environment, and FORCE_COLOR before NO_COLOR,
 * as in Node and in most programs: https://force-color.org, https://no-color.org.
 *
 * @param chosen what --color or --no-color says; null where neither is given
 */
export function wantsColor(
  chosen: boolean | null,
  { isTTY }: Pick<Host['stdout'], 'isTTY'>,
  env: Host['env'],
): boolean {
  if (chosen !== null) return chosen;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return !/^(?:0|false)$/i.test(forced);
  return isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
