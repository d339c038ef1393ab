import type { PersonId } from '../../../core/people.ts';
import { Secret } from '../../../core/secret.ts';
import type { NodeId } from '../planner/account.ts';
import { leaveTags, sealOfLeave } from '../planner/leave-tag.ts';
import { formatMarker, type Marker, parseMarkers, sealOf, type Sealing } from '../planner/marker.ts';

/** What a description holds besides links decides nothing, but for the question whether it is empty. */
export const OTHER_TEXT = '(text)';

/**
 * A description with its links alone. A link that is sealed with the key of the file gets the seal of another key, which
 * the snapshot brings along: so the links are worth offline what they are worth, and nobody learns the key, or can make
 * a link that the account would take for one.
 *
 * @param sealing of the account as it is
 * @param key of the snapshot
 */
export function savedDescription(description: string, node: NodeId, sealing: Sealing, key: string): string {
  const markers = parseMarkers(description);
  if (markers.length === 0) return description === '' ? '' : OTHER_TEXT;
  const saved = { account: sealing.account, key: new Secret(key) };
  const last = markers.at(-1);
  return [
    ...markers.map((marker) => formatMarker(resealed(marker, node, sealing, saved))),
    ...(last === undefined
      ? []
      : leavesWith(description, (tag) => resealedLeave(tag, last.person, node, sealing, saved))),
  ].join(' ');
}

/** The tags of a description as they are kept; one that is none stays none. */
export function leavesWith(
  description: string,
  tagOf: (tag: { readonly day: string; readonly seal: string }) => string,
): string[] {
  return leaveTags(description).map((tag) => (tag === null ? '[adsync-leaves]' : tagOf(tag)));
}

function resealedLeave(
  { day, seal }: { readonly day: string; readonly seal: string },
  person: Marker['person'],
  node: NodeId,
  sealing: Sealing,
  saved: Sealing,
): string {
  const isOurs = sealing.key !== null && seal === sealOfLeave(day, person, node, sealing);
  return `[adsync-leaves ${day} ${isOurs ? sealOfLeave(day, person, node, saved) : seal}]`;
}

function resealed(marker: Marker, node: NodeId, sealing: Sealing, saved: Sealing): Marker {
  const isOurs = sealing.key !== null && marker.seal === sealOf(marker.person, node, sealing);
  return isOurs ? { ...marker, seal: sealOf(marker.person, node, saved) } : marker;
}

/** Whom the links of descriptions name. */
export function linkedPeople(descriptions: readonly string[]): PersonId[] {
  return [...new Set(descriptions.flatMap(parseMarkers).map(({ person }) => person as PersonId))].sort();
}
