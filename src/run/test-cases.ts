import { append } from '../core/collections.ts';
import type { CaseFile, Fault, NeverRule, Verdict } from '../cases/model.ts';
import { judgeCase, judgeRule, type WorldResult } from '../cases/judge.ts';
import type { Known } from '../cases/read-cases.ts';
import { OPERATIONS } from '../plan/model.ts';
import type { ChosenTarget } from './chosen-targets.ts';
import { type CaseRun, openWorlds, type Worlds } from './test-worlds.ts';

/** Judges all cases of each file, and then what must never be, in the order of the file. */
export async function runCases(files: readonly CaseFile[], run: CaseRun): Promise<Verdict[]> {
  const worlds = openWorlds(run);
  const verdicts: Verdict[] = [];
  for (const file of files) append(verdicts, await runFile(file, worlds));
  return verdicts;
}

async function runFile({ cases, never, snapshot, file }: CaseFile, worlds: Worlds): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  // Each world once, however many cases are about it.
  const seen = new Set<WorldResult>();
  for (const { name, line, world: wanted, ...one } of cases) {
    const { world, faults } = await worlds(wanted, file);
    if (world !== null) seen.add(world);
    verdicts.push({ name, file, line, faults: world === null ? faults : judgeCase(one, world) });
  }
  if (never.length === 0) return verdicts;
  const common = snapshot === null ? null : await worlds({ kind: 'snapshot', snapshot }, file);
  if (common !== null && common.world !== null) seen.add(common.world);
  return [...verdicts, ...never.map((rule) => judgeNever(rule, file, [...seen], common?.faults ?? []))];
}

/**
 * A rule that speaks of a group that no world has would hold whatever the file says.
 *
 * @param lost why the snapshot of the file is not among the worlds
 */
function judgeNever(rule: NeverRule, file: string, worlds: readonly WorldResult[], lost: readonly Fault[]): Verdict {
  const tried = worlds.flatMap((world) => {
    const faults = judgeRule(rule, world);
    return faults === null ? [] : [faults];
  });
  const { because, line } = rule;
  const isTried = tried.length > 0 || lost.length > 0;
  const faults = [...lost, ...(isTried ? tried.flat() : [{ line, text: untried(rule) }])];
  return { name: `never: ${because}`, file, line, faults };
}

function untried({ inside, outside }: NeverRule): string {
  if (inside === null && outside === null) return 'No world of this file could be tried, so the rule was not tried.';
  return `No world of this file has the group "${inside ?? outside ?? ''}", so the rule was not tried.`;
}

/** What cases may speak of. */
export function knownOf(targets: readonly Pick<ChosenTarget, 'type' | 'kind'>[]): Known {
  const fields = targets.map(({ type, kind }): [string, string[]] => {
    const own = kind.labels.fields.filter(({ words }) => words === undefined).map(({ field }) => field);
    return [type, [...new Set(['group', 'role', 'name', 'email', ...own])]];
  });
  return { targets: new Map(fields), operations: [...OPERATIONS, 'createGroup', 'updateGroup', 'held', 'unchanged'] };
}
