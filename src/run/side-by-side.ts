/**
 * Does two things at the same time, and fails as if they came one after the other: the failure of the first counts before
 * that of the second, whichever is quicker, so that the same run always says the same. Where the first fails, the second is
 * stopped. Nothing goes on behind the back of whoever is told of a failure.
 *
 * @param second is given a signal that tells it to stop
 */
export async function sideBySide<First, Second>(
  first: () => Promise<First>,
  second: (stop: AbortSignal) => Promise<Second>,
): Promise<[First, Second]> {
  const stop = new AbortController();
  const works = [
    first().catch((error: unknown) => {
      stop.abort(error);
      throw error;
    }),
    second(stop.signal),
  ] as const;
  await Promise.allSettled(works);
  return [await works[0], await works[1]];
}

/** What is said now, and later. */
export interface HeldBack {
  readonly progress: (text: string) => void;
  /** Says everything that was held back, and from now on each thing at once. */
  release(): void;
}

/** Of two things at a time only one says what it does; what the other says is held back, so that the order is always the same. */
export function heldBack(progress: (text: string) => void): HeldBack {
  const waiting: string[] = [];
  let isReleased = false;
  return {
    progress: (text) => {
      if (isReleased) progress(text);
      else waiting.push(text);
    },
    release() {
      isReleased = true;
      waiting.splice(0).forEach(progress);
    },
  };
}
