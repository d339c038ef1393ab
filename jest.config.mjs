const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

export default {
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'main',
      roots: ['<rootDir>/test'],
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['\\.ad\\.test\\.ts$'],
    },
    // Needs root and Debian's Samba packages: run by `npm run test:ad`.
    { ...shared, displayName: 'ad', roots: ['<rootDir>/test'], testMatch: ['**/*.ad.test.ts'] },
  ],
};
