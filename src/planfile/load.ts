import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { Failure } from '../core/failure.ts';
import type { Plan } from '../core/model.ts';
import { planIdOf } from '../core/plan.ts';

const FORMAT = 'adsync.plan/1';
/** `schemas/plan.schema.json` as the build compiles it; it lies in the same place seen from src/ and from dist/. */
const COMPILED = '../../dist/schemas/plan.cjs';
const AGAIN = 'Make a new plan with: adsync plan --out FILE';

/**
 * Reads a saved plan and proves that it is whole and was not altered since it was made.
 *
 * @throws Failure PLAN_UNREADABLE, PLAN_NOT_A_PLAN, PLAN_VERSION, PLAN_ALTERED
 */
export async function loadPlan(path: string): Promise<Plan> {
  const document = parse(await read(path), path);
  if (document['format'] !== FORMAT) {
    const text = `${path} is a plan of the format ${String(document['format'])}; this version of adsync reads ${FORMAT}.`;
    throw new Failure('PLAN_VERSION', text, AGAIN);
  }
  const validate = createRequire(import.meta.url)(COMPILED) as ValidateFunction;
  if (!validate(document)) {
    const fault = validate.errors?.[0];
    const text = `${path} is no plan: data${fault?.instancePath ?? ''} ${fault?.message ?? 'is another thing'}.`;
    throw new Failure('PLAN_NOT_A_PLAN', text, AGAIN);
  }
  if (planIdOf(document) !== document['planId']) {
    throw new Failure('PLAN_ALTERED', `${path} was altered after it was made: its digest does not fit.`, AGAIN);
  }
  return document as unknown as Plan;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Failure('PLAN_UNREADABLE', `The plan ${path} cannot be read.`, 'Check the path.', { cause });
  }
}

function parse(text: string, path: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && 'format' in document) return { ...document };
  } catch {
    // Said below: what is no JSON is no plan either.
  }
  throw new Failure('PLAN_NOT_A_PLAN', `${path} is no plan.`, AGAIN);
}
