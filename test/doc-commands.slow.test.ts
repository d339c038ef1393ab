import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { optionsPage } from '../scripts/options-page.mjs';
import { cliPage, EXIT_CODES, manPage } from '../scripts/cli-page.mjs';
import { COMMANDS } from '../src/cli/commands.ts';
import { variableOf } from '../src/cli/environment.ts';
import { newProgram } from '../src/cli/run-cli.ts';
import { loadSettings } from '../src/config/load.ts';
import { TARGET_SECTIONS } from '../src/targets/registry.ts';
import { adsync, fakeHost } from './cli/fake-host.ts';
import { memoryInputs } from './config/memory-inputs.ts';

/** The commands that the pages name are those of the program; blocks that begin with ```console example are run. */

const ROOT = resolve(import.meta.dirname, '..');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

function program(): Command {
  const all = newProgram(fakeHost().host);
  const command = (name: string, summary: string): Command => all.command(name).summary(summary).description(summary);
  for (const define of COMMANDS) define({ command, action: () => () => Promise.resolve() });
  return all;
}

test('docs/cli.md and the manual page are those of the commands; if not, run npm run docs:cli', () => {
  expect(textOf('docs/cli.md')).toBe(cliPage(program(), variableOf));
  expect(textOf('man/adsync.1')).toBe(manPage(program(), variableOf));
});

test('the exit codes of the manual page are those of docs/commands.md', () => {
  const codes = EXIT_CODES.map(([code]) => code.replaceAll(', ', ' / '));

  for (const code of codes) expect(textOf('docs/commands.md')).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
});

test('docs/options.md has every option of every command in its own words; if not, run npm run docs:options', () => {
  expect(textOf('docs/options.md')).toBe(optionsPage(program()));
  expect(textOf('docs/options.md')).toContain('- `--graph`: ');
});

/** `$ adsync plan --json | jq …`, `node bin/adsync.js apply --yes` and `adsync groups count` in the text. */
function linesOf(markdown: string): string[] {
  const spans = [...markdown.matchAll(/`adsync ([a-z][^`]*)`/g)];
  const blocks = [...markdown.matchAll(/^```\w+.*\n([\s\S]*?)^```$/gm)].map(([, block = '']) =>
    block.replace(/[\\`]\n\s*/g, ' '),
  );
  const commands = [...blocks.join('\n').matchAll(/(?:^|[\s"'/])adsync(?:\.js)? (?!node )([a-z][^\n|>#"]*)/gm)];
  return [...spans, ...commands].map(([, line = '']) => line.replaceAll(/\s+/g, ' ').trim());
}

function faultOf(line: string): string | null {
  const all = program();
  let command = all;
  for (const word of line.split(' ')) {
    const inner = command.commands.find((one) => one.name() === word);
    if (inner === undefined) break;
    command = inner;
  }
  if (command === all) return /^(COMMAND|help)\b/.test(line) ? null : `no such command: ${line}`;
  const known = [...all.options, ...command.options].flatMap(({ short, long }) => [short, long]);
  const used = [...line.matchAll(/(?:^|\s|\[)(--?[a-z][a-z-]*)/g)].map(([, option]) => option);
  const odd = used.filter((option) => !known.includes(option) && option !== '--help');
  return odd.length === 0 ? null : `${odd.join(' ')} in: ${line}`;
}

describe('what pages say of the command line', () => {
  test.each(PAGES)('%s names only commands and options that there are', (page) => {
    // After words that are no command line, as in "adsync is…", nothing is looked for.
    expect(linesOf(textOf(page)).map(faultOf).filter(Boolean)).toEqual([]);
  });

  test('there is much to look at, and an option that is not there would be found', () => {
    expect(PAGES.flatMap((page) => linesOf(textOf(page))).length).toBeGreaterThan(80);
    expect(faultOf('plan --excell plan.xlsx')).toBe('--excell in: plan --excell plan.xlsx');
    expect(faultOf('plam')).toBe('no such command: plam');
    expect(linesOf('```sh\nnpx adsync plan \\\n  --jsn | jq .\n```')).toEqual(['plan --jsn']);
  });
});

interface Step {
  readonly command: string;
  /** What the page says that comes out; empty where it shows nothing. */
  readonly shown: string;
}

/** The steps of each block that is to be run on copies of the example. */
function blocksOf(markdown: string): Step[][] {
  return [...markdown.matchAll(/^```console example\n([\s\S]*?)^```$/gm)].map(([, block = '']) =>
    block.split(/^\$ /m).flatMap((step) => {
      // What is done with the answer (jq) is for the reader's shell.
      if (!step.startsWith('adsync ')) return [];
      const [command = '', ...shown] = step.split('\n');
      return [{ command: command.replace(/\s+[|>#].*$/, ''), shown: shown.join('\n').trim() }];
    }),
  );
}

describe('blocks of pages that run on the example', () => {
  const blocks = PAGES.flatMap((page) => blocksOf(textOf(page)).map((steps, index) => ({ page, index, steps })));

  test.each(blocks)('$page, block $index', async ({ steps }) => {
    const folder = mkdtempSync(join(tmpdir(), 'adsync-page-'));
    try {
      for (const name of ['sync.yaml', 'directory.ldif', 'account.json'])
        copyFileSync(join(ROOT, 'examples', name), join(folder, name));
      cpSync(join(ROOT, 'examples', 'tests'), join(folder, 'tests'), { recursive: true });

      for (const { command, shown } of steps) {
        const { code, stdout, stderr } = await adsync(command.split(' ').slice(1), { cwd: folder });
        expect([command, code, code === 0 ? '' : stderr]).toEqual([command, 0, '']);
        if (shown !== '') expect(stdout.trim()).toBe(shown);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('there are some', () => {
    expect(blocks.length).toBeGreaterThan(3);
  });
});

describe('docs/recipes.md', () => {
  const page = textOf('docs/recipes.md');
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

  test('has a file without fault for the server', async () => {
    const [file = ''] = blocks;
    const secrets = { 'rescue-token': 'token-words', 'bind-password': 'bind-words' };
    const inputs = memoryInputs({
      '/etc/adsync/sync.yaml': file,
      ...Object.fromEntries(
        Object.entries(secrets).map(([name, text]) => [`/etc/adsync/secrets/${name}`, `${text}\n`]),
      ),
    });

    const loaded = await loadSettings('/etc/adsync/sync.yaml', inputs, { sections: TARGET_SECTIONS });

    expect(loaded.ok ? loaded.warnings : loaded.diagnostics).toEqual([]);
  });

  test('keeps secrets out of command lines and files under version control', () => {
    const shells = [...page.matchAll(/^```(?:sh|powershell|ini)\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

    expect(shells.join('').match(/TOKEN=|PASSWORD=|password=/gi)).toBeNull();
    expect(shells.length).toBeGreaterThan(6);
  });
});
