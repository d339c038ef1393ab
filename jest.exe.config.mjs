import shared from './jest.shared.mjs';

/** The executable of this platform: what only it can get wrong, and the scenarios of the built program again. */
export default {
  ...shared,
  globalSetup: '<rootDir>/scripts/jest-setup-exe.mjs',
  testMatch: [
    '**/test/exe/*.exe.test.ts',
    '**/test/e2e/{approvals,bad-input,directory-cases,goto-directories,goto-page,invisible-mail,main-job,markdown}.test.ts',
    '**/test/e2e/{review-story,runs,saved-plan}.slow.test.ts',
  ],
  testTimeout: 120_000,
  maxWorkers: '100%',
};
