import type { Report } from '../../../config/diagnostic.ts';
import { type Entry, selectTexts } from '../../../config/entry.ts';

/** Characters of a key that nobody can try out: 128 bits as hex, and more in any other form. */
const SHORTEST_KEY = 32;

/** A short key could be found by trying: everybody who reads a description has something to try it on. */
export function checkLinkKey(section: Entry, report: Report): void {
  for (const { entry, text } of selectTexts(section, 'linkKey')) {
    if (text.trim() === '' || text.length >= SHORTEST_KEY) continue;
    entry.faulty = true;
    const message = `rescue.linkKey is too short: a key has at least ${SHORTEST_KEY} characters.`;
    report.error('LINK_KEY_SHORT', entry.at, message, 'Make one, for example with: openssl rand -hex 32');
  }
}
