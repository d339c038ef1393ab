/**
 * Runs a wait of a call. The end of the run ends it: with an error for a reading, and without one for a change, which is
 * brought to its end.
 *
 * @param signal of the call; null for a change
 * @param run ends the whole run
 */
export async function patiently(
  signal: AbortSignal | null,
  run: AbortSignal,
  wait: (ending: AbortSignal) => Promise<void>,
): Promise<void> {
  try {
    await wait(signal ?? run);
  } catch (error) {
    if (signal !== null || !run.aborted) throw error;
  }
}
