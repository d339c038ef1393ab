import type { FieldRules } from '../../../plan/fields.ts';
import type { Facts } from './change.ts';

/** The fields of users and groups of a Rescue account. */
export const FIELDS = {
  group: { operation: 'move' },
  name: { operation: 'update' },
  email: { operation: 'update', unique: true },
  status: { operation: 'status' },
  ssoId: { operation: 'update', unique: true },
  mobile: { operation: 'update', goesWithDisable: true },
  link: { operation: 'update' },
  leaves: { operation: 'update', goesWithDisable: true },
  password: { operation: 'update' },
} as const satisfies FieldRules & Record<keyof Facts, unknown>;
