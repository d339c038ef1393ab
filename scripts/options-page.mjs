const HEAD = `# Options

Every command with its arguments and options, as \`--help\` says them; there are examples, too. This page is made from the
commands themselves (\`npm run docs:options\`), and a test compares the two. [Commands](commands.md) says what the commands do.
`;

/** The text of docs/options.md: what the commands of the program take, and before them what all commands take. */
export function optionsPage(program) {
  const all = section('All commands', '', [], program.options);
  return [HEAD, all, ...program.commands.flatMap((command) => sections(command, 'adsync'))].join('\n');
}

function sections(command, parent) {
  const name = `${parent} ${command.name()}`;
  if (command.commands.length > 0) return command.commands.flatMap((inner) => sections(inner, name));
  return [section(name, sentence(command.description()), command.registeredArguments, command.options)];
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}

function section(title, says, args, options) {
  const rows = [
    ...args.map((argument) => row(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`, argument)),
    ...options.map((option) => row(option.flags, option)),
  ];
  const list = rows.length === 0 ? 'It has no options of its own.\n' : `${rows.join('\n')}\n`;
  return `## ${title}\n\n${says === '' ? '' : `${says}\n\n`}${list}`;
}

function row(written, { description, argChoices, defaultValue }) {
  const choices = argChoices === undefined || argChoices === null ? '' : ` (${argChoices.join(' or ')})`;
  const isSaid = typeof defaultValue === 'string' || (typeof defaultValue === 'number' && defaultValue !== 0);
  return `- \`${written}\`: ${description}${choices}${isSaid ? `; \`${defaultValue}\` by default` : ''}`;
}
