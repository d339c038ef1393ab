import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { digest } from '../../../core/digest.ts';
import { fold } from '../../../core/text.ts';
import type { DirectoryGroupId, PersonId } from '../../../core/people.ts';
import type { NodeId } from './account.ts';
import { splitMark } from './plan-mark.ts';
import type { Secret } from '../../../core/secret.ts';

/**
 * The link between a user and a person, kept in the user's own Description field after whatever text stands there:
 * `[adsync <objectGUID or object id> <fingerprint>-<seal>]`. It survives renames and needs no state file.
 *
 * The fingerprint vouches for fields ({@link fingerprint}). The seal says for which node of which account the link was
 * made ({@link sealOf}): a copy on another user is no link. Links made by adsync 0.1 have no seal.
 */
export interface Marker {
  /** A person; in the description of a group a directory group. */
  readonly person: PersonId | DirectoryGroupId;
  /** See {@link fingerprint}. */
  readonly fingerprint: string;
  /** `u` (no key) or `k` (with `rescue.linkKey`) and 32 hex digits; null in an old link, and in a plan. */
  readonly seal: string | null;
}

/** What seals are made with. */
export interface Sealing {
  /** The account's id. */
  readonly account: string;
  /** `rescue.linkKey`; null = none: then a seal tells copies, but anybody can make one. */
  readonly key: Secret | null;
}

/** Vouches for nothing: the next plan asks for the user's details. */
export const NO_FINGERPRINT = '00000000';

/** Nothing in it can be matched in two ways, so that no text takes longer than its length. */
const MARKER = /\[adsync ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([0-9a-f]{8})(?:-([uk][0-9a-f]{32}))?\]/gi;

/** All markers of a description, in its order. Whether one is a link of this very user, targets/rescue/planner/links.ts says. */
export function parseMarkers(description: string): Marker[] {
  const markers: Marker[] = [];
  if (!description.includes('[')) return markers;
  MARKER.lastIndex = 0;
  for (let found = MARKER.exec(description); found !== null; found = MARKER.exec(description)) {
    const [, person = '', print = '', seal] = found;
    const id = person.toLowerCase() as PersonId;
    markers.push({ person: id, fingerprint: print.toLowerCase(), seal: seal?.toLowerCase() ?? null });
  }
  return markers;
}

/** The last marker of a description; null when there is none. The planner sees at most one (targets/rescue/planner/links.ts). */
export function parseMarker(description: string): Marker | null {
  return parseMarkers(description).at(-1) ?? null;
}

const markersIn = new WeakMap<{ readonly description: string }, Marker | null>();

/** {@link parseMarker} of a node that several passes look at: its description, which never changes, is read once. */
export function markerIn(node: { readonly description: string }): Marker | null {
  const known = markersIn.get(node);
  if (known !== undefined) return known;
  const marker = parseMarker(node.description);
  markersIn.set(node, marker);
  return marker;
}

/** The node with nothing in its description but the marker as plans carry it, which {@link markerIn} then knows. */
export function withOnlyMarker<Node extends { readonly description: string }>(node: Node, marker: Marker | null): Node {
  const plain = marker === null ? null : { person: marker.person, fingerprint: marker.fingerprint, seal: null };
  const copy = { ...node, description: plain === null ? '' : formatMarker(plain) };
  markersIn.set(copy, plain);
  return copy;
}

/** Without a seal it is the marker as plans carry it; it is sealed when it is written ({@link sealMarker}). */
export function formatMarker({ person, fingerprint: print, seal = null }: Partial<Marker> & Unsealed): string {
  return `[adsync ${person} ${print}${seal === null ? '' : `-${seal}`}]`;
}

type Unsealed = Pick<Marker, 'person' | 'fingerprint'>;

/** The marker of a plan as it is written into the description of `node`. */
export function sealMarker(marker: string, node: NodeId, sealing: Sealing): string {
  const parsed = parseMarker(marker);
  return parsed === null ? marker : formatMarker({ ...parsed, seal: sealOf(parsed.person, node, sealing) });
}

/**
 * Binds a link to one node of one account: 128 bits of SHA-256, or of HMAC-SHA-256 where there is a key. With a key
 * nobody without it can make a link.
 */
export function sealOf(person: Marker['person'], node: NodeId, { account, key }: Sealing): string {
  const text = JSON.stringify(['adsync link', account, node, person]);
  if (key === null) return `u${digest(text).slice(0, 32)}`;
  return `k${bytesToHex(hmac(sha256, utf8ToBytes(key.reveal()), utf8ToBytes(text))).slice(0, 32)}`;
}

/**
 * The description with its own text kept and `marker` (as of {@link formatMarker}) as its only marker behind it, before
 * the mark of a saved plan if there is one.
 */
export function withMarker(description: string, marker: string): string {
  const { rest, mark } = splitMark(description);
  return [withoutMarkers(rest), marker, mark ?? ''].filter((part) => part !== '').join(' ');
}

/** The description without any link marker; its own text and the mark of a saved plan stay. */
export function withoutMarker(description: string): string {
  const { rest, mark } = splitMark(description);
  return [withoutMarkers(rest), mark ?? ''].filter((part) => part !== '').join(' ');
}

/** The text of a description without the link markers in it, and without the blanks before each. */
function withoutMarkers(description: string): string {
  let text = '';
  let from = 0;
  for (const { index, 0: marker } of description.matchAll(MARKER)) {
    text = joined(text, description.slice(from, index));
    from = index + marker.length;
  }
  return joined(text, description.slice(from));
}

/** With a blank between the two, so that what stood on both sides of a marker never becomes one. */
function joined(text: string, piece: string): string {
  const end = piece.trimEnd();
  return text === '' || end === '' || /^\s/.test(end) ? text + end : `${text} ${end}`;
}

/**
 * A short digest of the fields that the organization tree does not show, as adsync last saw or wrote them, so that a
 * plan need not ask for every user again.
 *
 * @param ssoId null where adsync does not manage it
 */
export function fingerprint(ssoId: string | null, mobile: boolean): string {
  if (ssoId === null) return mobile ? ONLY_MOBILE : NOTHING_HIDDEN;
  return printOf(fold(ssoId), mobile);
}

function printOf(ssoId: string | null, mobile: boolean): string {
  return digest(JSON.stringify([ssoId, mobile])).slice(0, 8);
}

/** Those of most users, who need no digest each. */
const NOTHING_HIDDEN = printOf(null, false);
const ONLY_MOBILE = printOf(null, true);
