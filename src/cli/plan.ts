import type { Command } from 'commander';
import { APPROVE, approvalWishes, ONLY } from './approve-option.ts';
import type { Cli } from './command.ts';
import { MARKDOWN, MARKDOWN_LIMIT, MARKDOWN_LINK, markdownWishes } from './markdown-option.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';

const HELP = `
Reads the directory and the account, and changes neither. The answer goes to stdout, progress to stderr
(without a terminal one line every 30 seconds; none with --quiet). With --excel it is the dry run to take into a meeting.
The files are for their owner only; they replace an earlier output of the same kind, and nothing else without --force.
--out signs the plan where ADSYNC_PLAN_KEY (at least 16 characters) is in the environment.

Examples:
  adsync plan                                  what would be changed
  adsync plan --excel plan.xlsx                the same as a workbook
  adsync plan --markdown plan.md               the same as a comment of a pull request
  adsync plan --json | jq '.summary'           the plan document for programs
  adsync plan --out plan.json --detailed-exitcode
                                               keep it; exit code 2 if there is something to do
  adsync plan --out plan.json --excel plan.xlsx
                                               a workbook in which somebody approves row by row, for apply --approved
  adsync plan --target rescue                  this section of the file only, where it has several
  adsync plan --from snapshot.json             offline, as things were when "adsync snapshot" took it; needs no secrets`;

export function planCommand(cli: Cli): Command {
  return cli
    .command('plan', 'show what would be changed, and change nothing')
    .option('--excel <file>', 'write the plan as an Excel workbook; its name ends in .xlsx')
    .option(...MARKDOWN)
    .option(...MARKDOWN_LIMIT)
    .option(...MARKDOWN_LINK)
    .option('--out <file>', 'save the plan document')
    .option('--from <snapshot>', 'plan offline from what "adsync snapshot" has saved; such a plan cannot be saved')
    .option('--force', 'let --excel, --markdown and --out replace a file that is no earlier output of the same kind')
    .option('--json', 'print the plan document instead of the text')
    .option('--detailed-exitcode', 'exit with 2 when changes are pending, or a leaver stays enabled')
    .option(
      '--refresh',
      'ask for every group and for the details of every user of a mapped role, to find changes made by hand that the tree does not show, and users that are only text in a Description',
    )
    .option(...STATE_DIR)
    .option(...APPROVE)
    .option(...ONLY)
    .option(...TARGET)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const { showPlan } = await import('./show-plan.ts');
        const path = (name: string): string | null => (typeof options[name] === 'string' ? options[name] : null);
        return showPlan(context, {
          excel: path('excel'),
          markdown: markdownWishes(options),
          out: path('out'),
          from: path('from'),
          force: options['force'] === true,
          json: options['json'] === true,
          detailedExitCode: options['detailedExitcode'] === true,
          refresh: options['refresh'] === true,
          ...approvalWishes(options),
          targets: targetWishes(options),
          stateDir: () => stateDirOf(context, options['stateDir']),
        });
      }),
    );
}
