import { type RunResult } from '../plan/exit.ts';
import { outcomesOf, resultsOf } from '../plan/view/outcomes.ts';
import { planDocument } from './json.ts';

/** The number changes only when an old reader would misread the document. */
const APPLY_FORMAT = 'adsync.apply/1';

/**
 * What `apply --json` and `retry --json` print (`schemas/apply.schema.json`).
 *
 * @param exitCode with which the command ends
 */
export function outcomesDocument(result: RunResult, exitCode: number): object {
  const { plan, outcomes, failure, wrote, interrupted } = result;
  return {
    format: APPLY_FORMAT,
    exitCode,
    end: failure !== null ? 'gaveUp' : interrupted ? 'interrupted' : 'done',
    givenUp: failure === null ? null : { code: failure.code, text: failure.message, advice: failure.advice },
    wrote,
    text: plan === null ? '' : outcomesOf(plan, outcomes, 0).lastLine,
    results: { ...resultsOf(outcomes), notTried: (plan?.changes.length ?? 0) - outcomes.length },
    outcomes: outcomes.map(({ change, result: end, kind, text }) => ({
      change,
      result: end,
      kind: kind ?? null,
      text,
    })),
    plan: plan === null ? null : planDocument(plan),
  };
}
