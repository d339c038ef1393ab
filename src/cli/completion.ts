import { Argument, type Command } from 'commander';
import type { Cli } from './command.ts';
import { EXIT } from './exit-codes.ts';

const HELP = `
The shell then completes commands, options, values and files of adsync. Make the script anew after an update: it holds
what this version knows.

Examples:
  adsync completion bash > adsync.bash
  adsync completion zsh > _adsync
  adsync completion fish > adsync.fish
  adsync completion powershell > adsync.ps1

Where it goes:
  bash         ~/.local/share/bash-completion/completions/adsync, or in ~/.bashrc: source <(adsync completion bash)
  zsh          a folder of $fpath, as _adsync; or in ~/.zshrc, after compinit: source <(adsync completion zsh)
  fish         ~/.config/fish/completions/adsync.fish
  powershell   in $PROFILE: adsync completion powershell | Out-String | Invoke-Expression`;

export function completionCommand(cli: Cli): Command {
  const command: Command = cli
    .command('completion', 'print a script with which a shell completes adsync')
    .addArgument(new Argument('<shell>', 'for which shell').choices(['bash', 'zsh', 'fish', 'powershell']))
    .addHelpText('after', HELP)
    .action(
      cli.action(async ({ terminal: { stdout } }, _options, [shell = '']) => {
        const { completionScript } = await import('./completion/scripts.ts');
        stdout.write(completionScript(command.parent ?? command, shell));
        return EXIT.done;
      }),
    );
  return command;
}
