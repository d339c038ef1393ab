import { Argument, type Command } from 'commander';
import type { Cli } from './command.ts';
import { STATE_DIR, stateDirOf } from './state-dir.ts';
import { TARGET, targetWishes } from './target-option.ts';

const HELP = `
Tells for one person, or one user of an account, the whole way from the directory to the decision: the directory groups
that hold them, what each mapping or rule says of them and why it does not apply, the options that hold, login id and SSO
id, the user and how it was found, and what the plan does and why. It plans as "adsync plan" does, changes nothing, and
takes no lock.

USER is an objectGUID or object id, the account's own id of a user, an e-mail address, a userPrincipalName, a logon name
(sAMAccountName), a DN or a name: the whole of it, in any case. Where several fit, they are listed, and the exit code is 1;
an id is exact. Whoever is in no mapped group is looked for in the whole directory.

Examples:
  adsync explain ada@corp.example
  adsync explain "Ada Lovelace" --target rescue      in this section of the file only
  adsync explain ada@corp.example --json | jq '.targets[].decision'
  adsync explain ada@corp.example --as-test > tests/ada.yaml
                                                     a case that "adsync test" holds against the file from now on`;

export function explainCommand(cli: Cli): Command {
  return cli
    .command('explain', 'tell why a plan does what it does to one person or user')
    .addArgument(new Argument('<user>', 'an id, an address or a name'))
    .option('--json', 'the same as a document for programs')
    .option('--as-test', 'print a case for adsync test instead, which says what becomes of the person today')
    .option('--refresh', 'ask for every group and for the details of every user of a mapped role, as plan does')
    .option(...STATE_DIR)
    .option(...TARGET)
    .addHelpText('after', HELP)
    .action(
      cli.action(async (context, options, [user = '']) => {
        const { showExplanation } = await import('./show-explanation.ts');
        return showExplanation(context, {
          user,
          json: options['json'] === true,
          asTest: options['asTest'] === true,
          refresh: options['refresh'] === true,
          targets: targetWishes(options),
          stateDir: await stateDirOf(context, options['stateDir']),
        });
      }),
    );
}
