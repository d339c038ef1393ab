/** Milliseconds: no run takes longer, so that one which began before a time may still reach beyond it. */
export const LONGEST_RUN = 24 * 3_600_000;

/**
 * Whether a run may have done something at a time or after it, as its name says; a name that says nothing may.
 *
 * @param since milliseconds
 */
export function mayReach(run: string, since: number): boolean {
  const begun = timeOf(run);
  return begun === null || begun >= since - LONGEST_RUN;
}

/** `2026-11-22T091200.000Z-4f0e8b` as milliseconds; null for any other name. */
function timeOf(run: string): number | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d)(\d\d)(\d\d\.\d{3}Z)-/.exec(run);
  return match === null ? null : Date.parse(`${match[1] ?? ''}:${match[2] ?? ''}:${match[3] ?? ''}`);
}
