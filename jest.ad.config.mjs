import shared from './jest.shared.mjs';

/** Needs root and Debian's Samba packages: run by `npm run test:ad`. One after the other: they share one machine's ports. */
export default { ...shared, testMatch: ['**/*.ad.test.ts'], testTimeout: 120_000, maxWorkers: 1 };
