import shared from './jest.shared.mjs';

/** The executable of this platform: what only it can get wrong, and the scenarios of the built program again. */
export default {
  ...shared,
  globalSetup: '<rootDir>/scripts/jest-setup-exe.mjs',
  testMatch: [
    '**/test/exe/*.exe.test.ts',
    // system-authorities looks at the Node of the tests; the executable has its own.
    '**/test/e2e/!(*.ad|*.apps|system-authorities).test.ts',
  ],
  testTimeout: 120_000,
  maxWorkers: '100%',
};
