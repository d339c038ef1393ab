import shared from './jest.shared.mjs';

/** Takes half an hour or so: run by `npm run test:chaos`. */
export default { ...shared, testMatch: ['**/*.chaos.ts'], testTimeout: 4 * 3_600_000, maxWorkers: 1 };
