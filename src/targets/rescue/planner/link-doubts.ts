import { diffUser } from './diff.ts';
import { cleanName, fold, foldPath } from '../../../core/text.ts';
import type { Bond, Links } from './links.ts';
import { markerIn, parseMarker } from './marker.ts';
import type { AccountUser } from './account.ts';
import type { Role } from '../role.ts';
import type { DirectoryReading, Person, PersonId } from '../../../core/people.ts';
import { type GroupPath, formatPath } from '../../../core/path.ts';
import type { FedGroups } from './fed-groups.ts';
import { withArticle } from './roles.ts';
import type { RescueSettings } from '../settings.ts';
import type { Doubt } from './doubt.ts';
import type { WantedUser } from './wanted-user.ts';

interface Situation {
  readonly settings: RescueSettings;
  readonly reading: DirectoryReading;
  readonly links: Links;
  readonly fedGroups: FedGroups;
}

/**
 * Marks the users whose link is a reason to look and none to act: a change of them needs an approval of its own. A link
 * that somebody wrote into the description of another user, or without the key of the file, does nothing alone.
 */
export function doubtLinks(wanted: readonly WantedUser[], situation: Situation): WantedUser[] {
  return wanted.map((entry) => {
    if (entry.user === null) return entry;
    const text = doubtOf(entry, entry.user, situation);
    if (text === null) return entry;
    // One approval is enough for a user that is in doubt for another reason, too: the link is sealed with it.
    const doubt: Doubt = entry.doubt ?? { kind: 'link', text };
    return { ...entry, doubt, link: renewed(entry, entry.user, situation) };
  });
}

/** A link that lacks the seal it should have is listed for approval even where nothing else changes: once for all. */
function renewed({ link, person }: WantedUser, user: AccountUser, { settings, links }: Situation): WantedUser['link'] {
  const lacks = settings.linkKey !== null || links.bonds.get(user.id) === 'unchecked';
  const own = person !== null && parseMarker(user.description)?.person === person.id;
  return link !== null && lacks && own ? { ...link, renew: true } : link;
}

function doubtOf(entry: WantedUser, user: AccountUser, situation: Situation): string | null {
  const { settings, reading, links, fedGroups } = situation;
  const bond = links.bonds.get(user.id) ?? null;
  if (bond === null) return null;
  const marker = markerIn(user);
  if (marker === null) return bond === 'foreign' && changesMore(entry, fedGroups) ? foreignText(user) : null;
  const linked = reading.people.get(marker.person as PersonId) ?? null;
  const odd = bond === 'old' && linked !== null && !agrees(user, linked);
  const why =
    whyDoubtful(user.role, bond, fedGroups.after(user.group), settings) ??
    (odd ? ', by a marker of the old form, and neither name nor address is the same' : null);
  if (why === null) return null;
  return `${user.name} (${user.email}) in ${formatPath(fedGroups.after(user.group))} is linked to ${personText(linked, marker.person)}${why}.`;
}

/**
 * Why a link is a reason to look and none to act, as far as the account alone tells; the end of a sentence, or null.
 *
 * @param role of the user
 * @param place path of the group it stands in, after every rename of the plan
 */
export function whyDoubtful(
  role: Role,
  bond: Bond,
  place: GroupPath,
  { mappings: held, expired = [], linkKey }: Pick<RescueSettings, 'mappings' | 'expired' | 'linkKey'>,
): string | null {
  const mappings = [...held, ...expired];
  if (!mappings.some((mapping) => mapping.role === role)) return `; no mapping feeds the role of ${withArticle(role)}`;
  if (bond === 'sealed') return null;
  if (bond === 'several') return ', and to others';
  if (bond === 'unchecked') return ', by a marker made with a key that the file does not name';
  if (linkKey !== null) return ', by a marker made without rescue.linkKey';
  const isMapped = mappings.some(({ rescueGroup }) => isAtOrBelow(place, rescueGroup));
  return isMapped ? null : ', by a marker of the old form, outside of all mapped groups';
}

/** Whether anything but the link would change. */
function changesMore(entry: WantedUser, fedGroups: FedGroups): boolean {
  return Object.keys(diffUser(entry, fedGroups)?.after ?? {}).some((field) => field !== 'link');
}

function foreignText(user: AccountUser): string {
  return `${user.name} (${user.email}) carries a marker that was made for another user.`;
}

function personText(person: Person | null, id: string): string {
  if (person === null) return `somebody who was not read (${id})`;
  return `${cleanName(person.name)} (${person.mail ?? person.upn ?? person.label})`;
}

function isAtOrBelow(place: GroupPath, above: GroupPath): boolean {
  return foldPath(place.slice(0, above.length)) === foldPath(above);
}

/** A link that may come from anywhere is believed where the user looks like the person. */
function agrees(user: AccountUser, person: Person): boolean {
  const addresses = [person.mail, person.upn].flatMap((address) => (address === null ? [] : [fold(address)]));
  return addresses.includes(fold(user.email)) || fold(cleanName(user.name)) === fold(cleanName(person.name));
}
