import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { zipEntry } from '../../src/files/zip-entry.ts';
import { answer, editWorkbook } from '../planfile/workbooks.ts';
import { openExample, type Example } from '../cli/example.ts';

/** An office program opens the workbook and saves it in its own words, and what was approved in it is applied. */

const run = promisify(execFile);

let example: Example;
let plan: Plan;

beforeEach(async () => {
  example = await openExample({ yaml: 'limits: {disable: 1}' });
  await example.edit('directory.ldif', (text) =>
    text.replace('displayName: Quentin Moreau', 'displayName: =1+1_x0041_ <b>'),
  );
  await example.run(['plan', '--out', 'plan.json', '--excel', 'plan.xlsx']);
  plan = JSON.parse(await readFile(join(example.path, 'plan.json'), 'utf8')) as Plan;
});

afterEach(() => example.close());

/** Opens a file in LibreOffice, and saves it in a format. @returns the path of what it has written */
async function saved(name: string, format: 'xlsx' | 'ods'): Promise<string> {
  const folder = `by-office-${format}`;
  await mkdir(join(example.path, folder), { recursive: true });
  const profile = `-env:UserInstallation=file://${join(example.path, 'profile')}`;
  const args = [profile, '--headless', '--convert-to', format, '--outdir', folder, name];
  await run('soffice', args, { cwd: example.path, timeout: 100_000 });
  return join(folder, name.replace(/^.*\//, '').replace(/\.\w+$/, `.${format}`));
}

async function approve(ids: readonly string[]): Promise<void> {
  const path = join(example.path, 'plan.xlsx');
  await editWorkbook(path, path, (workbook) => {
    answer(workbook, new Set(ids));
  });
}

test('a workbook that LibreOffice has saved is the same workbook, and keeps its locks and its drop-down', async () => {
  const held = plan.changes.filter((change) => change.held !== null).slice(0, 1);
  const chosen = [...held, ...plan.changes.filter(({ operations }) => operations.includes('move'))].slice(0, 2);
  await approve(chosen.map(({ id }) => id));
  const path = await saved('plan.xlsx', 'xlsx');
  const sheet =
    zipEntry(await readFile(join(example.path, path)), 'xl/worksheets/sheet2.xml', 10 ** 7)?.toString() ?? '';

  const applied = await example.run(['apply', 'plan.json', '--approved', path, '--yes']);

  expect(plan.changes.map(({ name }) => name)).toContain('=1+1_x0041_ <b>');
  expect(sheet).toMatch(/<sheetProtection [^>]*sheet="(true|1)"/);
  expect(sheet).toMatch(/<dataValidation [^>]*type="list"/);
  expect(applied.stderr).not.toContain('error');
  expect(applied.stdout).toContain('2 of 2 approved changes made');
  expect(applied.code).toBe(0);
});

test('so is one that went through another format of office programs', async () => {
  const [first] = plan.changes;
  await approve([first?.id ?? '']);
  const path = await saved(await saved('plan.xlsx', 'ods'), 'xlsx');

  const applied = await example.run(['apply', 'plan.json', '--approved', path, '--yes']);

  expect(applied.stderr).not.toContain('error');
  expect(applied.stdout).toContain('1 of 1 approved change made');
});

test('a name that was changed before is still found, with its address', async () => {
  const path = join(example.path, 'plan.xlsx');
  await approve(plan.changes.slice(0, 1).map(({ id }) => id));
  await editWorkbook(path, path, (workbook) => {
    const cell = workbook.getWorksheet('Changes')?.getCell('C3');
    if (cell !== undefined) cell.value = 'Mallory';
  });

  const refused = await example.run(['apply', 'plan.json', '--approved', await saved('plan.xlsx', 'xlsx'), '--yes']);

  expect(refused.stderr).toContain('Changes!C3 is "Mallory"');
  expect(refused.code).toBe(4);
});
