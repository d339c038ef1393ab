import { mkdirSync, writeFileSync } from 'node:fs';
import { cliPage, manPage } from './cli-page.mjs';
import { importSource } from './import-source.mjs';
import { optionsPage } from './options-page.mjs';

// `npm run docs:options`, also called docs:cli: writes docs/options.md, docs/cli.md and man/adsync.1 after a command or an
// option was added or changed.

const { COMMANDS, newProgram, variableOf } = await importSource(
  "export { COMMANDS } from './src/cli/commands.ts'; export { newProgram } from './src/cli/program.ts'; export { variableOf } from './src/cli/environment.ts';",
);
// Help is as wide as where nobody has a terminal, wherever it is made.
const program = newProgram({ stdout: { write() {}, columns: 0 }, stderr: { write() {}, columns: 0 } });
const command = (name, summary) => program.command(name).summary(summary).description(summary);
for (const define of COMMANDS) define({ command, action: () => async () => {} });
mkdirSync(new URL('../man/', import.meta.url), { recursive: true });
write('docs/options.md', optionsPage(program));
write('docs/cli.md', cliPage(program, variableOf));
write('man/adsync.1', manPage(program, variableOf));

function write(path, text) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
}
