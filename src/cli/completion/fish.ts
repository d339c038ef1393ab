import type { CommandWords, OptionWords, Value } from './words.ts';

const HEAD = `# Completes adsync in fish. Made by: adsync completion fish

# Whether the words before the cursor lead to this command.
function __adsync_at
    set -l where ''
    set -l skip ''
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip ''
            continue
        end
        switch "$where:$word"
`;

/** The script for fish 3. */
export function fishScript(commands: readonly CommandWords[]): string {
  const lines = [
    ...commands.flatMap(({ where, options }) => {
      const names = options.filter(({ takesNext }) => takesNext).flatMap((one) => one.names);
      return names.length === 0
        ? []
        : [`            case ${names.map((name) => `'${where}:${name}'`).join(' ')}`, '                set skip 1'];
    }),
    `            case '*:-*'`,
    ...commands.flatMap(({ where, commands: inner }) =>
      inner.flatMap(({ name }) => [
        `            case '${where}:${name}'`,
        `                set where '${`${where} ${name}`.trim()}'`,
      ]),
    ),
    '        end',
    '    end',
    '    test "$where" = "$argv[1]"',
    'end',
    '',
    'complete -c adsync -f',
    ...commands.flatMap(commandLines),
  ];
  return `${HEAD}${lines.join('\n')}\n`;
}

function commandLines({ where, commands, options, argument }: CommandWords): string[] {
  const at = `complete -c adsync -n '__adsync_at "${where}"'`;
  return [
    ...commands.map(({ name, says }) => `${at} -a ${name} -d ${quoted(says)}`),
    ...(argument === null || argument.kind === 'any' ? [] : [`${at} ${offerOf(argument)}`]),
    ...options.map((option) => `${at} ${optionWords(option)}`),
  ];
}

function optionWords({ names, says, value, takesNext }: OptionWords): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const takes = value === null || !takesNext ? '' : ` -r ${value.kind === 'any' ? '-f' : offerOf(value)}`;
  return `${flags.join(' ')}${takes} -d ${quoted(says)}`;
}

function offerOf(value: Value): string {
  if (value.kind === 'words') return `-f -a '${value.words.join(' ')}'`;
  return value.kind === 'folder' ? `-f -a '(__fish_complete_directories)'` : '-F';
}

/** A text that fish takes as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
