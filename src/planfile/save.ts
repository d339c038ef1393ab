import { randomBytes } from 'node:crypto';
import type { Plan, SavedPlan } from '../plan/model.ts';
import type { Secret } from '../core/secret.ts';
import { writeAtomically, writePieces } from '../files/atomic.ts';
import { savedJson } from '../render/json.ts';
import { SAVED_ID_BYTES, sealed } from './seal.ts';

/**
 * Saves the plan document, with an id of its own and a digest, readable for its owner only, because it lists people.
 *
 * @param key signs it; null = no signature
 * @returns the plan as it is read again
 * @throws Failure OUTPUT_… when the file cannot be written; what was there before is then still there
 */
export async function savePlan(plan: Plan, path: string, key: Secret | null): Promise<SavedPlan> {
  const saved = sealed(plan, randomBytes(SAVED_ID_BYTES), key);
  await writeAtomically(path, (file) => writePieces(file, savedJson(saved)), 0o600);
  return saved;
}
