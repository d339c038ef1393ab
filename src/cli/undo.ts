import { type Command, Option } from 'commander';
import { APPROVE, approvalWishes, ONLY } from './approve-option.ts';
import type { Cli } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { LOG, LOG_FILE, LOG_KEEP, LOG_LEVEL } from './log-options.ts';
import { MARKDOWN, MARKDOWN_LIMIT, MARKDOWN_LINK, markdownWishes } from './markdown-option.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';

const HELP = `
Puts back what a run of apply, retry or undo has changed: by default the last run that changed something. It makes a plan
of the old values, shows it, asks, and carries it out. A field that somebody has changed since is left alone. Nothing is
deleted: users that the run created are disabled, and limits hold them back where they are many, as in any plan. The
directory is not read, so whoever gets access back is held until somebody approves it. The file stays as it is: the next
plan makes the changes again, unless the file is reverted.

Examples:
  adsync undo --dry-run            what would be put back
  adsync undo                      shows it and asks
  adsync undo 2026-11-22T0912      this run, as adsync history names it
  adsync undo --approve d3-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60
                                   also gives these users their access back
  adsync undo --out undo.json      saves it as a plan, for adsync apply undo.json
  adsync undo --target rescue      this section of the file only, where it has several`;

export function undoCommand(cli: Cli): Command {
  return cli
    .command('undo', 'put back what a run has changed')
    .argument('[run]', 'a run, as adsync history names it; any part that fits only one will do')
    .addOption(new Option('-y, --yes', 'do not ask').conflicts(['dryRun', 'excel', 'html', 'markdown', 'out']))
    .option('--dry-run', 'show what would be put back, and change nothing')
    .option('--excel <file>', 'write it as an Excel workbook, and change nothing; its name ends in .xlsx')
    .option('--html <file>', 'write it as a page for a browser, and change nothing; its name ends in .html')
    .option(...MARKDOWN)
    .option(...MARKDOWN_LIMIT)
    .option(...MARKDOWN_LINK)
    .option('--out <file>', 'save it as a plan for adsync apply, and change nothing')
    .option(
      '--force',
      'let --excel, --html, --markdown and --out replace a file that is no earlier output of the same kind',
    )
    .option('--json', 'print one document for programs: the plan, or with --yes what became of it')
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
      cli.action(async (context, options, [run = null]) => {
        const wishes = { run, ...approvalWishes(options) };
        const json = options['json'] === true;
        const stateDir = await stateDirOf(context, options['stateDir']);
        const path = (name: string): string | null => (typeof options[name] === 'string' ? options[name] : null);
        const [excel, html, out] = [path('excel'), path('html'), path('out')];
        const markdown = markdownWishes(options);
        const shown = [excel, html, out, markdown].some((one) => one !== null);
        if (options['dryRun'] === true || shown) {
          const { showUndo } = await import('./show-undo.ts');
          const force = options['force'] === true;
          const forms = { excel, html, markdown, out, force, json };
          return showUndo(context, { ...wishes, ...forms, stateDir, targets: targetWishes(options) });
        }
        const { endRun, newApplyJob } = await import('./apply-job.ts');
        const rest = 'adsync undo --excel FILE shows all';
        const yes = options['yes'] === true;
        const asked = { stateDir, yes, json, command: 'undo', rest, targets: targetWishes(options) };
        const job = await newApplyJob(context, asked);
        if (job === null) return EXIT.failed;
        const { runUndo } = await import('../run/undo.ts');
        return await endRun(await runUndo(job, wishes), context, job, json);
      }),
    );
}
