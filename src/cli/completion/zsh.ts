import type { CommandWords, OptionWords, Value } from './words.ts';

const HEAD = `#compdef adsync
# Completes adsync in zsh. Made by: adsync completion zsh

_adsync() {
  local cur=\${words[CURRENT]} where='' option='' word i
  local -a offer
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ -n $option ]]; then
      option=''
      continue
    fi
    case "$where:$word" in
`;

/** The script for zsh: a file `_adsync` in a folder of $fpath, or something to source. */
export function zshScript(commands: readonly CommandWords[]): string {
  const lines = [
    ...commands.flatMap(({ where, options }) => {
      const names = options.filter(({ takesNext }) => takesNext).flatMap((one) => patternsOf(one, where));
      return names.length === 0 ? [] : [`      (${names.join('|')}) option=$word ;;`];
    }),
    `      (*:-*) ;;`,
    ...commands.flatMap(({ where, commands: inner }) =>
      inner.map(({ name }) => `      ('${where}:${name}') where='${`${where} ${name}`.trim()}' ;;`),
    ),
    '    esac',
    '  done',
    '  if [[ -z $option && $cur == --*=* ]]; then',
    '    option=${cur%%=*}',
    `    compset -P '*='`,
    '  fi',
    '  if [[ -n $option ]]; then',
    '    case "$where:$option" in',
    ...commands.flatMap(({ where, options }) =>
      options.flatMap((one) =>
        one.value === null ? [] : [`      (${patternsOf(one, where).join('|')}) ${actionOf(one.value)} ;;`],
      ),
    ),
    '    esac',
    '  elif [[ $cur == -* ]]; then',
    '    case "$where" in',
    ...commands.map(({ where, options }) => `      ('${where}') offer=(${options.flatMap(described).join(' ')}) ;;`),
    '    esac',
    `    _describe -o option offer`,
    '  else',
    '    case "$where" in',
    ...commands.flatMap((command) => argumentsOf(command)),
    '    esac',
    '  fi',
    '}',
    '',
    'if [[ $funcstack[1] == _adsync ]]; then _adsync "$@"; else compdef _adsync adsync; fi',
  ];
  return `${HEAD}${lines.join('\n')}\n`;
}

function patternsOf({ names }: OptionWords, where: string): string[] {
  return names.map((name) => `'${where}:${name}'`);
}

function described({ names, says }: OptionWords): string[] {
  return names.map((name) => entry(name, says));
}

function argumentsOf({ where, commands, argument }: CommandWords): string[] {
  if (commands.length > 0) {
    const offer = commands.map(({ name, says }) => entry(name, says));
    return [`      ('${where}') offer=(${offer.join(' ')}); _describe command offer ;;`];
  }
  return argument === null ? [] : [`      ('${where}') ${actionOf(argument)} ;;`];
}

function actionOf(value: Value): string {
  if (value.kind === 'words') return `compadd -- ${value.words.join(' ')}`;
  if (value.kind === 'folder') return '_files -/';
  return value.kind === 'file' ? '_files' : `_message value`;
}

/** A name and what it says, as _describe takes them. */
function entry(name: string, says: string): string {
  return quoted(`${name}:${says.replaceAll('\\', '\\\\').replaceAll(':', '\\:')}`);
}

/** A text that zsh takes as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
