import type { Disguise } from '../../../core/disguise.ts';
import type { Person } from '../../../core/people.ts';
import { Secret } from '../../../core/secret.ts';
import type { NodeId, UserDetails } from '../planner/account.ts';
import { formatLeave, sealOfLeave } from '../planner/leave-tag.ts';
import {
  fingerprint,
  formatMarker,
  type Marker,
  NO_FINGERPRINT,
  parseMarkers,
  sealOf,
  type Sealing,
} from '../planner/marker.ts';
import { leavesWith, OTHER_TEXT } from './saved-links.ts';

/** What links are made anew with. */
export interface LinkDisguise {
  readonly disguise: Disguise;
  /** Of the account as it is. */
  readonly sealing: Sealing;
  /** Of the snapshot. */
  readonly linkKey: string;
  /** Everybody who was read in the directory. */
  readonly people: ReadonlyMap<string, Person>;
}

interface OfUser extends LinkDisguise {
  /** null for a group. */
  readonly details: UserDetails | null;
}

/** A description with its links alone, made for the token of the person and of the node. */
export function disguisedDescription(description: string, node: NodeId, token: NodeId, around: OfUser): string {
  const markers = parseMarkers(description);
  if (markers.length === 0) return description === '' ? '' : OTHER_TEXT;
  const last = markers.at(-1);
  return [
    ...markers.map((marker) => {
      const person = around.disguise.id(marker.person);
      const seal = disguisedSeal(marker, node, { person, token }, around);
      return formatMarker({ person, fingerprint: disguisedPrint(marker, around), seal });
    }),
    ...(last === undefined
      ? []
      : leavesWith(description, (tag) => disguisedLeave(tag, last.person, { node, token }, around))),
  ].join(' ');
}

/** A day says nothing of a person. Its seal is made anew, and stays wrong where it was wrong. */
function disguisedLeave(
  { day, seal }: { readonly day: string; readonly seal: string },
  person: Marker['person'],
  { node, token }: { readonly node: NodeId; readonly token: NodeId },
  { disguise, sealing, linkKey }: OfUser,
): string {
  const to = disguise.id(person);
  const { account } = sealing;
  const open = { account, key: null };
  if (seal === sealOfLeave(day, person, node, open)) return formatLeave(day, to, token, open);
  if (sealing.key !== null && seal === sealOfLeave(day, person, node, sealing)) {
    return formatLeave(day, to, token, { account, key: new Secret(linkKey) });
  }
  return `[adsync-leaves ${day} ${seal.slice(0, 1)}${disguise.secretOf('seal', seal).slice(0, 32)}]`;
}

/** A seal that is right stays right, one that is wrong stays wrong. */
function disguisedSeal(
  { person, seal }: Marker,
  node: NodeId,
  to: { readonly person: Marker['person']; readonly token: NodeId },
  { disguise, sealing, linkKey }: OfUser,
): string | null {
  if (seal === null) return null;
  const { account } = sealing;
  const open = { account, key: null };
  if (seal === sealOf(person, node, open)) return sealOf(to.person, to.token, open);
  if (sealing.key !== null && seal === sealOf(person, node, sealing)) {
    return sealOf(to.person, to.token, { account, key: new Secret(linkKey) });
  }
  return `${seal.slice(0, 1)}${disguise.secretOf('seal', seal).slice(0, 32)}`;
}

/** A fingerprint is a digest of fields that anybody could try out: it is made anew of their tokens. */
function disguisedPrint({ person, fingerprint: print }: Marker, { disguise, people, details }: OfUser): string {
  if (print === NO_FINGERPRINT) return print;
  const owner = people.get(person);
  const texts = [details?.ssoId, owner?.mail, owner?.upn].flatMap((text) => text ?? []);
  for (const ssoId of [null, ...texts]) {
    for (const mobile of [true, false]) {
      if (print !== fingerprint(ssoId, mobile)) continue;
      return fingerprint(ssoId === null ? null : disguise.address(ssoId), mobile);
    }
  }
  return disguise.secretOf('fingerprint', print).slice(0, 8);
}
