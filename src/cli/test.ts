import type { Command } from 'commander';
import type { Cli } from './command.ts';

const HELP = `
Holds cases against the file, without any network and without its secrets: given these people and groups, or the snapshot
that a file of cases names, who gets which user; and what must never be. Cases stand in tests/*.yaml beside the file; see docs/testing.md and adsync schema cases. The answer is in
the Test Anything Protocol; the exit code is 1 when a case fails.

Examples:
  adsync test                                  tests/*.yaml beside sync.yaml
  adsync test tests/helpdesk.yaml              this file of cases only
  adsync test --junit report.xml               also as a JUnit report, for CI platforms`;

export function testCommand(cli: Cli): Command {
  return cli
    .command('test', 'hold test cases against the file, without any network')
    .argument('[cases...]', 'files of cases, instead of tests/*.yaml beside the file')
    .option('--junit <file>', 'write the results as a JUnit report, too')
    .option('--force', 'let --junit replace a file that is no earlier report')
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options, files) => {
        const { showTests } = await import('./show-tests.ts');
        const junit = typeof options['junit'] === 'string' ? options['junit'] : null;
        return showTests(context, files, { junit, force: options['force'] === true });
      }),
    );
}
