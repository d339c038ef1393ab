import { digest } from './digest.ts';
import { fold } from './identity.ts';
import type { DirectoryGroupId, PersonId } from './model.ts';
import { splitMark } from './plan-mark.ts';

/**
 * The link between a user and a person, kept in the user's own Description field after whatever text stands there:
 * `[adsync <objectGUID or object id> <fingerprint>]`. It survives renames and needs no state file.
 */
export interface Marker {
  /** A person; in the description of a group a directory group. */
  readonly person: PersonId | DirectoryGroupId;
  /** See {@link fingerprint}. */
  readonly fingerprint: string;
}

/** Vouches for nothing: the next plan asks for the user's details. */
export const NO_FINGERPRINT = '00000000';

const MARKER = /\s*\[adsync ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([0-9a-f]{8})\]/gi;

/** Finds the marker in a description; where somebody copied a second one in, the last counts. null when there is none. */
export function parseMarker(description: string): Marker | null {
  const last = [...description.matchAll(MARKER)].at(-1);
  if (last?.[1] === undefined || last[2] === undefined) return null;
  return { person: last[1].toLowerCase() as PersonId, fingerprint: last[2].toLowerCase() };
}

export function formatMarker(marker: Marker): string {
  return `[adsync ${marker.person} ${marker.fingerprint}]`;
}

/**
 * The description with its own text kept and `marker` (as of {@link formatMarker}) as its only marker behind it, before
 * the mark of a saved plan if there is one.
 */
export function withMarker(description: string, marker: string): string {
  const { rest, mark } = splitMark(description);
  const text = rest.replace(MARKER, '').trimEnd();
  return [text, marker, mark ?? ''].filter((part) => part !== '').join(' ');
}

/**
 * A short digest of the fields that the organization tree does not show, as adsync last saw or wrote them, so that a
 * plan need not ask for every user again.
 *
 * @param ssoId null where adsync does not manage it
 */
export function fingerprint(ssoId: string | null, mobile: boolean): string {
  const fields = [ssoId === null ? null : fold(ssoId), mobile];
  return digest(JSON.stringify(fields)).slice(0, 8);
}
