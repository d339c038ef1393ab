// docs/codes.md as the tables in src/**/codes.ts give it.

const INTRO = `# What the codes mean

Each message of adsync has a code, which stays the same when the words of the message change. This page is printed from
the tables in \`src/**/codes.ts\` (\`npm run docs:codes\`). The message itself says more: whom it is about, why, and what to
do there.
`;

const SECTIONS = [
  ['FAILURES', 'Failures', 'The command as a whole could not do what it was asked to. Nothing more is changed.'],
  ['DIAGNOSTICS', 'Faults in the YAML file', 'Each is shown with its place in the file.'],
  ['NOTICES', 'Notices of a plan', 'What the reader of a plan should know. What hangs on an error is left alone.'],
  ['REASONS', 'Reasons of a change', 'Why a user or a group is changed, or left as it is. `--json` shows the code.'],
  ['STEPS', 'Steps of an explanation', 'What `adsync explain --json` tells, one step after the other.'],
];

/** The signs that Markdown would read as its own. */
function escaped(text) {
  return text.replace(/[*<\\]/g, '\\$&');
}

function entriesOf(parts, kind) {
  const entries = parts.flatMap((tables) => Object.entries(tables[kind] ?? {}));
  return entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { meaning, remedy }]) => `- \`${code}\`: ${escaped(meaning)}\n  What to do: ${escaped(remedy)}\n`);
}

export function codesPage(parts) {
  const sections = SECTIONS.map(([kind, title, about]) => {
    return `## ${title}\n\n${about}\n\n${entriesOf(parts, kind).join('')}`;
  });
  return [INTRO, ...sections].join('\n');
}
