/** Whose rules are changed, and the tests that have to notice it: quick ones, which need no socket and no file of ours. */
export const RULES = ['src/core', 'src/plan', 'src/targets/rescue/planner'];
export const TESTS = ['test/core', 'test/plan', 'test/plan/view', 'test/targets/rescue/planner', 'test/golden-plans'];
