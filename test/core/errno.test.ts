import { expect, test } from '@jest/globals';
import { codeOf, errnoOf } from '../../src/core/errno.ts';

test.each([
  [Object.assign(new Error(), { code: 'ENOENT' }), 'ENOENT', 'ENOENT'],
  [{ code: 'CERT_HAS_EXPIRED' }, 'CERT_HAS_EXPIRED', null],
  [{ code: 'UND_ERR_SOCKET' }, 'UND_ERR_SOCKET', null],
  [{ code: 'ERR_INVALID_ARG_TYPE' }, 'ERR_INVALID_ARG_TYPE', null],
  [{ code: 49 }, null, null],
  [{ code: '' }, null, null],
  [new Error('ENOENT'), null, null],
  ['ENOENT', null, null],
  [null, null, null],
  [undefined, null, null],
])('%p has the code %p, as an error of the system %p', (error, code, errno) => {
  expect(codeOf(error)).toBe(code);
  expect(errnoOf(error)).toBe(errno);
});
