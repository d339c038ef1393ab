import { expect, test } from '@jest/globals';
import { unwritable } from '../../src/run/state-dir.ts';

test.each([
  ['EACCES', 'permission denied', 'who may write there'],
  ['EPERM', 'permission denied', 'who may write there'],
  ['EROFS', 'the disk is read-only', 'on another disk with --state-dir'],
  ['ENOSPC', 'the disk is full', 'Free some space'],
  ['EDQUOT', 'the quota is used up', 'Free some space'],
  ['ENOENT', 'no folder can be made there', '--state-dir'],
  ['ENOTDIR', 'a file stands where a folder should be', '--state-dir'],
  ['EEXIST', 'there is a file of that name', '--state-dir'],
  ['EIO', 'the system says EIO', '--state-dir'],
])('a state folder that cannot be written for %s says: %s', (code, why, advice) => {
  const failure = unwritable('/config/.adsync', Object.assign(new Error('x'), { code }));

  expect(failure.message).toBe(
    `Cannot write /config/.adsync: ${why}. Without a record of what is done, nothing is changed.`,
  );
  expect(failure.advice).toContain(advice);
});
