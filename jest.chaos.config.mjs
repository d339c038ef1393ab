import shared from './jest.shared.mjs';

/** Takes some 20 minutes: run by `npm run test:chaos`. */
export default { ...shared, testMatch: ['**/*.chaos.ts'], testTimeout: 4 * 3_600_000, maxWorkers: 1 };
