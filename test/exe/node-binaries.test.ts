import { expect, test } from '@jest/globals';
import { asPinned, pinnedVersion } from '../../scripts/node-binaries.mjs';

test.each([
  ['linux-x64', '24', /^24\.\d+\.\d+$/],
  ['linux-x64', '20.19', /^20\.19\.\d+$/],
  ['win-x64', '24', /^24\.\d+\.\d+$/],
])('%s %s has a version', (platform, version, full) => {
  expect(pinnedVersion(platform, version)).toMatch(full);
});

test('an executable has the same Node on every platform: the one that makes its contents', () => {
  const versions = ['linux-x64', 'linux-arm64', 'win-x64'].map((platform) => pinnedVersion(platform, '24'));

  expect(new Set(versions).size).toBe(1);
});

test.each([
  ['darwin-x64', '24', 'No Node is pinned for darwin-x64. Pinned are: linux-x64, linux-arm64, win-x64'],
  ['linux-x64', '2', 'No Node 2 is pinned for linux-x64. Pinned are: 20.19'],
  ['linux-x64', '', 'No Node  is pinned for linux-x64.'],
])('%s %j has none, and the error says which there are', (platform, version, sentence) => {
  expect(() => pinnedVersion(platform, version)).toThrow(sentence);
});

test('a binary that was changed after it had been looked at is not built in', () => {
  expect(() => asPinned(Buffer.from('another program'), 'win-x64', '24')).toThrow(
    'is not the one that is pinned, so it is not used.',
  );
});
