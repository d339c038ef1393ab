import { formatMarker, NO_FINGERPRINT, parseMarker, withMarker } from '../../core/marker.ts';
import { withPlanMark } from '../../core/plan-mark.ts';
import type { Client } from './client.ts';
import { isEqual } from './facts.ts';
import { DONE, done, type End, endOfWrite } from './outcome.ts';
import { type UserRecord, writeUser } from './user.ts';
import { concernsMobile } from './words.ts';

/** The record as a saved plan leaves it behind. */
export function withMark(user: UserRecord, mark: string | null): UserRecord {
  return mark === null ? user : { ...user, description: withPlanMark(user.description, mark) };
}

interface Start {
  /** The record as it was read. */
  readonly found: UserRecord;
  /** The same; for a new user without the add-ons that nobody has given it. */
  readonly user: UserRecord;
}

/**
 * Writes a record. Where only the mobile add-on is refused, everything else is written without it: nobody can ask the
 * service beforehand how many of these licences are left.
 */
export async function writeRecord(
  client: Client,
  { found, user }: Start,
  wanted: UserRecord,
  password: string | null,
): Promise<End> {
  const written = await writeUser(client, found, wanted, password);
  if (written.ok || !wanted.mobile || user.mobile || !concernsMobile(written.word)) return endOfWrite(written, 'user');

  const rest = withoutMobile(wanted);
  const end = isEqual(user, rest) ? DONE : endOfWrite(await writeUser(client, found, rest, password), 'user');
  if (end.result !== 'done') return end;
  return done('No mobile licence was left; everything else is as planned. The next run asks for the licence again.');
}

/** The link then vouches for nothing, so that the next plan looks at the user again. */
function withoutMobile(user: UserRecord): UserRecord {
  const marker = parseMarker(user.description);
  if (marker === null) return { ...user, mobile: false };
  const open = formatMarker({ person: marker.person, fingerprint: NO_FINGERPRINT });
  const description = withMarker(user.description, open);
  return { ...user, mobile: false, description };
}
