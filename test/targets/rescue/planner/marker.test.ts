import { describe, expect, test } from '@jest/globals';
import {
  parseMarker,
  parseMarkers,
  sealMarker,
  sealOf,
  withMarker,
} from '../../../../src/targets/rescue/planner/marker.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import type { PersonId } from '../../../../src/core/people.ts';
import { patternOf } from '../../../../src/core/pattern.ts';
import { splitMark, withPlanMark } from '../../../../src/targets/rescue/planner/plan-mark.ts';
import { Secret } from '../../../../src/core/secret.ts';

const PERSON = '11111111-2222-4333-8444-555555555555' as PersonId;
const PLAIN = `[adsync ${PERSON} 0a1b2c3d]`;
const NODE = '105' as NodeId;
const SEALING = { account: '560961', key: null };

describe('the seal of a link', () => {
  test('stands behind the fingerprint, and is read back', () => {
    const sealed = sealMarker(PLAIN, NODE, SEALING);

    expect(sealed).toMatch(/^\[adsync 11111111-2222-4333-8444-555555555555 0a1b2c3d-u[0-9a-f]{32}\]$/);
    expect(parseMarker(`Desk 4 ${sealed.toUpperCase().replace('ADSYNC', 'adsync')}`)).toEqual({
      person: PERSON,
      fingerprint: '0a1b2c3d',
      seal: sealOf(PERSON, NODE, SEALING),
    });
    expect(sealMarker(sealed, NODE, SEALING)).toBe(sealed);
  });

  test('differs with account, node, person and key', () => {
    const key = (text: string): { account: string; key: Secret } => ({ account: '560961', key: new Secret(text) });
    const seals = [
      sealOf(PERSON, NODE, SEALING),
      sealOf(PERSON, '106' as NodeId, SEALING),
      sealOf(PERSON, NODE, { ...SEALING, account: '560962' }),
      sealOf(PERSON.replace('1', '2') as PersonId, NODE, SEALING),
      sealOf(PERSON, NODE, key('one')),
      sealOf(PERSON, NODE, key('two')),
    ];

    expect(new Set(seals).size).toBe(seals.length);
    expect(seals.map((seal) => seal[0])).toEqual(['u', 'u', 'u', 'u', 'k', 'k']);
  });

  test('is the HMAC-SHA256 that anybody can compute who has the key', () => {
    // printf '%s' '["adsync link","560961","105","1111…"]' | openssl dgst -sha256 -hmac "$KEY"
    expect(sealOf(PERSON, NODE, { account: '560961', key: new Secret('k'.repeat(32)) })).toBe(
      'ke2bbcd95e139ee79067cc7efa3154463',
    );
  });
});

describe('a description', () => {
  test.each([
    ['keeps its text', 'Desk 4', `Desk 4 ${PLAIN}`],
    ['has one marker', `Desk 4 ${PLAIN.replace('1111', '9999')}   ${PLAIN} fixed`, `Desk 4 fixed ${PLAIN}`],
    ['loses sealed markers, too', sealMarker(PLAIN, NODE, SEALING), PLAIN],
    [
      'gives no new marker by losing one',
      `[adsync ${PLAIN}${PERSON} 0a1b2c3d]`,
      `[adsync ${PERSON} 0a1b2c3d] ${PLAIN}`,
    ],
  ])('that gets a link %s', (_, before, after) => {
    const written = withMarker(before, PLAIN);

    expect(written).toBe(after);
  });

  test('keeps a link that stands inside half a mark of a plan', () => {
    const marked = withPlanMark(`[adsync-plan oops ${PLAIN}`, '[adsync-plan 4f0e8b6a2f6f 2026-01-31T09:00:00Z]');

    expect(parseMarkers(marked)).toHaveLength(1);
  });
});

/** Milliseconds of work, whatever else the machine does; a square of the length would take half a minute. */
describe('text of other people takes no longer than its length', () => {
  const N = 200_000;

  test.each([
    ['blanks', ' '.repeat(N)],
    ['blanks and a marker', `${' '.repeat(N)}x${' '.repeat(N)}${PLAIN}`],
    ['half markers', '[adsync '.repeat(N)],
    ['markers but for the end', `${PLAIN.slice(0, -1)} `.repeat(N / 40)],
    ['half marks of plans', '[adsync-plan '.repeat(N)],
    ['whole marks of plans', '[adsync-plan x]'.repeat(N / 10)],
    ['whole markers', PLAIN.repeat(N / 40)],
  ])('%s', (_, text) => {
    const before = process.cpuUsage();

    parseMarkers(text);
    withMarker(text, PLAIN);
    splitMark(text);
    withPlanMark(text, '[adsync-plan 4f0e8b6a2f6f 2026-01-31T09:00:00Z]');

    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });

  test('an address against a pattern with many *', () => {
    const before = process.cpuUsage();

    const matches = patternOf(`${'*a'.repeat(150)}*b`)(`${'a'.repeat(N)}c`);

    expect(matches).toBe(false);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});

describe('a pattern', () => {
  test.each([
    ['owner@corp.example', 'owner@corp.example', true],
    ['Owner@Corp.Example', 'owner@corp.example', true],
    ['owner@corp.example', 'xowner@corp.example', false],
    ['owner@corp.example', 'owner@corpxexample', false],
    ['*@partner.example', 'ada@partner.example', true],
    ['*@partner.example', 'ada@partner.example.evil', false],
    ['*@partner.example', '@partner.example', true],
    ['ada*', 'ada@x', true],
    ['ada*', 'xada@x', false],
    ['a*b*c', 'a1b2c', true],
    ['a*b*c', 'abbc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['a*bc*bcd', 'abcd', false],
    ['a*bc*cd', 'abcxcd', true],
    ['**', '', true],
    ['a.c', 'abc', false],
  ])('%s against %s', (pattern, text, expected) => {
    expect(patternOf(pattern)(text)).toBe(expected);
  });
});
