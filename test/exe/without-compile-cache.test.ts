import { expect, test } from '@jest/globals';
import { withoutCompileCache } from '../../scripts/without-compile-cache.mjs';

const ASKED = 'a text\0NODE_COMPILE_CACHE\0NODE_COMPILE_CACHE_PORTABLE\0';
const TOLD = '\x12\0\0\0NODE_COMPILE_CACHE\0\0\0';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test('the name by which Node asks for the variable becomes an empty one; nothing else changes', () => {
  const program = bytes(TOLD + ASKED + TOLD);

  expect(withoutCompileCache(program)).toEqual(
    bytes(`${TOLD}a text\0\0ODE_COMPILE_CACHE\0NODE_COMPILE_CACHE_PORTABLE\0${TOLD}`),
  );
  expect(program).toEqual(bytes(TOLD + ASKED + TOLD));
});

test.each([
  ['no longer asks', TOLD, '0 times'],
  ['asks in two places', ASKED + ASKED, '2 times'],
])('a Node that %s is not taken: somebody has to look', (_what, program, times) => {
  expect(() => withoutCompileCache(bytes(program))).toThrow(`has the name NODE_COMPILE_CACHE ${times}, not once.`);
});
