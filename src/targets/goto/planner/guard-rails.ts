import type { Guards } from '../../../plan/guard-rails.ts';

/** Which values of GoTo's own settings weaken what guards against accidents; all others that are listed always do. */
export const GUARDS: Guards = {
  'goto.adopt': { off: 'account' },
};
