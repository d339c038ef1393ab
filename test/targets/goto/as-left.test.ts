import { describe, expect, test } from '@jest/globals';
import type { Standing } from '../../../src/plan/elsewhere.ts';
import type { Fields } from '../../../src/plan/model.ts';
import { comparable } from '../../../src/targets/goto/as-left.ts';
import { userChange } from '../../render/sample-plan.ts';
import { accountOf, licence, userKey } from './planner/builders.ts';

const account = comparable(accountOf({ users: { ada: { products: ['Meeting'], firstName: 'Ada' } } }));

describe('what of a GoTo account stands as adsync left it', () => {
  test.each<[string, Fields, Fields, Standing]>([
    ['products', { products: [] }, { licences: [licence('Meeting')] }, 'asLeft'],
    ['products that somebody gave', { products: [] }, { licences: [] }, 'changed'],
    ['an address in another case', { email: 'b@corp.example' }, { email: 'ADA@corp.example' }, 'asLeft'],
    ['a name by hand', { firstName: 'B' }, { firstName: 'Bea' }, 'changed'],
    ['a role of which one part was never written', { role: 'admin' }, { adminRoles: [] }, 'unknown'],
    ['a language, which is in no journal', { language: 'de_DE' }, { language: 'en_US' }, 'unknown'],
  ])('%s', (_title, after, written, expected) => {
    const change = userChange({ operations: ['update'], node: userKey('ada'), before: {}, after });

    expect(account.standing(change, written)).toBe(expected);
  });

  test('a user that is gone', () => {
    const gone = userChange({ operations: ['update'], node: '8', before: {}, after: { firstName: 'B' } });

    expect(account.has(userKey('ada'))).toBe(true);
    expect(account.has('8')).toBe(false);
    expect(account.standing(gone, { firstName: 'A' })).toBe('unknown');
  });
});
