import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { storedZip } from '../../src/files/stored-zip.ts';
import { approvedRows } from '../../src/planfile/approved-rows.ts';
import { readWorkbook } from '../../src/planfile/workbook-cells.ts';
import { writeExcel } from '../../src/render/xlsx.ts';
import { cpuTime } from '../cpu-time.ts';
import { largePlan } from '../render/sample-plan.ts';
import { wholeView } from '../render/shown.ts';
import { approvingSheetsOf, DIGEST } from './workbooks.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-cells-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

test('a workbook of 10,000 changes is read in a few seconds', async () => {
  const plan = largePlan(10_000);
  const path = join(folder, 'large.xlsx');
  await writeExcel(wholeView(plan), path, { digest: DIGEST });
  const sheets = approvingSheetsOf(plan);
  const start = cpuTime();

  const { ids } = approvedRows(sheets, (await readWorkbook(path, 'large.xlsx', 150_000)).sheets, 'large.xlsx');

  expect(ids.size).toBe(0);
  expect(cpuTime() - start).toBeLessThan(20_000);
});

test('a part that unpacks to 300 MiB is given up before', async () => {
  const packed = deflateRawSync(Buffer.alloc(300 * 1024 ** 2, 32), { level: 1 });
  const zip = storedZip(
    new Map([
      ['xl/workbook.xml', Buffer.from('<workbook/>')],
      ['xl/worksheets/sheet1.xml', packed],
    ]),
  );
  // The last entry of the directory is the bomb: it says that it is packed.
  zip.writeUInt16LE(8, zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + 10);
  const path = join(folder, 'bomb.xlsx');
  await writeFile(path, zip);

  expect(zip.length).toBeLessThan(5_000_000);
  await expect(readWorkbook(path, 'bomb.xlsx', 100)).rejects.toMatchObject({ code: 'WORKBOOK_TOO_LARGE' });
});
