// Makes docs/cli.md and man/adsync.1 of the tree of commands.

const HEAD = `# The command line

Every command with its usage, arguments, options, variables and examples, as \`--help\` says them. This page and the manual page
\`man/adsync.1\` are made from the commands themselves (\`npm run docs:cli\`), and a test compares them. [Commands](commands.md)
says what the commands do, [environment.md](environment.md) how variables set options.
`;

/** The text of docs/cli.md. `variableOf` gives the variable of an option, or null. */
export function cliPage(program, variableOf) {
  return [
    HEAD,
    section('All commands', program, variableOf),
    ...commandsBelow(program).map(({ words, command }) => section(words, command, variableOf)),
  ].join('\n');
}

function section(title, command, variableOf) {
  const { about, examples, after } = helpOf(command);
  const rows = [
    ...command.registeredArguments.map((one) => `- \`${written(one)}\`: ${describe(one)}`),
    ...command.options.map((one) => `- \`${one.flags}\`: ${describe(one)}${variable(variableOf(one))}`),
  ];
  const usage = command.parent === null ? '' : `\`\`\`text\n${title} ${usageOf(command)}\n\`\`\``;
  return `${[
    `## ${title}`,
    sentence(command.description()),
    usage,
    about,
    rows.join('\n'),
    examples === '' ? '' : `\`\`\`text\n${examples}\n\`\`\``,
    after,
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function variable(name) {
  return name === null ? '' : ` (\`${name}\`)`;
}

/** The manual page, in the man macros. It has no date and no version, so that a release changes nothing in it. */
export function manPage(program, variableOf) {
  const lines = [
    '.\\" Made by npm run docs:cli.',
    '.TH ADSYNC 1 "" adsync "User Commands"',
    '.SH NAME',
    'adsync \\- keep accounts in step with a directory: plan, review, apply',
    '.SH SYNOPSIS',
    '.B adsync',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    roff(program.description()),
    '.SH OPTIONS OF ALL COMMANDS',
    ...optionsMan(program, variableOf),
    '.SH COMMANDS',
    ...commandsBelow(program).flatMap(({ words, command }) => commandMan(words, command, variableOf)),
    '.SH ENVIRONMENT',
    'Every option has a variable, named with it above, but for those that agree to something or approve it.',
    'The command line goes before the environment. A variable that is 1 or true gives an option without a value, 0 or',
    'false does not.',
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, when]) => ['.TP', `.B ${code}`, roff(when)]),
    '.SH SEE ALSO',
    'The pages in the folder docs of the package.',
  ];
  return `${lines.join('\n')}\n`;
}

export const EXIT_CODES = [
  ['0', 'Done; for plan also when changes are pending.'],
  ['1', 'Could not do it: bad file, no connection, wrong credentials, a group missing or read in part.'],
  ['2', 'With plan --detailed-exitcode: changes are pending.'],
  ['3', 'Some changes were not made: failed, stale or held.'],
  ['4', 'Refused: another run is at work, or a plan or an approval does not fit.'],
  ['129, 130, 143', 'Interrupted by a signal after something was changed; the changes under way were finished.'],
];

function commandMan(words, command, variableOf) {
  const { about, examples, after } = helpOf(command);
  return [
    `.SS ${roff(`${words} ${usageOf(command)}`.trim())}`,
    roff(sentence(command.description())),
    ...(about === '' ? [] : ['.PP', roff(about)]),
    ...command.registeredArguments.flatMap((one) => ['.TP', `.I ${roff(one.name())}`, roff(describe(one))]),
    ...optionsMan(command, variableOf),
    ...(examples === '' ? [] : ['.PP', 'Examples:', '.PP', '.nf', roff(examples), '.fi']),
    ...(after === '' ? [] : ['.PP', '.nf', roff(after), '.fi']),
  ];
}

function optionsMan(command, variableOf) {
  return command.options.flatMap((one) => {
    const name = variableOf(one);
    return ['.TP', `.B ${roff(one.flags)}`, roff(`${describe(one)}${name === null ? '' : ` (${name})`}`)];
  });
}

/** Text that roff takes as it is: no line is a request, no word an escape. Tables of the help keep their blanks. */
function roff(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trimEnd().replace(/^(?=[.'])/, '\\&'))
    .join('\n');
}

/** What stands in the help after the options: what it says, its examples, and what follows them. */
function helpOf(command) {
  let text = '';
  const before = command.configureOutput().writeOut;
  command.configureOutput({ writeOut: (more) => (text += more) });
  command.outputHelp();
  command.configureOutput({ writeOut: before });
  const added =
    /\n\n((?:(?!\n\n {0,2}(?:Global )?(?:Options|Commands|Arguments):)[\s\S])*)$/.exec(afterLists(text))?.[1] ?? '';
  const [about = '', rest = ''] = added.split(/^Examples:\n/m);
  const [examples = '', ...after] = rest.split(/\n\n/);
  const unindented = examples.replace(/^ {2}/gm, '').trimEnd();
  return { about: about.trim(), examples: unindented, after: after.join('\n\n').trim() };
}

/** The text from the end of the last list of options or commands. */
function afterLists(text) {
  const lists = [...text.matchAll(/^(?:Global Options|Options|Commands|Arguments):\n(?: {2}.*\n?)+/gm)];
  const last = lists.at(-1);
  return last === undefined ? `\n\n${text}` : `\n\n${text.slice(last.index + last[0].length).trim()}`;
}

function commandsBelow(program, words = 'adsync') {
  return program.commands.flatMap((command) => {
    const all = `${words} ${command.name()}`;
    return [{ words: all, command }, ...commandsBelow(command, all)];
  });
}

function usageOf(command) {
  const args = command.registeredArguments.map(written);
  return [command.options.length > 0 ? '[options]' : '', ...args, command.commands.length > 0 ? '<command>' : '']
    .filter((word) => word !== '')
    .join(' ');
}

function written(argument) {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function describe({ description, argChoices, defaultValue }) {
  const choices = argChoices ? ` (${argChoices.join(' or ')})` : '';
  const isSaid = typeof defaultValue === 'string' || (typeof defaultValue === 'number' && defaultValue !== 0);
  return `${description}${choices}${isSaid ? `; ${defaultValue} by default` : ''}`;
}

function sentence(text) {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}
