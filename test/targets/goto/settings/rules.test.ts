import { describe, expect, test } from '@jest/globals';
import { found, loadRules, loadWith, settingsWith } from './goto-file.ts';

describe('the list of rules', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    ['no rules', { 13: '', 14: '' }, 'MISSING_KEY 5:1 "rules" is missing in goto.'],
    ['an empty list of rules', { 13: '  rules: []', 14: '' }, 'EMPTY 13:10 goto.rules is an empty list.'],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines))).toEqual(expected);
  });
});

describe('what the public API cannot do', () => {
  test.each<[name: string, lines: Readonly<Record<number, string>>, ...expected: string[]]>([
    [
      'device groups',
      { 11: '  welcomeMail: true\n  deviceGroups: [A]' },
      'NOT_BY_API 12:3 "deviceGroups": The public API cannot do it: it has no call for device groups.',
    ],
    [
      'a welcome template',
      { 11: '  welcomeMail: true\n  welcome-template: A' },
      'NOT_BY_API 12:3 "welcome-template": The public API cannot do it: it has no call that chooses a template for the welcome mail.',
    ],
    [
      'a grace for leavers',
      { 11: '  welcomeMail: true\n  leavers: { grace: 3d }' },
      'NOT_BY_API 12:3 "leavers": The public API cannot do it: no field of a user has room for the day on which it ends.',
    ],
  ])('%s', async (_name, lines, ...expected) => {
    expect(found(await loadWith(lines))).toEqual(expected);
  });
});

describe('a rule', () => {
  test.each<[name: string, rules: readonly string[], ...expected: string[]]>([
    [
      'no directory group',
      ['{ products: [Meeting, Connect] }'],
      'MISSING_KEY 14:7 "directoryGroup" is missing in goto.rules[0].',
    ],
    [
      'a blank as directory group',
      ['{ directoryGroup: " ", products: [Meeting, Connect] }'],
      'EMPTY 14:25 The name is empty.',
    ],
    [
      'a number as directory group',
      ['{ directoryGroup: 7, products: [Meeting, Connect] }'],
      'WRONG_TYPE 14:25 goto.rules[0].directoryGroup must be a text, but is a number.',
    ],
    [
      'a line break in a user group',
      ['{ directoryGroup: A, products: [Meeting, Connect], userGroup: "a\\nb" }'],
      'WRONG_VALUE 14:69 The name holds a line break or another control character.',
    ],
    [
      'a blank as user group',
      ['{ directoryGroup: A, products: [Meeting, Connect], userGroup: " " }'],
      'EMPTY 14:69 The name is empty.',
    ],
    [
      'a language that is almost one',
      ['{ directoryGroup: A, products: [Meeting, Connect], language: EN_us }'],
      'WRONG_VALUE 14:68 "EN_us" is no language. Did you mean "en_US"?',
    ],
    [
      'a rule that gives nothing',
      ['{ directoryGroup: A, note: x }', '{ directoryGroup: B, products: [Meeting, Connect] }'],
      'RULE_EMPTY 14:7 This rule gives nothing: no product, role, user group or language.',
    ],
    [
      'a rule with an empty list of products',
      ['{ directoryGroup: A, products: [] }', '{ directoryGroup: B, products: [Meeting, Connect] }'],
      'RULE_EMPTY 14:7 This rule gives nothing: no product, role, user group or language.',
    ],
    [
      'a misspelt list of products',
      ['{ directoryGroup: A, product: [Meeting] }', '{ directoryGroup: B, products: [Meeting, Connect] }'],
      'UNKNOWN_KEY 14:28 "product" is not a key of goto.rules[0]. Did you mean "products"?',
    ],
    [
      'a text as rule',
      ['A', '{ directoryGroup: B, products: [Meeting, Connect] }'],
      'WRONG_TYPE 14:7 goto.rules[0] must be a map (keys with values), but is a text.',
    ],
    [
      'a misspelt list behind a faulty rule',
      ['A', '{ directoryGroup: A, product: [Meeting] }', '{ directoryGroup: B, products: [Meeting, Connect] }'],
      'WRONG_TYPE 14:7 goto.rules[0] must be a map (keys with values), but is a text.',
      'UNKNOWN_KEY 15:28 "product" is not a key of goto.rules[1]. Did you mean "products"?',
    ],
  ])('%s', async (_name, rules, ...expected) => {
    expect(found(await loadRules(...rules))).toEqual(expected);
  });
});

describe('what the public API cannot do in a rule', () => {
  test.each<[name: string, rules: readonly string[], ...expected: string[]]>([
    [
      'a device group in a rule',
      ['{ directoryGroup: A, products: [Meeting, Connect], deviceGroup: B }'],
      'NOT_BY_API 14:58 "deviceGroup": The public API cannot do it: it has no call for device groups.',
    ],
    [
      'settings templates in a rule',
      ['{ directoryGroup: A, products: [Meeting, Connect], settings_templates: [B] }'],
      'NOT_BY_API 14:58 "settings_templates": The public API cannot do it: it has no call that gives a settings template to a user.',
    ],
    [
      'a template in a rule',
      ['{ directoryGroup: A, products: [Meeting, Connect], template: B }'],
      'NOT_BY_API 14:58 "template": The public API cannot do it: it has no call that gives a settings template to a user.',
    ],
    [
      'a rule with nothing but device groups',
      ['{ directoryGroup: A, deviceGroups: [B] }', '{ directoryGroup: B, products: [Meeting, Connect] }'],
      'RULE_EMPTY 14:7 This rule gives nothing: no product, role, user group or language.',
      'NOT_BY_API 14:28 "deviceGroups": The public API cannot do it: it has no call for device groups.',
    ],
  ])('%s', async (_name, rules, ...expected) => {
    expect(found(await loadRules(...rules))).toEqual(expected);
  });
});

describe('a second rule for the same directory group that gives', () => {
  test.each<[name: string, rules: readonly string[], ...expected: string[]]>([
    [
      'the same rule',
      ['{ directoryGroup: A, products: [Meeting, Connect] }', '{ directoryGroup: a, products: [Connect, Meeting] }'],
      'DUPLICATE_RULE 15:25 This rule is the same as the one in line 14.',
    ],
    [
      'the same rule by a merge, at the rule',
      ['&r { directoryGroup: A, products: [Meeting, Connect] }', '{ <<: *r }'],
      'DUPLICATE_RULE 15:7 This rule is the same as the one in line 14.',
    ],
    [
      'another role',
      [
        '{ directoryGroup: "CN=A,DC=corp", products: [Meeting, Connect], role: admin }',
        '{ directoryGroup: "CN=A,DC=corp", role: member }',
      ],
      'CONTRADICTING_RULES 15:25 The rule in line 14 gives the same directory group another role. It is stronger, so the role of this rule can never count.',
    ],
    [
      'another user group',
      ['{ directoryGroup: A, products: [Meeting, Connect], userGroup: X }', '{ directoryGroup: A, userGroup: Y }'],
      'CONTRADICTING_RULES 15:25 The rule in line 14 gives the same directory group another userGroup. It is stronger, so the userGroup of this rule can never count.',
    ],
    [
      'another language',
      [
        '{ directoryGroup: A, products: [Meeting, Connect], language: en_US }',
        '{ directoryGroup: A, language: de_DE }',
      ],
      'CONTRADICTING_RULES 15:25 The rule in line 14 gives the same directory group another language. It is stronger, so the language of this rule can never count.',
    ],
    [
      'less than the first',
      [
        '{ directoryGroup: A, products: [Meeting, Connect], userGroup: X }',
        '{ directoryGroup: A, products: [Meeting], userGroup: X }',
      ],
      'RULE_WITHOUT_EFFECT 15:25 This rule changes nothing: all that it gives is given to the same directory group by the rule in line 14.',
    ],
    [
      'a role that the first gives',
      [
        '{ directoryGroup: "CN=A,DC=corp", products: [Meeting, Connect], role: admin }',
        '{ directoryGroup: "CN=A,DC=corp", role: admin }',
      ],
      'RULE_WITHOUT_EFFECT 15:25 This rule changes nothing: all that it gives is given to the same directory group by the rule in line 14.',
    ],
    [
      'what two others give',
      [
        '{ directoryGroup: A, products: [Meeting] }',
        '{ directoryGroup: A, products: [Connect], language: en_US }',
        '{ directoryGroup: A, products: [Meeting, Connect], language: en_US }',
      ],
      'warning RULES_OF_ONE_GROUP 15:25 The rule in line 14 names the same directory group.',
      'RULE_WITHOUT_EFFECT 16:25 This rule changes nothing: all that it gives is given to the same directory group by the rules in lines 14, 15.',
    ],
    [
      'other products',
      ['{ directoryGroup: A, products: [Meeting] }', '{ directoryGroup: A, products: [Connect] }'],
      'warning RULES_OF_ONE_GROUP 15:25 The rule in line 14 names the same directory group.',
    ],
    [
      'fewer products, but a language',
      [
        '{ directoryGroup: A, products: [Meeting, Connect] }',
        '{ directoryGroup: A, products: [Meeting], language: en_US }',
      ],
      'warning RULES_OF_ONE_GROUP 15:25 The rule in line 14 names the same directory group.',
    ],
    [
      'another user group than the second',
      [
        '{ directoryGroup: A, products: [Meeting] }',
        '{ directoryGroup: A, products: [Connect], userGroup: X }',
        '{ directoryGroup: A, userGroup: Y }',
      ],
      'warning RULES_OF_ONE_GROUP 15:25 The rule in line 14 names the same directory group.',
      'CONTRADICTING_RULES 16:25 The rule in line 15 gives the same directory group another userGroup. It is stronger, so the userGroup of this rule can never count.',
    ],
    [
      'the same but for a faulty role',
      [
        '{ directoryGroup: A, products: [Meeting, Connect], role: membr }',
        '{ directoryGroup: A, products: [Meeting, Connect] }',
      ],
      'WRONG_VALUE 14:64 "membr" is no role. Did you mean "member"?',
    ],
    [
      'the same but for an unknown key',
      [
        '{ directoryGroup: A, products: [Meeting, Connect], usergroup: X }',
        '{ directoryGroup: A, products: [Meeting, Connect] }',
      ],
      'UNKNOWN_KEY 14:58 "usergroup" is not a key of goto.rules[0]. Did you mean "userGroup"?',
    ],
  ])('%s', async (_name, rules, ...expected) => {
    expect(found(await loadRules(...rules))).toEqual(expected);
  });
});

test.each([
  ['Sales #2', 'Sales', 'Sales #2'],
  ["'Sales #2'", 'Sales #2', undefined],
  ['"Desk "', 'Desk ', undefined],
])('the group %j of a rule is the name %j, with its comment %j', async (written, directoryGroup, commented) => {
  const { mappings } = await settingsWith({
    14: `    - directoryGroup: ${written}\n      products: [Meeting, Connect]`,
  });

  expect([mappings[0]?.directoryGroup, mappings[0]?.commented]).toEqual([directoryGroup, commented]);
});
