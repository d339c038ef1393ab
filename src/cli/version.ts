import type { Command } from 'commander';
import type { Cli } from './command.ts';
import { EXIT } from './exit-codes.ts';

const HELP = `
What a report of a defect has to name: the version, the commit that it was built from, Node.js and the platform. Where it
was built outside of git, the commit is not known (null).

Examples:
  adsync version
  adsync version --json | jq -r .commit`;

export function versionCommand(cli: Cli): Command {
  return cli
    .command('version', 'print the version, the commit, Node.js and the platform')
    .option('--json', 'the same for programs')
    .addHelpText('after', HELP)
    .action(
      cli.action(async ({ terminal: { stdout } }, options) => {
        const { build, versionText } = await import('./show-version.ts');
        const about = await build();
        if (options['json'] === true) stdout.writeJson(about);
        else stdout.write(versionText(about));
        return EXIT.done;
      }),
    );
}
