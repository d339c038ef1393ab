import type { Change } from './model.ts';

/** By how many the technician licences in use grow; what is held changes nothing. */
export function seatsTaken(changes: readonly Change[]): number {
  const technicians = changes.filter(
    ({ kind, role, held }) => kind === 'user' && role === 'technician' && held === null,
  );
  return technicians.reduce((sum, { before, after }) => {
    const was = before?.status ?? 'disabled';
    return after.status === undefined || after.status === was ? sum : sum + (after.status === 'enabled' ? 1 : -1);
  }, 0);
}

/** By how many the mobile add-ons in use grow; what is held changes nothing. */
export function addOnsTaken(changes: readonly Change[]): number {
  return changes
    .filter(({ held }) => held === null)
    .reduce(
      (sum, { before, after }) =>
        sum + Number(after.mobile ?? before?.mobile ?? false) - Number(before?.mobile ?? false),
      0,
    );
}
