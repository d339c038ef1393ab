import { decodeMarked } from '../core/decode.ts';
import { Failure } from '../core/failure.ts';
import { isTooDeep } from '../core/nesting.ts';
import { readFileUpTo } from '../files/read-file.ts';
import { FORMAT, type SavedPlan } from '../plan/model.ts';
import { planIdOf } from '../plan/assemble.ts';
import { withoutBase } from '../plan/with-base.ts';
import type { Secret } from '../core/secret.ts';
import { checkSignature, digestOf } from './seal.ts';

/** A text of JavaScript cannot be longer by much. */
const LARGEST_PLAN = 500 * 1024 ** 2;
const AGAIN = 'Make a new plan with: adsync plan --out FILE';

/**
 * Reads a saved plan. It proves that the plan is whole, and was not altered since it was made: by its digest, which
 * everybody can make anew, and with a key by its signature. What the plan says is not looked at here (run/apply-saved.ts).
 *
 * @param key of ADSYNC_PLAN_KEY; null = the signature is not looked at
 * @param signal ends the wait for whoever writes the plan into a pipe; null = nothing does
 * @throws Failure PLAN_UNREADABLE, PLAN_NOT_A_PLAN, PLAN_VERSION, PLAN_ALTERED, PLAN_UNSIGNED, PLAN_SIGNATURE
 */
export async function loadPlan(
  path: string,
  key: Secret | null,
  signal: AbortSignal | null = null,
): Promise<SavedPlan> {
  const document = parse(await read(path, signal), path);
  if (document['format'] !== FORMAT) {
    const format = String(document['format']).slice(0, 80);
    const text = `${path} is a plan of the format ${format}; this version of adsync reads ${FORMAT}.`;
    throw new Failure('PLAN_VERSION', text, AGAIN);
  }
  const { default: validate } = await import('../../generated/validators/plan.cjs');
  if (!validate(document)) {
    const fault = validate.errors?.[0];
    const text = `${path} is no plan: data${fault?.instancePath ?? ''} ${fault?.message ?? 'is another thing'}.`;
    throw new Failure('PLAN_NOT_A_PLAN', text, AGAIN);
  }
  if (document['savedId'] === undefined || document['digest'] === undefined) {
    const text = `${path} has no id of its own: it was printed by plan --json, or saved by a former version of adsync. Such a plan cannot be told from a spent one.`;
    throw new Failure('PLAN_VERSION', text, AGAIN);
  }
  const plan = document as unknown as SavedPlan;
  if (digestOf(plan) !== plan.digest || planIdOf({ ...withoutBase(plan) }) !== plan.planId) {
    throw new Failure('PLAN_ALTERED', `${path} was altered after it was made: its digest does not fit.`, AGAIN);
  }
  if (key !== null) checkSignature(plan, key, path);
  return plan;
}

/** A plan that PowerShell has written anew is in UTF-16; its digest is that of what it says. */
async function read(path: string, signal: AbortSignal | null): Promise<string> {
  try {
    const bytes = await readFileUpTo(path, LARGEST_PLAN, 'any', signal);
    return bytes.length > LARGEST_PLAN ? '' : (decodeMarked(bytes) ?? '');
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Failure('PLAN_UNREADABLE', `The plan ${path} cannot be read.`, 'Check the path.', { cause });
  }
}

function parse(text: string, path: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(text);
    const isOne = typeof document === 'object' && document !== null && 'format' in document;
    if (isOne && !isTooDeep(document)) return { ...document };
  } catch {
    // Said below: what is no JSON is no plan either.
  }
  throw new Failure('PLAN_NOT_A_PLAN', `${path} is no plan.`, AGAIN);
}
