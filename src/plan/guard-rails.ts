import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { Notice } from '../core/notice.ts';
import type { GuardRail, Settings, Share } from '../core/settings.ts';

/** What a file that says nothing has: anything laxer is shown. */
const DEFAULTS: Readonly<Record<string, number>> = {
  'limits.disable': 10,
  'limits.disablePerGroup': 50,
  'limits.move': 30,
  'limits.readdress': 30,
  'rescue.groups[].disableLimit': 50,
};
const MINIMUM = 5;
const WINDOW = 24 * 3_600_000;

/**
 * One notice that lists, with their lines, the guards against accidents that the file weakens or overrules: so that
 * whoever looks at a plan sees what would not have been held back. A list of protected people overrules the directory.
 */
export function guardRails(
  settings: Pick<Settings, 'guardRails' | 'limits' | 'file'>,
  account: AccountReading,
): Notice[] {
  const shown = settings.guardRails.filter((rail) => weakens(rail, settings, account));
  const [first] = shown;
  if (first === undefined) return [];
  const list = shown.map(({ key, value, line }) => `${key}: ${cut(value)} (line ${line})`).join('; ');
  const text = `The file weakens or overrules what guards against accidents: ${list}.`;
  return [{ code: 'GUARD_RAILS', severity: 'info', text, subject: settings.file, line: first.line }];
}

function weakens({ key, value }: GuardRail, { limits }: Pick<Settings, 'limits'>, account: AccountReading): boolean {
  if (key === 'limits.minimum') return limits.minimum > MINIMUM;
  if (key === 'limits.window') return limits.window < WINDOW;
  if (key === 'rescue.adopt') return value === 'account';
  const usual = DEFAULTS[key];
  if (usual === undefined) return true;
  const share = shareOf(value);
  if (share.kind === 'percent') return share.percent > usual;
  const users = account.users.filter(({ enabled }) => enabled).length;
  return share.count > Math.max(MINIMUM, Math.floor((users * usual) / 100));
}

function shareOf(value: string): Share {
  const number = Number.parseFloat(value);
  return value.includes('%') ? { kind: 'percent', percent: number } : { kind: 'count', count: number };
}

function cut(value: string): string {
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}
