/**
 * Turns "save after each write" into as few saves as possible: a caller is answered once a save that began after its
 * call has ended, and callers who come while one is under way share the next.
 */
export function newPersister(save: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;

  async function saveAfter(previous: Promise<void>): Promise<void> {
    // A save that failed has told its own callers; the next one tries again.
    await previous.catch(() => undefined);
    next = null;
    await save();
  }

  return () => {
    if (next === null) {
      next = saveAfter(running);
      running = next;
    }
    return next;
  };
}
