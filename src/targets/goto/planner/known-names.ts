import { canonicalJson, digest } from '../../../core/digest.ts';
import { Failure } from '../../../core/failure.ts';
import { isIdentity } from '../../../core/group-ref.ts';
import type { Notice } from '../../../core/notice.ts';
import type { CompleteRoot, DirectoryGroupId, DirectoryReading, RootRead } from '../../../core/people.ts';
import { compareText, fold } from '../../../core/text.ts';
import type { Approval } from '../../../plan/approvals.ts';
import { holdId } from '../../../plan/hold-id.ts';
import type { Plan } from '../../../plan/model.ts';
import type { KnownNames } from '../../../plan/propose.ts';
import { onlySection } from '../../../plan/section.ts';
import type { Rule } from '../settings.ts';
import { targetId } from './change.ts';

interface Situation {
  /** The account's id. */
  readonly account: string;
  readonly rules: readonly Rule[];
  /** What names meant when they were last applied; empty = nothing is known. */
  readonly known: KnownNames;
  /** Of the file and of the command line. */
  readonly approvals: readonly Approval[];
}

export interface NamesRead {
  /** Rules whose name means another group, and that nobody has let through, count as not read. */
  readonly reading: DirectoryReading;
  /** The approvals that let a name through. */
  readonly used: ReadonlySet<string>;
  /** The names that were let through, and their approvals. */
  readonly notices: readonly Notice[];
}

/**
 * Looks for rules that name their group by a name which means another group than when it was last applied. Somebody who
 * gives a group that name would give licences to its members, so nothing is concluded from it until it is let through.
 */
export function checkNames(reading: DirectoryReading, situation: Situation): NamesRead {
  const used = new Set<string>();
  const notices: Notice[] = [];
  const roots = reading.roots.map((root, index): RootRead => {
    const rule = situation.rules[index];
    const changed = rule === undefined ? null : changeOf(root, rule, reading, situation);
    if (rule === undefined || changed === null) return root;
    const label = reading.groups.get(changed.now)?.label ?? changed.now;
    const approval = situation.approvals.find(({ id }) => id === changed.id);
    if (approval !== undefined) {
      used.add(changed.id);
      notices.push(letThrough(rule.directoryGroup, changed, label, approval));
      return root;
    }
    const text = changedText(rule.directoryGroup, changed, label);
    return { kind: 'incomplete', group: null, code: 'GROUP_IDENTITY_CHANGED', text };
  });
  const complete = roots.filter((root): root is CompleteRoot => root.kind === 'complete');
  if (complete.length === roots.length) return { reading, used, notices };
  return { reading: { ...reading, kind: 'partial', roots }, used, notices };
}

/** Another meaning of a name. */
interface NameChange {
  readonly before: DirectoryGroupId;
  readonly now: DirectoryGroupId;
  /** Lets exactly this change of meaning through. */
  readonly id: string;
}

function changeOf(
  { group }: RootRead,
  { directoryGroup }: Rule,
  { type }: DirectoryReading,
  { account, known }: Situation,
): NameChange | null {
  if (group === null || isIdentity(directoryGroup, type)) return null;
  const name = fold(directoryGroup);
  const before = known.get(name);
  return before === undefined || before === group ? null : nameChange(account, name, before, group);
}

function nameChange(account: string, name: string, before: DirectoryGroupId, now: DirectoryGroupId): NameChange {
  const parts = [targetId(account), 'goto.rules', name, before, now];
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
  return `The name "${name.trim()}" means the directory group ${groupText(change, label)}, and meant ${before} before, so nothing is concluded from it. Write the id or the DN of the right group, which no other group can have; or, if the new one is meant, let it through with --approve ${id} (or approve: [${id}] in the file).`;
}

/** What the names of the rules mean, as far as they were read to the end; in the form of the plan document. */
export function namesIn({ roots, type }: DirectoryReading, rules: readonly Rule[]): Record<string, DirectoryGroupId> {
  const names = rules.flatMap(({ directoryGroup }, index): [string, DirectoryGroupId][] => {
    const root = roots[index];
    if (root?.kind !== 'complete' || isIdentity(directoryGroup, type)) return [];
    return [[fold(directoryGroup), root.group]];
  });
  return Object.fromEntries(names.sort(([a], [b]) => compareText(a, b)));
}

/**
 * Looks for names that mean another group in a saved plan than they are known to mean here.
 *
 * @returns those of `approved` that let a name through
 * @throws Failure GROUP_IDENTITY_CHANGED
 */
export function checkSavedNames(plan: Plan, known: KnownNames, approved: readonly string[], account: string): string[] {
  const changes = Object.entries(onlySection(plan).names ?? {}).flatMap(([name, now]) => {
    const before = known.get(name);
    return before === undefined || before === now ? [] : [{ name, ...nameChange(account, name, before, now) }];
  });
  const open = changes.find(({ id }) => !approved.includes(id));
  if (open === undefined) return changes.map(({ id }) => id);
  const text = `The plan was made where nobody knew what the name meant. ${changedText(open.name, open, open.now)}`;
  throw new Failure('GROUP_IDENTITY_CHANGED', text, 'Find out which group is meant before anything is applied.');
}
