import shared from './jest.shared.mjs';

/** What the mutants of the planner have to get past: run by `npm run mutate`. */
export default { ...shared, testMatch: ['**/*.mutate.ts'], roots: ['<rootDir>/test/mutate'], watchman: false };
