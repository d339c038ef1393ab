import { cleanName } from '../../../core/text.ts';
import type { Notice } from '../../../core/notice.ts';
import type { RescueChange } from './change.ts';

/** At most so many are named. */
const NAMED = 10;

/**
 * Warns before groups that are there are written. A write replaces all permissions by those that were read, and the vendor's
 * pages let groups have more of them than a reading is said to show (ConnectOnLan). What it hides would be lost, and a
 * look afterwards would not show it.
 */
export function unseenPermissions(changes: readonly RescueChange[]): Notice[] {
  const written = changes.filter(({ kind, node, held }) => kind === 'group' && node !== null && held === null);
  const names = [...new Set(written.map(({ group }) => cleanName(group)))].sort();
  if (names.length === 0) return [];
  const rest = names.length - NAMED;
  const who = [...names.slice(0, NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  const which = names.length === 1 ? 'this group gets a name or a link' : 'these groups get a name or a link';
  return [
    {
      code: 'GROUP_PERMISSIONS_UNSEEN',
      severity: 'warning',
      text: `${who}: ${which}, and with it permissions are written back as the service has shown them. Whether it shows all of them is not known: it may hide ConnectOnLan, which would be lost without a trace. Note the permissions in the Admin Center before you apply, and compare them afterwards.`,
      subject: names.length === 1 ? (names[0] ?? '') : 'rescue.groups',
      line: null,
    },
  ];
}
