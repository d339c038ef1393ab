import type { Report } from '../../../config/diagnostic.ts';
import { type Entry, later, type MapEntry, selectTexts } from '../../../config/entry.ts';
import type { Section } from '../../../config/section.ts';

/** Keys that say where the account is, who reads it and what seals its links: which belong together, and how long. */
export function checkAccount(section: Section): void {
  const { root, report } = section;
  checkLinkKey(root, report);
  const isMeant = (key: string): boolean => section.isMeant(key);
  if (root.kind !== 'map') return;
  if (!['url', 'region'].some(isMeant)) checkAddress(root, report);
  if (!['apiToken', 'email', 'password'].some(isMeant)) checkCredentials(root, report);
}

function checkAddress(rescue: MapEntry, report: Report): void {
  const [url, region] = [rescue.fields.get('url'), rescue.fields.get('region')];
  if (url === undefined && region === undefined) {
    const advice = 'Add "region: us", "url: https://…" or, to rehearse, "url: sandbox:account.json".';
    report.error('ADDRESS_MISSING', rescue.keyAt, 'It is not said where the Rescue account is.', advice);
  }
  if (url === undefined || region === undefined) return;
  const message = 'url and region both say where the account is.';
  report.error('ADDRESS_TWICE', later(url, region), message, 'Keep one of the two.');
}

function checkCredentials(rescue: MapEntry, report: Report): void {
  const token = rescue.fields.get('apiToken');
  const email = rescue.fields.get('email');
  const password = rescue.fields.get('password');
  const half = email ?? password;
  if (token === undefined && half === undefined) {
    const advice = 'Add "apiToken: ${RESCUE_API_TOKEN}", or email and password.';
    report.error('CREDENTIALS_MISSING', rescue.keyAt, 'There are no credentials for the Rescue account.', advice);
  } else if (token !== undefined && half !== undefined) {
    const message = 'There are two kinds of credentials: apiToken, and email with password.';
    report.error('CREDENTIALS_TWICE', later(token, half), message, 'Keep one of the two.');
  } else if (half !== undefined && (email === undefined || password === undefined)) {
    const missing = email === undefined ? 'email' : 'password';
    const message = `email and password belong together, but ${missing} is missing.`;
    report.error('CREDENTIALS_INCOMPLETE', half.keyAt, message, `Add ${missing} under rescue.`);
  }
}

/** Characters of a key that nobody can try out: 128 bits as hex, and more in any other form. */
const SHORTEST_KEY = 32;

/** A short key could be found by trying: everybody who reads a description has something to try it on. */
function checkLinkKey(root: Entry, report: Report): void {
  for (const { entry, text } of selectTexts(root, 'linkKey')) {
    if (text.trim() === '' || text.length >= SHORTEST_KEY) continue;
    entry.faulty = true;
    const message = `rescue.linkKey is too short: a key has at least ${SHORTEST_KEY} characters.`;
    report.error('LINK_KEY_SHORT', entry.at, message, 'Make one, for example with: openssl rand -hex 32');
  }
}
