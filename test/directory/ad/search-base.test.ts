import { describe, expect, test } from '@jest/globals';
import { searchBase } from '../../../src/directory/ad/search-base.ts';

const WHOLE = 'DC=corp,DC=example';

describe('a place to search in', () => {
  test.each([
    ['a DNS name', 'sales.corp.example', 'DC=sales,DC=corp,DC=example'],
    ['a DN', ' ou=Groups, dc=corp, dc=example', 'OU=Groups,DC=corp,DC=example'],
    ['a DN without the domain', 'OU=Groups', 'OU=Groups,DC=corp,DC=example'],
    ['a DN with special characters', 'OU=R\\2C D,DC=x,DC=y', 'OU=R\\, D,DC=x,DC=y'],
  ])('%s', (_form, text, expected) => {
    expect(searchBase(text, WHOLE)).toBe(expected);
  });

  test.each([['corp example'], [''], ['a..b'], ['-a.b'], ['(objectClass=*)'], ['*']])('is not %j', (text) => {
    expect(() => searchBase(text, WHOLE)).toThrow(expect.objectContaining({ code: 'SEARCH_BASE_INVALID' }));
  });

  test('in a file must be whole', () => {
    expect(() => searchBase('OU=Groups', null)).toThrow(expect.objectContaining({ code: 'SEARCH_BASE_INVALID' }));
  });
});
