import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadCases } from '../../src/cases/load-cases.ts';

/** Files of cases: each fault with its line and column. */

const KNOWN = { targets: new Map([['rescue', ['group', 'role', 'ssoId']]]), operations: ['create', 'disable'] };

async function load(text: string) {
  const bytes = new TextEncoder().encode(text);
  return await loadCases('/x/tests/a.yaml', 'tests/a.yaml', () => Promise.resolve(bytes), KNOWN);
}

async function faults(text: string): Promise<string[]> {
  const loaded = await load(text);
  return loaded.ok ? [] : loaded.diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

const HEAD = 'version: 1\ncases:\n  - name: a\n';
const GIVEN = '    given: { people: [{ name: Ada }], groups: [] }\n';

describe('faults', () => {
  test.each([
    ['no version', 'cases: []', ['MISSING_KEY 1:1', 'EMPTY 1:8']],
    ['an unknown key', `version: 1\ncase: []`, ['UNKNOWN_KEY 2:1']],
    ['a case without a world', `${HEAD}    expect: [{ person: Ada, rescue: none }]`, ['CASE_WORLD 3:5']],
    [
      'a case with two',
      `${HEAD}    snapshot: a\n${GIVEN}    expect: [{ person: Ada, rescue: none }]`,
      ['CASE_WORLD 3:5'],
    ],
    ['nothing expected', `${HEAD}${GIVEN}    expect: [{ person: Ada }]`, ['CASE_EXPECTED 5:14']],
    ['an unknown section', `${HEAD}${GIVEN}    expect: [{ person: Ada, resque: none }]`, ['CASE_EXPECTED 5:29']],
    ['nobody named', `${HEAD}${GIVEN}    expect: [{ rescue: none }]`, ['CASE_EXPECTED 5:16']],
    ['an unknown field', `${HEAD}${GIVEN}    expect: [{ person: Ada, rescue: { sso: x } }]`, ['CASE_FIELD 5:39']],
    [
      'a value that is none',
      `${HEAD}${GIVEN}    expect: [{ person: Ada, rescue: { ssoId: {} } }]`,
      ['CASE_FIELD 5:46'],
    ],
    ['a list for a placement', `${HEAD}${GIVEN}    expect: [{ person: Ada, rescue: [x] }]`, ['CASE_EXPECTED 5:37']],
    ['changes without an account', `${HEAD}${GIVEN}    expect: [{ changes: { create: 1 } }]`, ['CASE_EXPECTED 5:16']],
    ['an unknown operation', `${HEAD}    snapshot: a\n    expect: [{ changes: { creat: 1 } }]`, ['CASE_EXPECTED 5:27']],
    [
      'a rule for no section',
      'version: 1\nnever: [{ because: a, target: x, becomes: { role: y } }]',
      ['CASE_FIELD 2:31'],
    ],
    [
      'a rule for no field',
      'version: 1\nnever: [{ because: a, target: rescue, becomes: { x: y } }]',
      ['CASE_FIELD 2:50'],
    ],
    ['broken YAML', 'version: 1\n  cases: [', ['YAML_SYNTAX 1:10', 'YAML_SYNTAX 2:11']],
  ])('%s', async (_what, text, expected) => {
    expect(await faults(text)).toEqual(expected);
  });
});

test('a file that is not text, or not there, is said', async () => {
  const broken = await loadCases('/x', 'x', () => Promise.resolve(Uint8Array.of(0xff, 0xfe, 0xfd)), KNOWN);
  const missing = await loadCases(
    '/x',
    'x',
    () => Promise.reject(Object.assign(new Error(), { code: 'ENOENT' })),
    KNOWN,
  );

  expect([broken, missing].map((one) => (one.ok ? '' : one.diagnostics[0]?.code))).toEqual([
    'FILE_NOT_UTF8',
    'FILE_UNREADABLE',
  ]);
});

test('all of a file is read', async () => {
  const text = `version: 1
snapshot: s.json
cases:
  - name: a
    given:
      people: [{ name: Ada, mail: a@x, state: expired, attributes: { department: IT } }]
      groups: [{ name: G, dn: "CN=G", members: [Ada], groups: [H] }, { name: H, unmapped: true }]
    expect:
      - { person: Ada, rescue: T/G, notice: X }
  - name: b
    expect: [{ changes: { create: 1 } }]
never:
  - { because: c, target: rescue, outside: IT, mail: "*@x", becomes: { role: [a, b] } }
`;
  const loaded = await load(text);

  expect(loaded.ok && loaded.cases).toMatchObject({
    snapshot: { value: 's.json', line: 2 },
    cases: [
      {
        name: 'a',
        line: 4,
        world: {
          kind: 'given',
          given: {
            people: [{ name: 'Ada', mail: 'a@x', upn: null, state: 'expired', attributes: { department: 'IT' } }],
            groups: [
              { name: 'G', dn: 'CN=G', members: [{ value: 'Ada', line: 7 }], groups: [{ value: 'H', line: 7 }] },
              { name: 'H', unmapped: true },
            ],
          },
        },
        expect: [
          { kind: 'placement', person: 'Ada', target: 'rescue', wanted: { group: 'T/G' } },
          { kind: 'notice', code: 'X', person: 'Ada', line: 9 },
        ],
      },
      {
        name: 'b',
        world: { kind: 'snapshot', snapshot: { value: 's.json' } },
        expect: [{ kind: 'changes', counts: { create: 1 } }],
      },
    ],
    never: [{ because: 'c', outside: 'IT', inside: null, mail: '*@x', becomes: { role: ['a', 'b'] }, line: 13 }],
  });
});

test('the example is a faultless file', async () => {
  const known = { ...KNOWN, targets: new Map([['rescue', ['group', 'role', 'ssoId']]]) };
  const text = readFileSync(join(import.meta.dirname, '../../examples/tests/helpdesk.yaml'));

  expect(await loadCases('/x', 'x', () => Promise.resolve(text), known)).toMatchObject({ ok: true });
});
