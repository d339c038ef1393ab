import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { closeAll } from '../../directory/entra/fixture.ts';
import { type Calm, graphCells, newCalm, passes, tryCell } from './graph-cells.ts';
import { type GraphStage, newGraphStage } from './graph-trial.ts';
import { findingsOf } from './trial.ts';

/** Whatever happens between adsync and Graph, at whatever place: nobody is disabled or moved for it. */

let stage: GraphStage;
let calm: Calm;

beforeAll(async () => {
  stage = await newGraphStage();
  calm = await newCalm(stage);
});

afterAll(closeAll);

test('the undisturbed plan has disables and moves of every sort', () => {
  const { plan } = calm.several;

  expect(plan.directory.complete).toBe(true);
  expect(plan.summary).toMatchObject({ create: 10, move: 3, held: 0 });
});

describe('once', () => {
  // A third of them here, to save time; all of them in the long run.
  const third = graphCells.filter(passes).filter((_, index) => index % 3 === 0);

  test.each(third)('%s in %s does no harm', async (...cell) => {
    const done = await tryCell(stage, calm, cell, 1);

    expect(findingsOf([done])).toEqual([]);
    expect(done.struck).toBe(1);
    expect(done.outcome).toMatchObject({ kind: 'planned', reading: { kind: 'complete' } });
  });
});

describe('again and again', () => {
  test.each(graphCells)('%s in %s disables and moves nobody', async (...cell) => {
    const done = await tryCell(stage, calm, cell, null);

    expect(findingsOf([done])).toEqual([]);
    expect(done.struck).toBeGreaterThan(0);
  });
});
