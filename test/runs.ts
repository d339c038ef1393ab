/** Set by jest.slow.config.mjs, which runs these tests a second time. */
const ALL = Reflect.get(globalThis, 'ALL_RANDOM_RUNS') === true;
/** Enough to notice at once what is often wrong. The same seed makes these the first of all cases. */
const QUICK_SHARE = 0.1;

export interface Runs {
  readonly numRuns: number;
  readonly seed: number;
}

/** `npm run test:slow` tries all cases, `npm test` only so many that it stays quick. */
export function runs(all: number): Runs {
  return { numRuns: ALL ? all : Math.ceil(QUICK_SHARE * all), seed: 20260131 };
}
