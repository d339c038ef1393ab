import type { Licence, LicenceKey } from '../planner/account.ts';
import type { Refusal } from '../wire/calls.ts';
import type { ApplyContext } from './context.ts';
import { type End, failed, refusedWith } from './outcome.ts';

/** Statuses with which the service is thought to refuse a licence of which no seat is left: nobody knows for sure. */
const PERHAPS_NO_SEAT: ReadonlySet<number> = new Set([400, 403, 409]);

/**
 * The end of a change whose call was refused. Where the call was to give licences, the service may mean that no seat is
 * left, whatever it says: its own list of licences tells.
 *
 * @param gained licences that the call was to give
 * @param done what was made before, in a sentence; empty = nothing
 */
export async function refused(
  context: ApplyContext,
  refusal: Refusal,
  gained: readonly LicenceKey[],
  done = '',
): Promise<End> {
  const full = isAboutSeats(refusal) && gained.length > 0 ? await context.seats.firstFull(gained) : null;
  return full === null
    ? refusedWith(refusal, done)
    : outOfLicences(context, full, [refusal.text, done].join(' ').trim());
}

function isAboutSeats({ kind, status }: Refusal): boolean {
  return kind === 'out-of-licences' || (PERHAPS_NO_SEAT.has(status) && OPEN_KINDS.has(kind));
}

/** Kinds that say no more than the status does; all others come from a code of the service. */
const OPEN_KINDS: ReadonlySet<Refusal['kind']> = new Set(['unknown', 'not-authorized', 'invalid-data']);

/** @param also what else is to be said, in sentences */
export function outOfLicences({ settings }: Pick<ApplyContext, 'settings'>, licence: Licence, also = ''): End {
  const text = `No seat is free for ${nameOf(settings, licence)}: ${usage(licence)}.`;
  return failed('out-of-licences', [text, also].join(' ').trim());
}

function usage({ seats, inUse }: Licence): string {
  return seats === null || inUse === null ? 'the service says so' : `${inUse} of ${seats} are in use`;
}

/** The name in the file, else what the service calls it. */
function nameOf({ products }: ApplyContext['settings'], { key, description }: Licence): string {
  return products.find(({ licence }) => licence === key)?.name ?? (description.trim() || `licence ${key}`);
}

/** The licences of the second list that are not in the first. */
export function gainedLicences(had: readonly LicenceKey[], wanted: readonly LicenceKey[]): LicenceKey[] {
  return wanted.filter((key) => !had.includes(key));
}
