import shared from './jest.shared.mjs';

export default {
  ...shared,
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['\\.(ad|slow)\\.test\\.ts$'],
  // Many tests wait for a child process or a socket: two at a time are worth it on two cores.
  maxWorkers: '100%',
  testSequencer: './jest.sequencer.mjs',
};
