import { writeFileSync } from 'node:fs';
import { COMMANDS } from '../dist/cli/commands.js';
import { newProgram } from '../dist/cli/run-cli.js';
import { optionsPage } from './options-page.mjs';

// `npm run docs:options`: writes docs/options.md after an option was added or changed.

const program = newProgram({ stdout: process.stdout, stderr: process.stderr });
const command = (name, summary) => program.command(name).summary(summary).description(summary);
for (const define of COMMANDS) define({ command, action: () => async () => {} });
writeFileSync(new URL('../docs/options.md', import.meta.url), optionsPage(program));
