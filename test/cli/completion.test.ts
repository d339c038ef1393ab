import { describe, expect, test } from '@jest/globals';
import { Command, Option } from 'commander';
import { COMMANDS } from '../../src/cli/commands.ts';
import { completionScript } from '../../src/cli/completion/scripts.ts';
import { commandsOf } from '../../src/cli/completion/words.ts';
import { newProgram } from '../../src/cli/program.ts';
import { fakeHost } from './fake-host.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];

function program(): Command {
  const all = newProgram(fakeHost().host);
  const command = (name: string, summary: string): Command => all.command(name).summary(summary);
  for (const define of COMMANDS) define({ command, action: () => () => Promise.resolve() });
  return all;
}

describe('what a shell is told', () => {
  const commands = commandsOf(program());
  const at = (where: string): (typeof commands)[number] | undefined => commands.find((one) => one.where === where);

  test('is every command, with its own options and those of all', () => {
    expect(commands.map(({ where }) => where)).toEqual(
      expect.arrayContaining(['', 'plan', 'groups search', 'completion']),
    );
    const names = at('plan')?.options.flatMap((option) => option.names);
    expect(names).toEqual(expect.arrayContaining(['--out', '-f', '--file', '--no-color', '-h', '--help']));
    expect(at('')?.commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['plan', 'help']));
  });

  test.each([
    ['apply', 'file'],
    ['schema', 'words'],
    ['explain', 'any'],
    ['test', 'file'],
  ])('is that the argument of %s is of the kind %s', (where, kind) => {
    expect(at(where)?.argument?.kind).toBe(kind);
  });

  test.each([
    ['plan', '--out', 'file', true],
    ['plan', '--state-dir', 'folder', true],
    ['plan', '--markdown', 'file', false],
    ['plan', '--markdown-limit', 'any', true],
    ['plan', '--json', null, false],
  ])('is of %s %s that its value is %s, as the next word: %s', (where, name, kind, takesNext) => {
    const option = at(where)?.options.find(({ names }) => names.includes(name));

    expect([option?.value?.kind ?? null, option?.takesNext]).toEqual([kind, takesNext]);
  });
});

describe.each(SHELLS)('the script for %s', (shell) => {
  test('has every command and option', () => {
    const script = completionScript(program(), shell);
    const words = commandsOf(program()).flatMap(({ commands, options }) => [
      ...commands.map(({ name }) => name),
      ...options.flatMap(({ names }) => names.map((name) => (shell === 'fish' ? name.replace(/^--?/, '') : name))),
    ]);

    expect(words.filter((word) => !script.includes(word))).toEqual([]);
    expect(words.length).toBeGreaterThan(200);
  });

  test('keeps descriptions texts, whatever stands in them', () => {
    const hostile = new Command('adsync').summary('');
    hostile.command('a').summary("it's $(id) `id` \\ : \u2019; | end").option('--b <file>', "o'ne $HOME \\");
    const script = completionScript(hostile, shell);

    expect(script).not.toMatch(/[^'\\]'s \$\(id\)/);
    if (shell === 'powershell') expect(script).toContain("'a it''s $(id) `id` \\ : \u2019\u2019; | end'");
    if (shell === 'zsh') expect(script).toContain("'a:it'\\''s $(id) `id` \\\\ \\: \u2019; | end'");
    if (shell === 'fish') expect(script).toContain("'it\\'s $(id) `id` \\\\ : \u2019; | end'");
  });

  test.each([
    ['a command', (all: Command) => all.command('a;b')],
    ['a value', (all: Command) => all.command('a').addOption(new Option('--b <c>').choices(['$(id)']))],
    ['an option', (all: Command) => all.command('a').option("--b'c")],
  ])('is not made where the name of %s is none', (_what, add) => {
    const all = new Command('adsync');
    add(all);

    expect(() => completionScript(all, shell)).toThrow('cannot stand in the script of a shell');
  });
});
