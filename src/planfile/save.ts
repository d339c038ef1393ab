import type { Plan } from '../core/model.ts';
import { writeAtomically } from '../files/atomic.ts';
import { renderJson } from '../render/json.ts';

/**
 * Saves the plan document: the bytes of {@link renderJson}, readable for its owner only, because it lists people.
 *
 * @throws Failure OUTPUT_… when the file cannot be written; what was there before is then still there
 */
export async function savePlan(plan: Plan, path: string): Promise<void> {
  await writeAtomically(path, (file) => file.writeFile(renderJson(plan)), 0o600);
}
