import shared from './jest.shared.mjs';

/**
 * Opens what adsync writes in the programs of its readers. Needs Debian's Chromium and LibreOffice: run by
 * `npm run test:apps`. One after the other, for these programs take much memory.
 */
export default { ...shared, testMatch: ['**/*.apps.test.ts'], testTimeout: 120_000, maxWorkers: 1 };
