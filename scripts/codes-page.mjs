// docs/codes.md as the tables in src/**/codes.ts give it.

const INTRO = `# What the codes mean

Each message of adsync begins with a code that stays the same when the words of the message change. This page is printed
from the tables in \`src/**/codes.ts\` (\`npm run docs:codes\`). The message itself says more: whom it is about, why, and
what to do there.
`;

const SECTIONS = [
  ['FAILURES', 'Failures', 'The command as a whole could not do what it was asked to. Nothing more is changed.'],
  ['DIAGNOSTICS', 'Faults in the YAML file', 'Each is shown with its place in the file.'],
  ['NOTICES', 'Notices of a plan', 'Something that the reader of a plan should know. What hangs on it is left alone.'],
  ['REASONS', 'Reasons of a change', 'Why a user or a group is changed, or left as it is. `--json` shows the code.'],
];

/** The signs that Markdown would read as its own. */
function escaped(text) {
  return text.replace(/[|*<\\]/g, '\\$&');
}

function rowsOf(parts, kind) {
  const entries = parts.flatMap((tables) => Object.entries(tables[kind] ?? {}));
  return entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { meaning, remedy }]) => `| \`${code}\` | ${escaped(meaning)} | ${escaped(remedy)} |`);
}

export function codesPage(parts) {
  const sections = SECTIONS.map(([kind, title, about]) => {
    const rows = ['| Code | What it means | What to do |', '| --- | --- | --- |', ...rowsOf(parts, kind)];
    return `## ${title}\n\n${about}\n\n${rows.join('\n')}\n`;
  });
  return [INTRO, ...sections].join('\n');
}
