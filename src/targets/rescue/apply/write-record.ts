import { formatMarker, NO_FINGERPRINT, parseMarker, withMarker } from '../planner/marker.ts';
import { withPlanMark } from '../planner/plan-mark.ts';
import type { Client, Result } from '../wire/client.ts';
import { isEqual } from './facts.ts';
import { DONE, done, type End, endOfWrite } from './outcome.ts';
import { type UserRecord, writeUser, type Written } from '../wire/user.ts';
import { concernsDescription, concernsMobile } from '../wire/words.ts';

export interface Writing {
  /** The record as it was read. */
  readonly found: UserRecord;
  /** The same; for a new user without the add-ons that nobody has given it. */
  readonly user: UserRecord;
  readonly wanted: UserRecord;
  /** The mark of a saved plan; null = none. */
  readonly mark: string | null;
  /** For a new user, or one that passes to another person; null leaves the password alone. */
  readonly password: string | null;
}

/**
 * Writes a record. Where only the mobile add-on is refused, everything else is written without it: nobody can ask the
 * service beforehand how many of these licences are left.
 */
export async function writeRecord(client: Client, writing: Writing): Promise<End> {
  const { user, wanted } = writing;
  const written = await writeMarked(client, writing);
  if (written.ok || !wanted.mobile || user.mobile || !concernsMobile(written.word)) return endOfWrite(written, 'user');

  const rest = withoutMobile(wanted);
  const end = isEqual(user, rest) ? DONE : endOfWrite(await writeMarked(client, { ...writing, wanted: rest }), 'user');
  if (end.result !== 'done') return end;
  return done('No mobile licence was left; everything else is as planned. The next run asks for the licence again.');
}

/** The mark is one safety more, and no reason to fail: where the description is refused with it, it is left out. */
async function writeMarked(client: Client, { found, wanted, mark, password }: Writing): Promise<Result<Written>> {
  if (mark !== null) {
    const marked = { ...wanted, description: withPlanMark(wanted.description, mark) };
    const written = await writeUser(client, found, marked, password);
    if (written.ok || !concernsDescription(written.word)) return written;
  }
  return isEqual(found, wanted) ? { ok: true, value: 'written' } : await writeUser(client, found, wanted, password);
}

/** The link then vouches for nothing, so that the next plan looks at the user again. */
function withoutMobile(user: UserRecord): UserRecord {
  const marker = parseMarker(user.description);
  if (marker === null) return { ...user, mobile: false };
  const open = formatMarker({ ...marker, fingerprint: NO_FINGERPRINT });
  const description = withMarker(user.description, open);
  return { ...user, mobile: false, description };
}
