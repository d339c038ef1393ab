import type { Fault } from '../../../config/address.ts';
import { dayFault } from '../../../config/calendar.ts';
import { duration, email, share, type TextChecks } from '../../../config/check-texts.ts';
import type { Entry } from '../../../config/entry.ts';
import { suggest } from '../../../config/suggest.ts';
import { parsePath } from '../../../core/path.ts';
import { ROOTS } from '../planner/roles.ts';
import { addressFault } from './address.ts';

/** How the texts of the section must look, beyond what a type can say. */
export const RESCUE_TEXTS: TextChecks = [
  ['groups[].expires', dayFault],
  ['leavers.grace', daysFault],
  ['requests.timeout', duration(100, 3_600_000, '100ms to 1h')],
  ['url', addressFault],
  ['email', email],
  ['protect[]', email],
  ['groups[].rescueGroup', rescuePath],
  ['groups[].disableLimit', share],
];

/** The calendar has days, and nobody has to leave in the middle of one. */
function daysFault(text: string, _root: Entry, shown: string): Fault | null {
  const [, days] = /^(\d{1,3})d$/.exec(text) ?? [];
  if (days !== undefined && Number(days) >= 1 && Number(days) <= 90) return null;
  return ['WRONG_VALUE', `${shown} is no number of days from 1d to 90d.`, 'Write whole days, like 3d.'];
}

const ROOT_NAMES = Object.keys(ROOTS);

function rescuePath(text: string, _root: Entry, shown: string): Fault | null {
  const [first = '', ...names] = parsePath(text);
  if (!ROOT_NAMES.includes(first)) {
    const near = shown.startsWith('"') ? suggest(first, ROOT_NAMES) : null;
    const hint = near === null ? '' : ` Did you mean "${near}"?`;
    const advice = 'A path begins with Technicians/, Administrators/ or Master Administrators, spelt exactly so.';
    return ['RESCUE_ROOT_UNKNOWN', `${shown} begins with no root of the organization tree.${hint}`, advice];
  }
  if (names.includes('')) {
    const advice = 'Remove the superfluous slash; a slash inside a name is written \\/ (in double quotes "\\\\/").';
    return ['RESCUE_PATH', `${shown} holds an empty group name.`, advice];
  }
  if (/\p{Cc}/u.test(text)) {
    return ['RESCUE_PATH', 'The path holds a line break or another control character.', 'Write it on one line.'];
  }
  if (first === 'Technicians' && names.length === 0) {
    const message = 'Technicians cannot stand in the root itself.';
    return ['RESCUE_PATH', message, 'Name a group below it, like Technicians/Helpdesk.'];
  }
  if (first === 'Master Administrators' && names.length > 0) {
    return ['RESCUE_PATH', 'Master Administrators has no groups below it.', 'Write "Master Administrators" alone.'];
  }
  return null;
}
