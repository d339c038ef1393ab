import { ADOPT } from './members.ts';
import { isUndo } from '../../../plan/undoes.ts';
import { cleanName } from '../../../core/text.ts';
import { whyDoubtful } from './link-doubts.ts';
import type { Links } from './links.ts';
import { parseMarker } from './marker.ts';
import type { AccountGroup, AccountUser } from './account.ts';
import type { RescueChange, Facts } from './change.ts';
import { parsePath } from '../../../core/path.ts';
import type { RenamedTree } from './renamed-tree.ts';
import { isAtOrBelow, rulingMapping } from './ruling-mapping.ts';
import type { RescueSettings } from '../settings.ts';
import type { Doubt } from './doubt.ts';

/** What a doubt about a saved plan is judged by: the account as it is, and today's file. */
export interface Today {
  readonly links: Pick<Links, 'account' | 'bonds' | 'doubles'>;
  readonly tree: RenamedTree;
  readonly settings: Pick<RescueSettings, 'mappings' | 'adopt' | 'linkKey'>;
}

/**
 * Why what a saved plan does to one user needs an approval of its own, as far as that can be told without the
 * directory: the plan says so itself; the user's link is not one to act on; the plan takes a user from one person and
 * changes more than the link; or it takes over a user who is linked to nobody and stands outside the mapping's own
 * groups, is disabled, or gets another address or a new password.
 *
 * @param steps all changes of the user
 * @param live the user as it is, with the link that counts; null for a create
 */
export function doubtOf(steps: readonly RescueChange[], live: AccountUser | null, today: Today): Doubt | null {
  if (steps.some(isUndo)) return undoDoubt(steps, live, today);
  const said = steps.find(({ held }) => held !== null && [held, ...held.also].some(({ limit }) => limit === ADOPT));
  if (said !== undefined) return { kind: 'adoption', text: bothSides(steps) };
  if (live === null) return null;
  const after = Object.assign({}, ...steps.map((step) => step.after)) as Facts;
  if (isDoubtfulLink(live, after, today)) return { kind: 'link', text: bothSides(steps) };
  const { adopt } = today.settings;
  const kind = kindOf(steps, after, live, today);
  // Where addresses are trusted everywhere, an SSO id still gives nobody the right to another address.
  const isTrusted = kind === 'adoption' && adopt === 'account' && after.email === undefined;
  return kind === null || isTrusted ? null : { kind, text: bothSides(steps) };
}

/**
 * An undo does not look at the directory. So whoever gets rights back waits until somebody has said that it is right: a
 * user may have been disabled because the person has left, and an address or SSO id taken because it was somebody else's.
 */
function undoDoubt(steps: readonly RescueChange[], live: AccountUser | null, today: Today): Doubt | null {
  const after = Object.assign({}, ...steps.map((step) => step.after)) as Facts;
  const passes = after.link !== undefined && after.link !== null;
  const isDoubtful = live !== null && isDoubtfulLink(live, after, today);
  const comes = after.status === 'enabled';
  const isKeptOut = after.status === 'disabled' || (!comes && live?.enabled !== true);
  // Whoever has the former address or SSO id can log in by it.
  const opens = !isKeptOut && (after.email !== undefined || (after.ssoId ?? '') !== '');
  const isStrange = live !== null && isOutside(after, live, today);
  if (!comes && !opens && !passes && !isDoubtful && !isStrange) return null;
  const why = comes
    ? 'The user gets the access back that a run has taken. '
    : opens
      ? 'Whoever has the former address or SSO id can log in again. '
      : '';
  return { kind: 'undo', text: `${why}${bothSides(steps)}` };
}

/** What the planner asks about links (targets/rescue/planner/link-doubts.ts), but for whether the user looks like the person. */
function isDoubtfulLink(live: AccountUser, after: Facts, { links, tree, settings }: Today): boolean {
  if (links.doubles.has(live.id)) return true;
  const bond = links.bonds.get(live.id) ?? null;
  if (bond === null) return false;
  if (parseMarker(live.description) === null) return bond === 'foreign' && changesMore(after);
  return whyDoubtful(live.role, bond, tree.after(live.group), settings) !== null;
}

function kindOf([first]: readonly RescueChange[], after: Facts, live: AccountUser, today: Today): Doubt['kind'] | null {
  const link = parseMarker(live.description)?.person ?? null;
  const owners = [link, first?.before?.link ?? null].filter((owner) => owner !== null);
  const passes = after.link !== undefined && owners.some((owner) => owner !== after.link);
  if (passes) return changesMore(after) ? 'takeover' : null;
  if (link !== null) return null;
  const gets = after.status === 'enabled' || after.email !== undefined || after.password !== undefined;
  if (after.link !== undefined && gets) return 'adoption';
  return isOutside(after, live, today) ? 'adoption' : null;
}

/** Whether nobody's user would be taken from a place that is not the mapping's own. */
function isOutside(after: Facts, live: AccountUser, { tree, settings: { mappings } }: Today): boolean {
  if (parseMarker(live.description) !== null) return false;
  const standing = tree.group(live.group)?.path ?? [];
  const ruler = rulingMapping(after.group === undefined ? standing : parsePath(after.group), mappings);
  return ruler === null || !isAtOrBelow(standing, ruler.rescueGroup);
}

function changesMore(after: Facts): boolean {
  return Object.keys(after).some((field) => field !== 'link');
}

/**
 * Why linking a group of the account to a directory group needs an approval: it is linked to none, and somebody works in
 * it, who would be taken for a stranger. Null when it needs none.
 */
export function captureOf({ after, name, group }: RescueChange, live: AccountGroup, { links }: Today): Doubt | null {
  if (after.link === undefined || parseMarker(live.description) !== null) return null;
  const isAtWork = ({ group: home, enabled, email }: AccountUser): boolean =>
    home === live.id && enabled && email.trim() !== '';
  if (!links.account.users.some(isAtWork)) return null;
  const text = `${group} would become the mirror of a directory group (${cleanName(name)}), is linked to none, and holds enabled users.`;
  return { kind: 'capture', text };
}

/** The user as it is, and as it would be. */
function bothSides(steps: readonly RescueChange[]): string {
  const facts = steps[0]?.facts ?? null;
  const last = steps.at(-1);
  const now = `${cleanName(last?.name ?? '')} <${last?.email ?? ''}> in ${last?.group ?? ''}`;
  return facts === null ? `${now} would be created.` : `${cleanName(facts.name)} <${facts.email}> would be ${now}.`;
}
