/** What both test runs have in common. */
export default {
  globalSetup: '<rootDir>/scripts/jest-setup.mjs',
  testEnvironment: 'node',
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/fast-check.ts' },
  testTimeout: 30_000,
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/test'],
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
