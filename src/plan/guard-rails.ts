import type { Notice } from '../core/notice.ts';
import type { GuardRail, Settings, Share } from '../core/settings.ts';

/**
 * When a setting weakens a guard: where its share is larger than the usual one, in percent of the enabled users; or
 * where it has the value that switches the guard off. A setting that is in no list weakens whatever its value.
 */
export type Guard = { readonly usual: number } | { readonly off: string };
export type Guards = Readonly<Record<string, Guard>>;

/** What a file that says nothing has. */
const LIMITS: Guards = {
  'limits.disable': { usual: 10 },
  'limits.disablePerGroup': { usual: 50 },
  'limits.move': { usual: 30 },
  'limits.readdress': { usual: 30 },
};
const MINIMUM = 5;
const WINDOW = 24 * 3_600_000;

/**
 * One notice that lists, with their lines, the guards against accidents that the file weakens or overrules. It shows a
 * reviewer what would not have been held back. A list of protected people overrules the directory.
 *
 * @param guards those of the target's own settings
 * @param users how many enabled users the account has
 */
export function guardRails(
  settings: Pick<Settings, 'guardRails' | 'limits' | 'file'>,
  guards: Guards,
  users: number,
): Notice[] {
  const all = { ...guards, ...LIMITS };
  const shown = settings.guardRails.filter((rail) => weakens(rail, settings, all, users));
  const [first] = shown;
  if (first === undefined) return [];
  const list = shown.map(({ key, value, line }) => `${key}: ${cut(value)} (line ${line})`).join('; ');
  const text = `The file weakens a guard against accidents, or overrules the directory. Is each of these meant? ${list}.`;
  return [{ code: 'GUARD_RAILS', severity: 'info', text, subject: settings.file, line: first.line }];
}

/** What the file says of guards to a plan for one target: not what stands in the sections of the others. */
export function guardRailsFor(
  type: string,
  { guardRails: all, targets }: Pick<Settings, 'guardRails' | 'targets'>,
): GuardRail[] {
  const others = targets.filter((target) => target.type !== type);
  return all.filter(({ key }) => !others.some((other) => key.startsWith(`${other.type}.`)));
}

function weakens(
  { key, value }: GuardRail,
  { limits }: Pick<Settings, 'limits'>,
  guards: Guards,
  users: number,
): boolean {
  if (key === 'limits.minimum') return limits.minimum > MINIMUM;
  if (key === 'limits.window') return limits.window < WINDOW;
  const guard = guards[key];
  if (guard === undefined) return true;
  if ('off' in guard) return value === guard.off;
  const share = shareOf(value);
  if (share.kind === 'percent') return share.percent > guard.usual;
  return share.count > Math.max(MINIMUM, Math.floor((users * guard.usual) / 100));
}

function shareOf(value: string): Share {
  const number = Number.parseFloat(value);
  return value.includes('%') ? { kind: 'percent', percent: number } : { kind: 'count', count: number };
}

function cut(value: string): string {
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}
