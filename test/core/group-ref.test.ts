import { expect, test } from '@jest/globals';
import { isIdentity } from '../../src/core/group-ref.ts';

test.each([
  ['CN=Desk,OU=Groups,DC=corp', true],
  ['CN=Desk\\ ,OU=Groups,DC=corp', true],
  [' CN=Desk , OU=Groups , DC=corp ', true],
  ['CN=Ko\u0308ln,DC=corp', true],
  ['Desk', false],
  ['CN=Desk', false],
])('%j says in Active Directory which group is meant: %j', (text, identity) => {
  expect(isIdentity(text, 'ldap')).toBe(identity);
});
