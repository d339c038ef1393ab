import { expect, test } from '@jest/globals';
import type { HeldSets, HeldUser } from '../../src/plan/held-sets.ts';
import { staleText } from '../../src/plan/stale-approvals.ts';

const ID = 'd2-0123456789abcdef0123456789abcdef';

function user(word: string): HeldUser {
  return { key: `node of ${word}`, name: word, email: `${word}@x` };
}

function sets(...held: (readonly string[])[]): HeldSets {
  return new Map(held.map((words, index) => [`${words.length}-${index}`, words.map(user)]));
}

const many = Array.from({ length: 12 }, (_, index) => `p${index}`);

test.each<[string, HeldSets, readonly string[] | null, string]>([
  [
    'names who came and who went',
    sets(['ada', 'cyd']),
    ['ada', 'bob'],
    `The approval ${ID} stood for 2 users. Held now is 2-0, 2 users; no longer in it: bob <bob@x>; new in it: cyd <cyd@x>.`,
  ],
  [
    'compares with the hold that has most in common with it',
    sets(['ada'], ['ada', 'bob', 'cyd']),
    ['ada', 'bob'],
    `The approval ${ID} stood for 2 users. Held now is 3-1, 3 users; new in it: cyd <cyd@x>.`,
  ],
  [
    'names the present sets where nobody remembers the earlier one',
    sets(['ada']),
    null,
    `The approval ${ID} stood for 2 users. Held now: 1-0, 1 user: ada <ada@x>.`,
  ],
  [
    'names the present sets where they have nobody in common',
    sets(['ada'], ['bob']),
    ['cyd', 'dan'],
    `The approval ${ID} stood for 2 users. Held now: 1-0, 1 user: ada <ada@x>; 1-1, 1 user: bob <bob@x>.`,
  ],
  [
    'says that another limit holds the same people',
    sets(['ada', 'bob']),
    ['ada', 'bob'],
    `The approval ${ID} stood for 2 users. Held now is 2-0, 2 users; the same people under another limit.`,
  ],
  ['says that nothing is held', sets(), ['ada', 'bob'], `The approval ${ID} stood for 2 users. Nothing is held now.`],
  [
    'names ten and counts the rest',
    sets(many),
    null,
    `The approval ${ID} stood for 2 users. Held now: 12-0, 12 users: ${many
      .slice(0, 10)
      .map((word) => `${word} <${word}@x>`)
      .join(', ')}, 2 more.`,
  ],
])('a stale approval %s', (_, held, stood, text) => {
  expect(staleText(ID, held, stood?.map(user) ?? null)).toBe(text);
});

test('what is no id at all is called that', () => {
  expect(staleText('yes', sets(), null)).toBe('yes is no id of a held set. Nothing is held now.');
});
