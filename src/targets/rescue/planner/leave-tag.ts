import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Day, isDay } from '../../../core/calendar.ts';
import { digest } from '../../../core/digest.ts';
import type { Leave, NodeId } from './account.ts';
import type { Marker, Sealing } from './marker.ts';
import { splitMark } from './plan-mark.ts';

/**
 * The day on which a leaver is disabled, kept in the user's own Description behind the link:
 * `[adsync-leaves 2026-12-03 <seal>]`. The seal binds it to the node, the person and the day, as that of a link does. Versions that
 * do not know it take it for text, and disable at once.
 *
 * A tag that was cut off counts as one that adsync has not written so. Were it none, a Description without room for a whole one would
 * put the end off again with each plan.
 */
const TAG =
  /\[adsync-leaves([^[\]]*)\]|\[adsync-l(?:e(?:a(?:v(?:e(?:s(?: [-\d]*(?: [uka-f\d]*)?)?)?)?)?)?)?(?=\s*(?:$|\[adsync[- ]))/gi;
const WHOLE = /^ (\d{4}-\d\d-\d\d) ([uk][0-9a-f]{32})$/i;

/** What stands in a tag that adsync has not written so. */
export const UNCLEAR = 'unclear';

interface Tag {
  readonly day: Day;
  readonly seal: string;
}

/** All tags of a description; null for what only looks like one. */
export function leaveTags(description: string): (Tag | null)[] {
  if (!description.includes('[')) return [];
  return [...description.matchAll(TAG)].map(([, text = '']) => {
    const [, day = '', seal = ''] = WHOLE.exec(text) ?? [];
    return isDay(day) ? { day, seal: seal.toLowerCase() } : null;
  });
}

/** The day as it is shown; null where there is no tag. */
export function leaveShown(description: string): string | null {
  const tags = leaveTags(description);
  if (tags.length === 0) return null;
  return tags.length === 1 ? (tags[0]?.day ?? UNCLEAR) : UNCLEAR;
}

/** What the description of a user says, whose link names a person; null where it says nothing. */
export function leaveOf(description: string, person: Marker['person'], node: NodeId, sealing: Sealing): Leave | null {
  const shown = leaveShown(description);
  if (shown === null) return null;
  const [tag = null, ...others] = leaveTags(description);
  const isOurs = tag !== null && others.length === 0 && tag.seal === sealOfLeave(tag.day, person, node, sealing);
  return { shown, day: isOurs ? tag.day : null };
}

/** The tag as it is written. */
export function formatLeave(day: Day, person: Marker['person'], node: NodeId, sealing: Sealing): string {
  return `[adsync-leaves ${day} ${sealOfLeave(day, person, node, sealing)}]`;
}

/** As of a link (planner/marker.ts): without a key it only tells copies. */
export function sealOfLeave(day: Day, person: Marker['person'], node: NodeId, { account, key }: Sealing): string {
  const text = JSON.stringify(['adsync leave', account, node, person, day]);
  if (key === null) return `u${digest(text).slice(0, 32)}`;
  return `k${bytesToHex(hmac(sha256, utf8ToBytes(key.reveal()), utf8ToBytes(text))).slice(0, 32)}`;
}

/** The description with `tag` as its only tag, before the mark of a saved plan. @param tag null = with none */
export function withLeave(description: string, tag: string | null): string {
  const { rest, mark } = splitMark(description);
  return [withoutTags(rest), tag ?? '', mark ?? ''].filter((part) => part !== '').join(' ');
}

/** What stood on both sides of a tag never becomes one: a blank stays between. */
function withoutTags(description: string): string {
  let text = '';
  let from = 0;
  for (const { index, 0: tag } of description.matchAll(TAG)) {
    text = joined(text, description.slice(from, index));
    from = index + tag.length;
  }
  return joined(text, description.slice(from));
}

function joined(text: string, piece: string): string {
  const end = piece.trimEnd();
  return text === '' || end === '' || /^\s/.test(end) ? text + end : `${text} ${end}`;
}
