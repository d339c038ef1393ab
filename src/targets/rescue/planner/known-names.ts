import type { KnownNames } from '../../../plan/propose.ts';
import { canonicalJson, digest } from '../../../core/digest.ts';
import { Failure } from '../../../core/failure.ts';
import { isIdentity } from '../../../core/group-ref.ts';
import { holdId } from '../../../plan/hold-id.ts';
import { compareText, fold } from '../../../core/text.ts';
import type { Approval } from '../../../plan/approvals.ts';
import { linksOf } from './links.ts';
import { parseMarker } from './marker.ts';
import type { AccountReading } from './account.ts';
import type { CompleteRoot, DirectoryGroupId, DirectoryReading, RootRead } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import type { Plan } from '../../../plan/model.ts';
import { onlySection } from '../../../plan/section.ts';
import type { Mapping, Part, RescueFileSettings, RescueSettings } from '../settings.ts';
import { partsOf } from './parts.ts';
import { type Tree, treeOf } from './tree.ts';

interface Situation {
  /** The account's id. */
  readonly account: string;
  readonly settings: RescueSettings;
  readonly tree: Tree;
  /** What names meant when they were last applied; empty = nothing is known. */
  readonly known: KnownNames;
  /** Of the file and of the command line. */
  readonly approvals: readonly Approval[];
}

export interface NamesRead {
  /** Mappings whose name means another group, and that nobody has let through, count as not read. */
  readonly reading: DirectoryReading;
  /** The approvals that let a name through. */
  readonly used: ReadonlySet<string>;
  /** The names that were let through, and their approvals. */
  readonly notices: readonly Notice[];
}

/**
 * Looks for mappings that name their group by a name which means another group than before. Somebody who gives a group
 * that name would fill the Rescue group with its members, so nothing is concluded from it until somebody lets it
 * through. The former meaning is known from the last apply, or from the link of the Rescue group.
 */
export function checkNames(reading: DirectoryReading, situation: Situation): NamesRead {
  const used = new Set<string>();
  const notices: Notice[] = [];
  const parts = partsOf(situation.settings.mappings);
  const roots = reading.roots.map((root, index): RootRead => {
    const named = parts[index];
    const changed = named === undefined ? null : changeOf(root, named, reading, situation);
    if (named === undefined || changed === null) return root;
    const { directoryGroup } = named.part;
    const label = reading.groups.get(changed.now)?.label ?? changed.now;
    const approval = situation.approvals.find(({ id }) => id === changed.id);
    if (approval !== undefined) {
      used.add(changed.id);
      notices.push(letThrough(directoryGroup, changed, label, approval));
      return root;
    }
    const text = changedText(directoryGroup, changed, label);
    return { kind: 'incomplete', group: null, code: 'GROUP_IDENTITY_CHANGED', text };
  });
  const complete = roots.filter((root): root is CompleteRoot => root.kind === 'complete');
  if (complete.length === roots.length) return { reading, used, notices };
  return { reading: { ...reading, kind: 'partial', roots }, used, notices };
}

/** A name in the file, with the mapping where it stands. */
interface NamedPart {
  readonly mapping: Mapping;
  readonly part: Part;
}

/** Another meaning of a name. */
interface NameChange {
  readonly before: DirectoryGroupId;
  readonly now: DirectoryGroupId;
  /** Lets exactly this change of meaning through. */
  readonly id: string;
}

function changeOf(
  root: RootRead,
  { mapping, part }: NamedPart,
  reading: DirectoryReading,
  situation: Situation,
): NameChange | null {
  const { group } = root;
  if (group === null || isIdentity(part.directoryGroup, reading.type)) return null;
  const name = fold(part.directoryGroup);
  const meant = [situation.known.get(name), linkOf(mapping, situation.tree)];
  const before = meant.find((id) => id !== undefined && id !== group);
  return before === undefined ? null : nameChange(situation.account, name, before, group);
}

/**
 * The directory group that the link of the Rescue group names. The link holds one, so it says nothing where several feed
 * the group: it may stem from when the mapping named another one.
 */
function linkOf({ parts, rescueGroup }: Mapping, tree: Tree): DirectoryGroupId | undefined {
  if (parts.length > 1) return undefined;
  return parseMarker(tree.find(rescueGroup)?.description ?? '')?.person as DirectoryGroupId | undefined;
}

function nameChange(account: string, name: string, before: DirectoryGroupId, now: DirectoryGroupId): NameChange {
  const parts = [account, 'rescue.groups', name, before, now];
  return { before, now, id: holdId('meaning', 1, digest(canonicalJson(parts))) };
}

function letThrough(name: string, change: NameChange, label: string, { by, line }: Approval): Notice {
  const text = `The name "${name.trim()}" means the directory group ${groupText(change, label)} now, and meant ${change.before} before: let through by ${by} (${change.id}).`;
  return { code: 'LET_THROUGH', severity: 'info', text, subject: name, line, about: 'holds' };
}

function groupText({ now }: NameChange, label: string): string {
  return label === now ? now : `${label} (${now})`;
}

function changedText(name: string, change: NameChange, label: string): string {
  const { before, id } = change;
  const group = groupText(change, label);
  return `The name "${name.trim()}" means the directory group ${group}, and meant ${before} before, so nothing is concluded from it. Write the id or the DN of the right group, which no other group can have; or, if the new one is meant, let it through with --approve ${id} (or approve: [${id}] in the file).`;
}

/** What the names of the mappings mean, as far as they were read to the end; in the form of the plan document. */
export function namesIn(reading: DirectoryReading, { mappings }: RescueSettings): Record<string, DirectoryGroupId> {
  const names = partsOf(mappings).flatMap(({ part: { directoryGroup } }, index): [string, DirectoryGroupId][] => {
    const root = reading.roots[index];
    if (root?.kind !== 'complete' || isIdentity(directoryGroup, reading.type)) return [];
    return [[fold(directoryGroup), root.group]];
  });
  return Object.fromEntries(names.sort(([a], [b]) => compareText(a, b)));
}

/** What the links of the groups that mappings name say of the names, as the planner looks at them. */
function linkedNames(
  { rescue }: Pick<RescueFileSettings, 'rescue'>,
  account: AccountReading,
): [string, DirectoryGroupId][] {
  const links = linksOf(account, rescue.linkKey);
  const tree = treeOf(links.account, links.contestedGroups);
  return partsOf(rescue.mappings).flatMap(({ mapping, part }): [string, DirectoryGroupId][] => {
    const linked = linkOf(mapping, tree);
    return linked === undefined ? [] : [[fold(part.directoryGroup), linked]];
  });
}

/**
 * Looks for names that mean another group in a saved plan than they are known to mean here, or than the links of the
 * account say.
 *
 * @returns those of `approved` that let a name through
 * @throws Failure GROUP_IDENTITY_CHANGED
 */
export function checkSavedNames(
  plan: Plan,
  known: KnownNames,
  approved: readonly string[],
  today: { readonly settings: Pick<RescueFileSettings, 'rescue'>; readonly account: AccountReading },
): string[] {
  const linked = linkedNames(today.settings, today.account);
  const changes = Object.entries(onlySection(plan).names ?? {}).flatMap(([name, now]) => {
    const meant = [known.get(name), ...linked.filter(([one]) => one === name).map(([, id]) => id)];
    const before = meant.find((id) => id !== undefined && id !== now);
    return before === undefined ? [] : [{ name, ...nameChange(today.account.account, name, before, now) }];
  });
  const open = changes.find(({ id }) => !approved.includes(id));
  if (open === undefined) return changes.map(({ id }) => id);
  const text = `The plan was made where nobody knew what the name meant. ${changedText(open.name, open, open.now)}`;
  throw new Failure('GROUP_IDENTITY_CHANGED', text, 'Find out which group is meant before anything is applied.');
}
