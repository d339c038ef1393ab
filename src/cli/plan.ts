import type { Command } from 'commander';
import { APPROVE, approvalWishes, ONLY } from './approve-option.ts';
import type { Cli } from './command.ts';
import { LOG, LOG_FILE, LOG_KEEP, LOG_LEVEL } from './log-options.ts';
import { MARKDOWN, MARKDOWN_LIMIT, MARKDOWN_LINK, markdownWishes } from './markdown-option.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';

const HELP = `
Reads the directory and the account, and changes neither. The answer goes to stdout, progress to stderr
(without a terminal one line every 30 seconds; none with --quiet). With --excel or --html it is the dry run to take into a meeting.
The files are for their owner only; they replace an earlier output of the same kind, and nothing else without --force.
--out signs the plan where ADSYNC_PLAN_KEY (at least 16 characters) is in the environment.

--base says of each change whether this change of the file causes it, or the directory, or somebody by hand in the
account, and which guard rails the change of the file touches. What is there as a file is taken for the former file;
anything else for a revision of git, from which the same path is read. Write ./NAME for a file, refs/heads/NAME for a
branch, where a name could be both. All changes are shown and saved; --own is about the exit code only.

Examples:
  adsync plan                                  what would be changed
  adsync plan --excel plan.xlsx                the same as a workbook
  adsync plan --html plan.html                 the same as a page to look through, which needs no network
  adsync plan --markdown plan.md               the same as a comment of a pull request
  adsync plan --json | jq '.summary'           the plan document for programs
  adsync plan --out plan.json --detailed-exitcode
                                               keep it; exit code 2 if there is something to do
  adsync plan --out plan.json --excel plan.xlsx
                                               a workbook in which somebody approves row by row, for apply --approved
  adsync plan --base origin/main               what this branch changes, apart from everything else
  adsync plan --base old.yaml --detailed-exitcode --own
                                               exit code 2 only if the file causes or prevents a change
  adsync plan --target rescue                  this section of the file only, where it has several
  adsync plan --from snapshot.json             offline, as things were when "adsync snapshot" took it; needs no secrets`;

export function planCommand(cli: Cli): Command {
  return cli
    .command('plan', 'show what would be changed, and change nothing')
    .option('--excel <file>', 'write the plan as an Excel workbook; its name ends in .xlsx')
    .option('--html <file>', 'write the plan as one page for a browser; its name ends in .html')
    .option(...MARKDOWN)
    .option(...MARKDOWN_LIMIT)
    .option(...MARKDOWN_LINK)
    .option('--out <file>', 'save the plan document')
    .option('--from <snapshot>', 'plan offline from what "adsync snapshot" has saved; such a plan cannot be saved')
    .option(
      '--force',
      'let --excel, --html, --markdown and --out replace a file that is no earlier output of the same kind',
    )
    .option('--json', 'print the plan document instead of the text')
    .option('--detailed-exitcode', 'exit with 2 when changes are pending, or a leaver stays enabled')
    .option('--base <file or revision>', 'compare with the former file: say what has caused each change')
    .option('--own', 'let --detailed-exitcode count only what this change of the file causes or prevents')
    .option(
      '--refresh',
      'ask for every group and for the details of every user of a mapped role, to find changes made by hand that the tree does not show, and users that are only text in a Description',
    )
    .option(...STATE_DIR)
    .option(...APPROVE)
    .option(...ONLY)
    .option(...TARGET)
    .option(...LOG)
    .option(...LOG_LEVEL)
    .option(...LOG_FILE)
    .option(...LOG_KEEP)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options) => {
        const { showPlan } = await import('./show-plan.ts');
        const path = (name: string): string | null => (typeof options[name] === 'string' ? options[name] : null);
        return showPlan(context, {
          excel: path('excel'),
          html: path('html'),
          markdown: markdownWishes(options),
          out: path('out'),
          from: path('from'),
          force: options['force'] === true,
          json: options['json'] === true,
          detailedExitCode: options['detailedExitcode'] === true,
          base: path('base'),
          own: options['own'] === true,
          refresh: options['refresh'] === true,
          ...approvalWishes(options),
          targets: targetWishes(options),
          stateDir: () => stateDirOf(context, options['stateDir']),
        });
      }),
    );
}
