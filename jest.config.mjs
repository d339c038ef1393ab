import shared from './jest.shared.mjs';

export default { ...shared, testMatch: ['**/*.test.ts'], testPathIgnorePatterns: ['\\.ad\\.test\\.ts$'] };
