import { Failure } from '../../core/failure.ts';
import type { Settings } from '../../core/settings.ts';
import { clearRecords } from './clear.ts';
import { heldBeside } from './state-file.ts';
import type { FileToRun, RoundsWorld } from './world.ts';

/** Milliseconds: how often old records are looked for. */
export const CLEAR_EVERY = 86_400_000;

/**
 * Clears old records after a round that came to its end. What cannot be cleared is said, and no fault of the round.
 *
 * @returns a sentence on what was done; null = nothing was
 */
export async function clearAfter(file: FileToRun, world: RoundsWorld, settings: Settings): Promise<string | null> {
  const held = await heldBeside(file.stateDir);
  const approved = world.claims.approved();
  const cleared = await clearRecords({
    stateDir: file.stateDir,
    settings,
    accounts: world.claims.accountsOf(file.file),
    // Where a file beside this one, or its state, cannot be read, nobody knows what it holds and approves.
    neededHolds: held === null || approved === null ? 'all' : new Set([...held, ...approved]),
    now: world.clock.now(),
  }).catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
  if (cleared instanceof Failure) return `Old records were not cleared: ${cleared.message}`;
  return cleared === 0 ? null : `${cleared} old records were cleared, for nothing needs them any more.`;
}
