import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importSource } from './import-source.mjs';
import { planPicture } from './plan-picture.mjs';
import { COLUMNS } from './terminal-svg.mjs';

// `npm run docs:pictures`: makes docs/pictures/ anew from what adsync says about copies of the example. The picture of
// the workbook needs libreoffice and pdftoppm (poppler-utils); without them it stays as it is.

const { runCli, displayWidth } = await importSource(
  "export { runCli } from './src/cli/run-cli.ts'; export { displayWidth } from './src/render/width.ts';",
);
const examples = fileURLToPath(new URL('../examples/', import.meta.url));
const pictures = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
// Where the table is on the page of the workbook.
const TABLE = ['-x', '31', '-y', '40', '-W', '975', '-H', '585'];
const folder = mkdtempSync(join(tmpdir(), 'adsync-pictures-'));

try {
  for (const name of ['sync.yaml', 'directory.ldif', 'account.json'])
    copyFileSync(join(examples, name), join(folder, name));
  const output = await plan();
  writeFileSync(join(pictures, 'plan.svg'), planPicture(output, folder, displayWidth));
  workbook();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function plan() {
  let output = '';
  const terminal = (write) => ({ write, isTTY: true, columns: COLUMNS });
  const stdin = { isTTY: false, stream: process.stdin };
  const stdout = terminal((text) => {
    output += text;
  });
  const signal = new AbortController().signal;
  const host = { stdin, stdout, stderr: terminal(() => {}), env: {}, cwd: folder, signal };
  const code = await runCli(['node', 'adsync', 'plan', '--excel', 'plan.xlsx'], host);
  if (code !== 0) throw new Error(`adsync plan ended with ${code}`);
  return output;
}

/** The sheet Changes: the second page of the workbook as a printer would have it. */
function workbook() {
  const made =
    ran(
      'libreoffice',
      '--headless',
      `-env:UserInstallation=file://${folder}/profile`,
      '--convert-to',
      'pdf',
      'plan.xlsx',
    ) && ran('pdftoppm', '-r', '95', '-f', '2', '-l', '2', ...TABLE, '-png', 'plan.pdf', 'page');
  const page = readdirSync(folder).find((name) => /^page.*\.png$/.test(name));
  if (made && page !== undefined) copyFileSync(join(folder, page), join(pictures, 'workbook.png'));
  else console.error('docs/pictures/workbook.png was not made anew: that needs libreoffice and pdftoppm.');
}

function ran(command, ...args) {
  return spawnSync(command, args, { cwd: folder, stdio: 'ignore' }).status === 0;
}
