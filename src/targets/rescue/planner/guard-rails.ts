import type { Guards } from '../../../plan/guard-rails.ts';

/** Which values of Rescue's own settings weaken what guards against accidents; all others that are listed always do. */
export const GUARDS: Guards = {
  'rescue.adopt': { off: 'account' },
  'rescue.groups[].disableLimit': { usual: 50 },
};
