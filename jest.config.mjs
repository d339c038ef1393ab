import { availableParallelism } from 'node:os';
import shared from './jest.shared.mjs';

export default {
  ...shared,
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['\\.(ad|slow|apps|exe|wine)\\.test\\.ts$'],
  // Many tests wait for a child process or a socket: one more at a time than there are cores keeps all cores at work.
  maxWorkers: availableParallelism() + 1,
  testSequencer: './jest.sequencer.mjs',
};
