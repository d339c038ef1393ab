import { describe, expect, test } from '@jest/globals';
import { parseMarker, withMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import { bearsPlanMark, splitMark, withPlanMark } from '../../../../src/targets/rescue/planner/plan-mark.ts';
import { planMark } from '../../../../src/plan/saving.ts';

const PLAN = { savedId: '4f0e8b6a2f6f'.padEnd(32, '0'), createdAt: '2026-01-31T09:00:00.123Z' };
const MARK = '[adsync-plan 4f0e8b6a2f6f 2026-01-31T09:00:00Z]';
const OLDER = '[adsync-plan 0123456789ab 2026-01-30T09:00:00Z]';
const LINK = '[adsync 11111111-2222-4333-8444-555555555555 0a1b2c3d]';

test('a plan has one mark, which says which it is and when it was made', () => {
  expect(planMark(PLAN)).toBe(MARK);
  expect(planMark({ ...PLAN, createdAt: '2026-01-31T10:00:00+01:00' })).toBe(MARK);
});

describe('the mark of a plan in a description', () => {
  test.each([
    ['nothing', '', MARK],
    ['a text', 'Desk 4', `Desk 4 ${MARK}`],
    ['a link', LINK, `${LINK} ${MARK}`],
    ['a text and a link', `Desk 4 ${LINK}`, `Desk 4 ${LINK} ${MARK}`],
    ['the mark of an older plan', `Desk 4 ${LINK} ${OLDER}`, `Desk 4 ${LINK} ${MARK}`],
    ['a mark that was cut', `Desk 4 ${LINK} [adsync-plan 0123`, `Desk 4 ${LINK} ${MARK}`],
    ['the same mark', `${LINK} ${MARK}`, `${LINK} ${MARK}`],
    ['marks that somebody has copied', `${OLDER} Desk 4 ${OLDER}`, `Desk 4 ${MARK}`],
  ])('is written beside %s', (_, before, after) => {
    const marked = withPlanMark(before, MARK);

    expect(marked).toBe(after);
    expect(parseMarker(marked)).toEqual(parseMarker(before));
    expect(splitMark(marked).mark).toBe(MARK);
    expect(bearsPlanMark(marked, PLAN)).toBe(true);
  });

  test.each([
    ['another plan', OLDER],
    ['a plan of the same id made at another time', '[adsync-plan 4f0e8b6a2f6f 2026-01-31T09:00:01Z]'],
    ['a link alone', LINK],
    ['half a mark', '[adsync-plan 4f0e8b6a2f6f'],
  ])('is not that of %s', (_, description) => {
    expect(bearsPlanMark(description, PLAN)).toBe(false);
  });

  test('is null where there is none, or only a part of one', () => {
    expect(splitMark(`Desk 4 ${LINK}`)).toEqual({ rest: `Desk 4 ${LINK}`, mark: null });
    expect(splitMark(`Desk 4 ${LINK} ${MARK.slice(0, 30)}`)).toEqual({ rest: `Desk 4 ${LINK}`, mark: null });
  });

  test('stays behind a link that is written anew, so that what is cut off is never the link', () => {
    const renewed = LINK.replace('0a1b2c3d', '4e5f6a7b');

    expect(withMarker(`Desk 4 ${LINK} ${MARK}`, renewed)).toBe(`Desk 4 ${renewed} ${MARK}`);
    expect(withMarker(`Desk 4 ${LINK} ${MARK.slice(0, 30)}`, renewed)).toBe(`Desk 4 ${renewed}`);
  });
});
