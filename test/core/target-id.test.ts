import { expect, test } from '@jest/globals';
import { accountOf, fileNameOf, formerFileNameOf, targetId } from '../../src/core/target-id.ts';

test.each([
  ['rescue', '560961', 'rescue:560961', 'rescue-560961', '560961'],
  ['goto', '560961', 'goto:560961', 'goto-560961', null],
  ['rescue', 'a:b', 'rescue:a:b', 'rescue-a%3Ab', null],
  ['rescue', '../x*', 'rescue:../x*', 'rescue-..%2Fx%2A', null],
])('the account %s %s is %s, its files are %s, and were %s', (type, account, id, file, former) => {
  const target = targetId(type, account);

  expect(target).toBe(id);
  expect(accountOf(target)).toBe(account);
  expect(fileNameOf(target)).toBe(file);
  expect(formerFileNameOf(target)).toBe(former);
});
