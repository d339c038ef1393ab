import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { planDocument } from '../../src/render/json.ts';
import type { LongLists } from '../../src/render/json-pieces.ts';
import { RENDERERS } from '../../src/render/renderers.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import { largePlan, variedPlan } from './sample-plan.ts';
import { REST, textOf } from './shown.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-renderers-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A stream that keeps what it is given. */
function stream() {
  const texts: string[] = [];
  const documents: unknown[] = [];
  return {
    color: true,
    columns: 80,
    write: (text: string): void => void texts.push(text),
    writeJson: (document: object, lists: LongLists = {}): void => {
      const items = Object.entries(lists).map(([key, list]) => [key, [...list]] as const);
      documents.push({ ...document, ...Object.fromEntries(items) });
    },
    texts,
    documents,
  };
}

describe('renderers', () => {
  test('text is for people, as the stream shows it, and cut to what they read', async () => {
    const out = stream();

    await RENDERERS.text(largePlan(60), () => RESCUE_LABELS, out, REST);

    expect(out.texts).toEqual([textOf(largePlan(60), { color: true, columns: 80 })]);
    expect(out.texts[0]).toContain('… and 10 more here');
    expect(out.documents).toEqual([]);
  });

  test('json is the plan document', async () => {
    const out = stream();

    await RENDERERS.json(variedPlan(), () => RESCUE_LABELS, out);

    expect(out.documents).toEqual([planDocument(variedPlan())]);
    expect(out.texts).toEqual([]);
  });

  test('xlsx is a file, of the whole plan', async () => {
    const path = join(folder, 'plan.xlsx');

    await RENDERERS.xlsx(largePlan(60), () => RESCUE_LABELS, path);

    const { default: ExcelJS } = await import('exceljs');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(path);
    expect(workbook.getWorksheet('Changes')?.actualRowCount).toBe(61);
  });

  test('are loaded only when they are used', async () => {
    const code = await readFile(new URL('../../src/render/renderers.ts', import.meta.url), 'utf8');

    const loaded = [...code.matchAll(/^import (?!type)[^;]* from '([^']+)'/gm)].map(([, from]) => from);
    expect(loaded).toEqual([]);
  });
});
