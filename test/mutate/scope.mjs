/** Whose rules are changed, and the tests that have to notice it: quick ones, which need no socket and no file of ours. */
export const RULES = ['src/core'];
export const TESTS = ['test/core', 'test/golden-plans'];
