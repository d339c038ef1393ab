import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { FAILURE_KINDS, type Plan } from '../../src/plan/model.ts';
import { renderJson } from '../../src/render/json.ts';
import { expectGolden } from './golden.ts';
import { hostileText, INVISIBLE } from './hostile-text.ts';
import { emptyPlan, entitlementPlan, largePlan, planOf, planWith, userChange, variedPlan } from './sample-plan.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8')) as object;
const ajv = new Ajv2020({ allErrors: true, strict: true });
formats.default(ajv);
const isPlan = ajv.compile(schema);

describe('renderJson', () => {
  test('looks as in varied.json', () => {
    expectGolden('varied.json', renderJson(variedPlan()));
  });

  test('gives the same bytes however the plan was built', () => {
    const plan = variedPlan();

    const text = renderJson(backwards(plan) as Plan);

    expect(text).toBe(renderJson(plan));
  });

  test('can be read back to the same plan', () => {
    const plan = variedPlan();

    expect(JSON.parse(renderJson(plan))).toEqual(plan);
  });

  test('says what blocks a change, where something does', () => {
    const blocked = { text: 'No licence is free.', kind: 'out-of-licences' } as const;
    const plan = planOf([userChange({ operations: ['grant'], blocked }), userChange({ operations: ['grant'] })]);

    const text = renderJson(plan);

    expect(JSON.parse(text)).toEqual(plan);
    expect(
      text.match(/"blocked": \{\s+"kind": "out-of-licences",\s+"text": "No licence is free\."\s+\}/g),
    ).toHaveLength(1);
  });

  test('shows no control character or bidi control, and keeps every name', () => {
    fc.assert(
      fc.property(hostileText(), (name) => {
        const plan = planWith(name);

        const text = renderJson(plan);

        expect(text.replaceAll('\n', '')).not.toMatch(INVISIBLE);
        expect(JSON.parse(text)).toEqual(plan);
      }),
    );
  });
});

const [blockedOne] = entitlementPlan().changes;

describe('schemas/plan.schema.json', () => {
  test.each([
    ['an empty plan', emptyPlan()],
    ['a varied plan', variedPlan()],
    ['a plan of entitlements', entitlementPlan()],
    ['a large plan', largePlan(300)],
    ['hostile names', planWith('\u001b[31m\u202e')],
  ])('accepts %s', (_what, plan) => {
    const valid = isPlan(JSON.parse(renderJson(plan)));

    expect(isPlan.errors).toBeNull();
    expect(valid).toBe(true);
  });

  test.each(FAILURE_KINDS)('knows the kind of failure %s', (kind) => {
    expect(isPlan({ ...emptyPlan(), changes: [{ ...blockedOne, blocked: { kind, text: '' } }] })).toBe(true);
  });

  test('lets readers meet keys they do not know', () => {
    expect(isPlan({ ...emptyPlan(), later: 1 })).toBe(true);
  });

  test.each(Object.keys(emptyPlan()))('refuses a plan without %s', (key) => {
    const rest = without(JSON.parse(renderJson(emptyPlan())), key);

    expect(isPlan(rest)).toBe(false);
  });

  test.each(Object.keys(variedPlan().changes[0] ?? {}))('refuses a change without %s', (key) => {
    const plan = JSON.parse(renderJson(variedPlan())) as { changes: unknown[] };
    const [first, ...others] = plan.changes;

    expect(isPlan({ ...plan, changes: [without(first, key), ...others] })).toBe(false);
  });

  test.each([
    ['another format', { format: 'adsync.plan/1' }],
    ['a date that is none', { createdAt: 'yesterday' }],
    ['a negative count', { summary: { ...emptyPlan().summary, create: -1 } }],
    ['no account', { targets: [] }],
    ['an unknown kind of failure', { changes: [{ ...blockedOne, blocked: { kind: 'bad luck', text: '' } }] }],
    ['a block without a reason', { changes: [{ ...blockedOne, blocked: { kind: 'transient' } }] }],
    ['an unknown operation', { changes: [{ ...blockedOne, operations: ['delete'] }] }],
  ])('refuses %s', (_what, wrong) => {
    expect(isPlan({ ...emptyPlan(), ...wrong })).toBe(false);
  });
});

/** The same value with the keys of every object in reverse order. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, inner]) => [key, backwards(inner)]));
}

function without(value: unknown, key: string): unknown {
  return Object.fromEntries(Object.entries(value as object).filter(([name]) => name !== key));
}
