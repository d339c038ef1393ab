import type { FieldRules } from '../../../plan/fields.ts';

/** The fields of a user of a GoTo account, in the order in which documents list them. */
export const FIELDS: FieldRules = {
  status: { operation: 'holding' },
  products: { operation: 'entitlements', goesWithDisable: true },
  role: { operation: 'update', goesWithDisable: true },
  userGroup: { operation: 'update' },
  firstName: { operation: 'update' },
  lastName: { operation: 'update' },
  email: { operation: 'update', unique: true },
  language: { operation: 'update' },
  attributes: { operation: 'update' },
  link: { operation: 'update' },
};
