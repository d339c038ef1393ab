import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type ExcelJS from 'exceljs';
import { bundleSource } from '../../scripts/import-source.mjs';
import { LEFT_OUT } from '../../scripts/mended-packages.mjs';
import { zipEntry, zipNames } from '../../src/files/zip-entry.ts';
import { writeExcel } from '../../src/render/xlsx.ts';
import { largePlan, variedPlan } from '../render/sample-plan.ts';
import { wholeView } from '../render/shown.ts';

/** exceljs as it is in the bundle: its archiver is another one, and parts of it are left out (scripts/mended-packages.mjs). */

const SRC = join(import.meta.dirname, '../../src');

interface Bundled {
  readonly writeExcel: typeof writeExcel;
  readonly ExcelJS: typeof ExcelJS;
}

let folder = '';
let bundled: Bundled;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-exceljs-'));
  const file = join(folder, 'bundle.mjs');
  await bundleSource(
    "export { writeExcel } from './src/render/xlsx.ts';\nexport { default as ExcelJS } from 'exceljs';",
    file,
  );
  bundled = (await import(pathToFileURL(file).href)) as Bundled;
});

afterAll(() => rm(folder, { recursive: true }));

/** Every part of a workbook, unpacked. */
async function partsOf(
  write: typeof writeExcel,
  ...[view, saved]: [Parameters<typeof writeExcel>[0], Saved]
): Promise<Part[]> {
  const path = join(folder, 'plan.xlsx');
  await write(view, path, saved);
  const bytes = await readFile(path);
  return (zipNames(bytes) ?? []).map((name) => [name, zipEntry(bytes, name, 1e8)?.toString('utf8')]);
}

type Saved = Parameters<typeof writeExcel>[2] | null;
type Part = readonly [string, string | undefined];

describe('a workbook that the bundle writes', () => {
  test.each([
    ['varied, row by row', variedPlan(), null],
    ['varied, to be approved in', variedPlan(), { digest: 'd1'.repeat(32) }],
    ['large, row by row', largePlan(300), null],
  ])('is part by part that of exceljs with its own archiver: %s', async (_what, plan, saved) => {
    const view = wholeView(plan);
    const parts = await partsOf(bundled.writeExcel, view, saved);

    expect(parts).toEqual(await partsOf(writeExcel, view, saved));
    expect(parts.length).toBeGreaterThan(10);
  });
});

describe('what is left out', () => {
  test('is not called: of exceljs adsync uses workbooks, and the writer that streams', () => {
    const code = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const texts = code.map((name) => readFileSync(join(SRC, name), 'utf8'));
    const users = texts.filter((text) => /^import ExcelJS.* from 'exceljs'/m.test(text));
    const used = users.flatMap((text) => [...text.matchAll(/\bnew ExcelJS\.([\w.]+)|\bExcelJS\.(stream[\w.]+)/g)]);

    expect(new Set(used.map(([, made, stream]) => made ?? stream))).toEqual(
      new Set(['Workbook', 'stream.xlsx.WorkbookWriter']),
    );
    expect(texts.filter((text) => /from 'exceljs\/|import\('exceljs/.test(text))).toEqual([]);
    expect(users.filter((text) => /\.csv\b|WorkbookReader/.test(text))).toEqual([]);
  });

  test('says so, where it is called nevertheless', () => {
    const { Workbook, stream } = bundled.ExcelJS;
    const calls = [() => new Workbook().csv, () => new stream.xlsx.WorkbookReader('x', {})];

    expect(calls.length).toBe(Object.keys(LEFT_OUT).length);
    for (const call of calls) expect(call).toThrow(/^exceljs\/lib\/.*\.js, which .*, is left out of the bundle/);
  });
});
