import { type GotoAccountFile, type GotoSandboxUser, isHere, statusOf } from './account.ts';
import { GotoError } from './call.ts';
import type { GotoSwitches } from './switches.ts';

/** Whether the licences that a user has are counted. */
export function usesSeat(user: GotoSandboxUser, switches: GotoSwitches): boolean {
  if (!isHere(user)) return false;
  if (user.declined) return switches.declineTakesSeat;
  return switches.invitedCountsAsSeat || statusOf(user) !== 'INVITED';
}

/** Whoever declined the transfer has lost the licences that came back. */
export function heldLicences(user: GotoSandboxUser, switches: GotoSwitches): string[] {
  return user.declined && !switches.declineTakesSeat ? [] : user.licenseKeys;
}

/**
 * Gives a user these licences, and no others. Nothing is changed where this throws.
 *
 * @throws GotoError for a licence that is not there or not enabled, and where seats run out, unless the switch says that
 *   the service is silent about that
 */
export function giveLicences(
  user: GotoSandboxUser,
  wanted: readonly string[],
  account: GotoAccountFile,
  switches: GotoSwitches,
): void {
  const counts = usesSeat({ ...user, licenseKeys: [...wanted] }, switches);
  user.licenseKeys = wanted.filter((key) => {
    const licence = account.licences.find((one) => one.key === key);
    if (licence === undefined) throw new GotoError(400, 'license.not.found', key);
    if (user.licenseKeys.includes(key)) return true;
    if (!licence.enabled) throw new GotoError(400, 'license.disabled', key);
    if (!counts) return true;
    const holders = account.users.filter((one) => one.licenseKeys.includes(key) && usesSeat(one, switches));
    if (holders.length < licence.seats) return true;
    if (switches.seatRefusal === 'silent') return false;
    throw new GotoError(Number(switches.seatRefusal), switches.seatRefusalCode, key);
  });
}
