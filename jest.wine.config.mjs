import shared from './jest.shared.mjs';

/** The executable for Windows, under Debian's wine64: run by `npm run test:wine`. */
export default {
  ...shared,
  globalSetup: '<rootDir>/scripts/jest-setup-wine.mjs',
  testMatch: ['**/test/exe/*.wine.test.ts'],
  testTimeout: 240_000,
  maxWorkers: 1,
};
