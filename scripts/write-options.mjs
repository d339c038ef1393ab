import { writeFileSync } from 'node:fs';
import { importSource } from './import-source.mjs';
import { optionsPage } from './options-page.mjs';

// `npm run docs:options`: writes docs/options.md after an option was added or changed.

const { COMMANDS, newProgram } = await importSource(
  "export { COMMANDS } from './src/cli/commands.ts'; export { newProgram } from './src/cli/run-cli.ts';",
);
const program = newProgram({ stdout: process.stdout, stderr: process.stderr });
const command = (name, summary) => program.command(name).summary(summary).description(summary);
for (const define of COMMANDS) define({ command, action: () => async () => {} });
writeFileSync(new URL('../docs/options.md', import.meta.url), optionsPage(program));
