/**
 * Does two things at the same time. Where one fails, the other is stopped and waited for: nothing goes on behind the back
 * of whoever is told of the failure.
 *
 * @param first is given a signal that tells it to stop; so is `second`
 * @throws what failed first
 */
export async function sideBySide<First, Second>(
  first: (stop: AbortSignal) => Promise<First>,
  second: (stop: AbortSignal) => Promise<Second>,
): Promise<[First, Second]> {
  const stop = new AbortController();
  const failures: unknown[] = [];
  const guarded = async <Result>(work: (stop: AbortSignal) => Promise<Result>): Promise<Result> => {
    try {
      return await work(stop.signal);
    } catch (error) {
      failures.push(error);
      stop.abort(error);
      throw error;
    }
  };
  const works = [guarded(first), guarded(second)] as const;
  await Promise.allSettled(works);
  if (failures.length > 0) throw failures[0];
  return await Promise.all(works);
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
