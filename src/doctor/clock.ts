import { broken, doubtful, fine, type Found } from '../core/check.ts';

/** Seconds. */
const MINUTES = 120;
const HOUR = 3600;

const REMEDY = 'Set the clock of this machine by a time server, or have that of the other one set.';

/** How far two clocks are apart. Tokens, signed plans and expiry dates of accounts are held against ours. */
export function clockFound(theirs: Date | null, ours: Date, who: string): Found {
  if (theirs === null) return fine(`${who} does not say what time it is.`);
  const seconds = Math.round((ours.getTime() - theirs.getTime()) / 1000);
  const apart = Math.abs(seconds);
  if (apart < MINUTES) return fine(`It agrees with ours to ${apart < 2 ? 'a second or two' : `${apart} seconds`}.`);
  const text = `Our clock is ${spoken(apart)} ${seconds > 0 ? 'ahead of' : 'behind'} that of ${who}.`;
  if (apart < HOUR) return doubtful(text, REMEDY);
  return broken(`${text} Accounts would count as expired too early or too late, and tokens may be refused.`, REMEDY);
}

function spoken(seconds: number): string {
  if (seconds < HOUR) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 48 * HOUR ? `${Math.round(seconds / HOUR)} hours` : `${Math.round(seconds / HOUR / 24)} days`;
}
