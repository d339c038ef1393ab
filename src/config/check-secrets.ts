import { isStandIn } from './address.ts';
import type { Report } from './diagnostic.ts';
import { type Item, isReferenced, type ScalarItem, selectTexts, textAt } from './item.ts';

const SECRETS = [
  'directory.bindPassword',
  'directory.clientSecret',
  'rescue.apiToken',
  'rescue.password',
  'rescue.newUsers.password',
  'rescue.linkKey',
];

/** Characters of a key that nobody can try out: 128 bits as hex, and more in any other form. */
const SHORTEST_KEY = 32;

/** Values that must never be shown, wherever they were found: also in a file that is faulty otherwise. */
export function secretTexts(root: Item): string[] {
  return SECRETS.flatMap((path) => selectTexts(root, path))
    .filter(({ item }) => item.raw !== 'random')
    .map(({ text }) => text)
    .filter((text) => text !== '');
}

export function checkSecrets(root: Item, report: Report): void {
  checkKey(root, report);
  const standIn = isStandIn(textAt(root, 'rescue.url') ?? '');
  for (const path of SECRETS) {
    for (const { item, text } of selectTexts(root, path)) {
      if (text.trim() === '') reportEmpty(item, report);
      else if (!(standIn && path.startsWith('rescue.'))) checkPlace(item, report);
    }
  }
}

/** A short key could be found by trying, for everybody who reads a description has something to try it on. */
function checkKey(root: Item, report: Report): void {
  for (const { item, text } of selectTexts(root, 'rescue.linkKey')) {
    if (text.trim() === '' || text.length >= SHORTEST_KEY) continue;
    item.faulty = true;
    const message = `rescue.linkKey is too short: a key has at least ${SHORTEST_KEY} characters.`;
    report.error('LINK_KEY_SHORT', item.at, message, 'Make one, for example with: openssl rand -hex 32');
  }
}

function reportEmpty(item: ScalarItem, report: Report): void {
  item.faulty = true;
  const where = isReferenced(item) ? ': the variable or file it refers to holds nothing' : '';
  report.error('SECRET_EMPTY', item.at, `${item.path} is empty${where}.`, 'Give it a value.');
}

function checkPlace(item: ScalarItem, report: Report): void {
  if (isReferenced(item) || item.raw === 'random') return;
  const message = `${item.path} stands in the file itself, where everybody who reads the file can see it.`;
  const advice =
    'Write ${NAME} and set that environment variable, or ${file:/run/secrets/name}; then change the secret.';
  report.warning('SECRET_IN_FILE', item.at, message, advice);
}
