import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { COMMANDS } from '../../src/cli/commands.ts';
import { allOptions, OWN_VARIABLES, takeFromEnvironment, variableOf } from '../../src/cli/environment.ts';
import { refuseOddValues } from '../../src/cli/option-values.ts';
import { newProgram } from '../../src/cli/program.ts';
import { newFolder } from '../e2e/adsync.ts';
import { adsync, fakeHost } from './fake-host.ts';

function program(): Command {
  const all = newProgram(fakeHost().host);
  const command = (name: string, summary: string): Command => all.command(name).summary(summary);
  for (const define of COMMANDS) define({ command, action: () => () => Promise.resolve() });
  refuseOddValues(all);
  return all;
}

/** What a command has after its line was read, and the environment. */
function optionsOf(args: readonly string[], env: Readonly<Record<string, string>>): Record<string, unknown> {
  const all = program();
  all.parse(['node', 'adsync', ...args]);
  const command = all.commands.find((one) => one.name() === args[0]) ?? all;
  takeFromEnvironment(command, env);
  return command.optsWithGlobals();
}

describe('the variable of an option', () => {
  const options = allOptions(program());
  const without = options.filter((option) => variableOf(option) === null).map(({ long }) => long);

  test('is its long name; only what agrees to something has none', () => {
    const known = ['--version', '--yes', '--approve', '--only', '--approved', '--force', '--probe', '--probe-user'];
    const names = options.map(({ long, short }) => long ?? short);

    expect(without.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(known.filter((name) => name !== '--probe')));
    expect(options.map(variableOf)).toEqual(
      expect.arrayContaining(['ADSYNC_FILE', 'ADSYNC_STATE_DIR', 'ADSYNC_NO_INPUT']),
    );
  });

  test('is fit for every shell, and none that means something else', () => {
    const names = options.flatMap((option) => variableOf(option) ?? []);

    expect(names.filter((name) => !/^ADSYNC_[A-Z0-9]+(_[A-Z0-9]+)*$/.test(name))).toEqual([]);
    expect(names.filter((name) => OWN_VARIABLES.includes(name))).toEqual([]);
  });

  test.each([
    ['a text', ['plan'], { ADSYNC_STATE_DIR: 'runs' }, { stateDir: 'runs' }],
    ['of all commands', ['plan'], { ADSYNC_FILE: 'a.yaml' }, { file: ['a.yaml'] }],
    ['yes', ['plan'], { ADSYNC_JSON: '1', ADSYNC_REFRESH: 'TRUE' }, { json: true, refresh: true }],
    ['no', ['plan'], { ADSYNC_JSON: '0', ADSYNC_REFRESH: 'false' }, {}],
    ['a no- option', ['plan'], { ADSYNC_NO_INPUT: '1', ADSYNC_NO_COLOR: '0' }, { input: false }],
    ['several values', ['plan'], { ADSYNC_TARGET: 'rescue, goto' }, { target: ['rescue', 'goto'] }],
    ['an optional value', ['plan'], { ADSYNC_MARKDOWN: 'plan.md' }, { markdown: 'plan.md' }],
    ['an optional value that is left out', ['plan'], { ADSYNC_MARKDOWN: '1' }, { markdown: true }],
    ['a value that is read', ['plan'], { ADSYNC_MARKDOWN_LIMIT: '20000' }, { markdownLimit: 20_000 }],
    ['behind the command line', ['plan', '--out', 'a.json'], { ADSYNC_OUT: 'b.json' }, { out: 'a.json' }],
    ['a list behind the command line', ['plan', '--target', 'goto'], { ADSYNC_TARGET: 'rescue' }, { target: ['goto'] }],
    ['of another command', ['validate'], { ADSYNC_OUT: 'b.json', ADSYNC_PORT: 'x' }, {}],
  ])('gives %s', (_what, args, env, expected) => {
    const plain = optionsOf(args, {});

    expect(optionsOf(args, env)).toEqual({ ...plain, ...expected });
  });
});

describe('a variable is refused', () => {
  test.each([
    ['that agrees', ['apply'], 'ADSYNC_YES', '1', "'-y, --yes' is not taken from ADSYNC_YES"],
    ['that approves', ['apply'], 'ADSYNC_APPROVE', 'd1-0', "'--approve <id>' is not taken from ADSYNC_APPROVE"],
    ['that says of whom', ['plan'], 'ADSYNC_ONLY', 'ada', "'--only <who>' is not taken from ADSYNC_ONLY"],
    ['that approves rows', ['apply'], 'ADSYNC_APPROVED', 'a.xlsx', "'--approved <file>' is not taken from"],
    ['that overwrites', ['plan'], 'ADSYNC_FORCE', '0', "'--force' is not taken from ADSYNC_FORCE"],
    ['that is neither yes nor no', ['plan'], 'ADSYNC_JSON', 'ja', 'ADSYNC_JSON is neither 1 nor 0.'],
    [
      'that is empty, as of a job without the value',
      ['plan'],
      'ADSYNC_TARGET',
      '',
      ', from ADSYNC_TARGET, is invalid.',
    ],
    ['that is empty, of yes or no', ['plan'], 'ADSYNC_JSON', '', 'ADSYNC_JSON is empty.'],
    ['with a wrong value', ['sandbox'], 'ADSYNC_PORT', 'x', 'from ADSYNC_PORT, is invalid. A port is a number'],
    ['that contradicts', ['undo', '--yes'], 'ADSYNC_DRY_RUN', '1', ', from ADSYNC_DRY_RUN, cannot be used with option'],
  ])('%s', async (_what, args, name, value, expected) => {
    const said = await adsync(args, { env: { [name]: value } });

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(expected);
  });
});

test('what an option cannot do without may come from a variable', async () => {
  const said = await adsync(['groups', 'list'], { env: { ADSYNC_RESCUE: '1', ADSYNC_FILE: '/nowhere/x.yaml' } });

  expect(said.stderr).toMatch(/^\/nowhere\/x\.yaml error FILE_NOT_FOUND .*\n.*\n {2}Options from the environment: /);
  expect(said.stderr).toContain('ADSYNC_FILE, ADSYNC_RESCUE.\n'.split(', ')[0]);
});

describe('a variable that nobody knows', () => {
  test.each([
    ['ADSYNC_STATEDIR', 'ADSYNC_STATE_DIR'],
    ['ADSYNC_FLIE', 'ADSYNC_FILE'],
    ['ADSYNC_DRYRUN', 'ADSYNC_DRY_RUN'],
  ])('%s is a warning where one is near (ENV_UNKNOWN)', async (name, near) => {
    const folder = await newFolder({});
    const said = await adsync(['validate'], { env: { [name]: 'x' }, cwd: folder.path });
    const quiet = await adsync(['validate', '-q'], { env: { [name]: 'x' }, cwd: folder.path });
    await folder.remove();

    expect(said.stderr).toContain(`warning ENV_UNKNOWN ${name} is no variable of adsync. Did you mean ${near}?\n`);
    expect(quiet.stderr).not.toContain('ENV_UNKNOWN');
  });

  test.each(['ADSYNC_RESCUE_TOKEN', 'ADSYNC_STATE_KEY', 'ADSYNC_VERSION', 'ADSYNC_GRAPH_SECRET'])(
    '%s may be what the file refers to',
    (name) => {
      const all = program();
      all.parse(['node', 'adsync', 'validate']);

      expect(takeFromEnvironment(all, { [name]: 'x' })).toEqual({ taken: [], misspelt: [] });
    },
  );
});
