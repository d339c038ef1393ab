// What is different between two saved plans, as Markdown. Each change is one line of a fenced block and begins with a sign,
// so that no name of a person can end the block, or be taken for a command in a log.

const MOST_LINES = 400;
const MOST_CHARACTERS = 120;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** One short line that nothing reads a command out of. */
export function plain(value) {
  const text = String(value ?? '')
    .replace(HIDDEN, '\ufffd')
    .replace(/#(?=#)/g, '# ');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}

/** @param {{changes: object[]} | null} reviewed null where there is none */
export function difference(reviewed, again, why) {
  const [old, next] = [reviewed?.changes ?? [], again.changes].map((all) => new Map(all.map((one) => [one.id, one])));
  const added = [...next.values()].filter(({ id }) => !old.has(id));
  const gone = [...old.values()].filter(({ id }) => !next.has(id));
  const other = [...next.values()].filter((one) => old.has(one.id) && meaning(old.get(one.id)) !== meaning(one));
  const lines = [...added.map(lineOf('+')), ...other.map(lineOf('!')), ...gone.map(lineOf('-'))];
  const cut = lines.length > MOST_LINES ? [`… and ${lines.length - MOST_LINES} more: see plan.json`] : [];
  const same = next.size - added.length - other.length;
  return [
    '## The plan was made again',
    '',
    `Why: ${why}`,
    '',
    `Not reviewed: ${added.length}. Come out otherwise: ${other.length}. Reviewed, and not planned any more: ${gone.length}. As reviewed: ${same}.`,
    '',
    '````diff',
    ...lines.slice(0, MOST_LINES),
    ...cut,
    '````',
    '',
  ].join('\n');
}

function meaning({ target, operations, before, after, held }) {
  return JSON.stringify([target, operations, before, after, held]);
}

function lineOf(sign) {
  return ({ id, operations, name, email, group, held }) => {
    const who = email === null || email === name ? plain(name) : `${plain(name)} <${plain(email)}>`;
    return `${sign} ${plain(id)}  ${plain(operations.join(', '))}: ${who}, ${plain(group)}${held === null ? '' : ' (held)'}`;
  };
}
