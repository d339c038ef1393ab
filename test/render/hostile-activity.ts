import type { Activity } from '../../src/run/activities.ts';

/** A change of a run that says the name wherever somebody else gives the words. @param index makes its id */
export function activity(name: string, index = 0): Activity {
  return {
    at: '2026-11-27T09:00:00.000Z',
    run: '2026-11-27T090000Z-1',
    command: 'apply',
    target: 'rescue:560961',
    change: `c-${index}`,
    operations: ['move'],
    status: 'failed',
    kind: 'unknown',
    user: { type: 'user', name, email: name, person: name, node: name, group: name },
    details: name,
  };
}
