import shared from './jest.shared.mjs';

/** Races, kills and long random runs: run by `npm run test:slow`, and by `.ci/run` beside `npm test`. */
export default {
  ...shared,
  testMatch: ['**/*.slow.test.ts', '**/test/property/*.test.ts', '**/test/chaos/directory/random.test.ts'],
  // Read by test/runs.ts.
  globals: { ALL_RANDOM_RUNS: true },
  testTimeout: 120_000,
  maxWorkers: '100%',
};
