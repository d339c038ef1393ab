import { expect, test } from '@jest/globals';
import { askedProperties } from '../../../src/directory/entra/attributes.ts';
import { untracked } from '../../../src/directory/entra/tracked-properties.ts';

test.each<[string[], string | null]>([
  [[], null],
  [['givenName', 'surname', 'department', 'costCenter', 'division', 'employeeNumber', 'extensionAttribute7'], null],
  [['Department'], null],
  [['department', 'skills'], 'skills'],
  [['manager'], 'manager'],
  [['licenseAssignmentStates'], 'licenseAssignmentStates'],
  [['signInActivity'], 'signInActivity'],
  [['customSecurityAttributes'], 'customSecurityAttributes'],
  // A schema extension, and one of the directory.
  [['ext8fw8abc_badge'], 'ext8fw8abc_badge'],
  [['extension_b7d8e648520f41d3b9c0fdeb91768a0a_badge'], 'extension_b7d8e648520f41d3b9c0fdeb91768a0a_badge'],
])('of %j untracked is %j', (names, expected) => {
  const why = expected === null ? null : `Microsoft Graph may not tell changes of the attribute ${expected}.`;
  expect(untracked(askedProperties(names))).toBe(why);
});
