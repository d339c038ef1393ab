import type { CommandWords, OptionWords } from './words.ts';

const HEAD = `# Completes adsync in bash. Made by: adsync completion bash
# Where it offers nothing, bash offers files, as it does for every command.

_adsync() {
  local cur=\${COMP_WORDS[COMP_CWORD]} where='' option='' word i offer=''
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $option ]]; then
      # --option=value comes as three words.
      [[ $word == '=' ]] || option=''
      continue
    fi
    case "$where:$word" in
`;

/** The script for bash 3.2 and newer, without the package bash-completion. */
export function bashScript(commands: readonly CommandWords[]): string {
  const lines = [
    ...commands.flatMap(({ where, options }) =>
      caseOf(
        namesOf(
          options.filter(({ takesNext }) => takesNext),
          where,
        ),
        'option=$word',
      ),
    ),
    `    *:-*) ;;`,
    ...commands.flatMap(({ where, commands: inner }) =>
      inner.map(({ name }) => `    '${where}:${name}') where='${`${where} ${name}`.trim()}' ;;`),
    ),
    '    esac',
    '  done',
    `  [[ $cur == '=' ]] && cur=''`,
    '  if [[ -n $option ]]; then',
    '    case "$where:$option" in',
    ...commands.flatMap(({ where, options }) => options.flatMap((option) => valueCase(option, where))),
    '    esac',
    '  elif [[ $cur == -* ]]; then',
    '    case "$where" in',
    ...commands.map(
      ({ where, options }) => `    '${where}') offer='${options.flatMap(({ names }) => names).join(' ')}' ;;`,
    ),
    '    esac',
    '  else',
    '    case "$where" in',
    ...commands.flatMap((command) => {
      const words = wordsOf(command);
      return words.length === 0 ? [] : [`    '${command.where}') offer='${words.join(' ')}' ;;`];
    }),
    '    esac',
    '  fi',
    `  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$offer" -- "$cur")`,
    '}',
    '',
    'complete -o bashdefault -o default -F _adsync adsync',
  ];
  return `${HEAD}${lines.join('\n')}\n`;
}

function namesOf(options: readonly OptionWords[], where: string): string[] {
  return options.flatMap(({ names }) => names.map((name) => `'${where}:${name}'`));
}

function caseOf(patterns: readonly string[], does: string): string[] {
  return patterns.length === 0 ? [] : [`    ${patterns.join(' | ')}) ${does} ;;`];
}

function valueCase({ names, value }: OptionWords, where: string): string[] {
  const patterns = names.map((name) => `'${where}:${name}'`);
  if (value?.kind === 'words') return caseOf(patterns, `offer='${value.words.join(' ')}'`);
  if (value?.kind === 'folder') return caseOf(patterns, `compopt -o dirnames 2> /dev/null`);
  return [];
}

/** What a command offers besides its options. */
function wordsOf({ commands, argument }: CommandWords): string[] {
  return [...commands.map(({ name }) => name), ...(argument?.kind === 'words' ? argument.words : [])];
}
