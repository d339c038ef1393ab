import {
  type Entry,
  isReferenced,
  keyText,
  later,
  type MapEntry,
  select,
  selectAll,
  selectTexts,
  textAt,
} from '../../../config/entry.ts';
import type { Report } from '../../../config/diagnostic.ts';
import { referencedFile } from '../../../config/fill-references.ts';
import type { Section } from '../../../config/section.ts';
import { fold } from '../../../core/text.ts';
import { isOnThisMachine, isStandIn } from './address.ts';

/** The service answers 10 requests a second of all programs together, and refuses the others. */
const RATE_OF_SERVICE = 10;

/** Keys that say which account it is, who asks, how fast, and whose users are managed. */
export function checkAccount(section: Section): void {
  const { root, report } = section;
  for (const entry of select(root, 'account')) checkDigits(entry, 'The account key', report);
  checkRate(root, report);
  checkDomains(section);
  if (root.kind !== 'map') return;
  checkTokenHost(root, section);
  checkCredential(root, section);
}

/**
 * Keys are digits, as many as there are. A bare number keeps those that stand in the file.
 *
 * @param what the key, as the beginning of a sentence
 */
export function checkDigits(entry: Entry, what: string, report: Report): void {
  if (entry.faulty) return;
  const text = keyText(entry);
  if (text !== null && /^[0-9]+$/.test(text)) return;
  entry.faulty = true;
  const isEmpty = text === '' || (entry.kind === 'scalar' && entry.value === null);
  const message = `${what} ${isEmpty ? 'is empty' : 'is not made of digits'}.`;
  report.error('KEY_NOT_DIGITS', entry.at, message, 'Write its digits in quotation marks: "1234567890123456789".');
}

function checkRate(root: Entry, report: Report): void {
  if (isStandIn(textAt(root, 'url') ?? '')) return;
  for (const entry of select(root, 'requests.perSecond')) {
    if (entry.kind !== 'scalar' || typeof entry.value !== 'number' || entry.value < RATE_OF_SERVICE) continue;
    entry.faulty = true;
    const message = `goto.requests.perSecond must be less than ${RATE_OF_SERVICE}: that many requests of all programs together the service answers, and it refuses the others.`;
    report.error('OUT_OF_RANGE', entry.at, message, 'Write 9 or less; 8 leaves room for other programs.');
  }
}

/** The same domain in other capitals, and protected people who are in none of the domains. */
function checkDomains({ root, report }: Section): void {
  const lines = new Map<string, number>();
  const found = selectTexts(root, 'domains[]');
  for (const { entry, text } of found) {
    const line = lines.get(fold(text));
    if (line === undefined) lines.set(fold(text), report.line(entry.at));
    // Of equal texts the schema says it.
    else if (!found.some((other) => other.entry.at < entry.at && other.text === text)) {
      report.error('DUPLICATE_ITEM', entry.at, `This domain stands already in line ${line}.`, 'Keep one of the two.');
    }
  }
  // With one that is faulty nobody knows which domain was meant.
  if (lines.size === 0 || selectAll(root, 'domains[]').length > found.length) return;
  for (const { entry, text } of selectTexts(root, 'protect[]')) {
    const domain = fold(text).split('@').at(-1) ?? '';
    if (lines.has(domain)) continue;
    const message = 'This address is in none of goto.domains, so its user is never touched anyway.';
    report.warning('PROTECT_WITHOUT_EFFECT', entry.at, message, 'Look at its spelling, or remove it.');
  }
}

/** A stand-in behind an address has its own tokens: the real host would be given a client of the stand-in. */
function checkTokenHost(goto: MapEntry, section: Section): void {
  const url = goto.fields.get('url');
  if (url === undefined || url.faulty || goto.fields.has('authUrl') || section.isMeant('authUrl')) return;
  if (!isOnThisMachine(textAt(goto, 'url') ?? '')) return;
  const message = 'url leads to this machine, but authUrl is missing: tokens would be asked of the real service.';
  section.report.error('ADDRESS_INCOMPLETE', url.keyAt, message, 'Add authUrl: the address that gives tokens here.');
}

function checkCredential(goto: MapEntry, section: Section): void {
  const { folder, report } = section;
  const [token, refresh] = ['personalAccessToken', 'refreshToken'].map((key) => goto.fields.get(key));
  if (token === undefined && refresh === undefined) {
    if (['personalAccessToken', 'refreshToken'].some((key) => section.isMeant(key))) return;
    const advice = 'Add "personalAccessToken: ${GOTO_PAT}", or "refreshToken: ${file:goto-refresh-token}".';
    report.error('CREDENTIALS_MISSING', goto.keyAt, 'There is no token for the GoTo account.', advice);
    return;
  }
  if (token !== undefined && refresh !== undefined) {
    const message = 'There are two kinds of credentials: personalAccessToken and refreshToken.';
    report.error('CREDENTIALS_TWICE', later(token, refresh), message, 'Keep one of the two.');
    return;
  }
  checkRefreshToken(goto, folder, report);
}

/** The service may renew the token at any exchange, and the old one may be of no use then. */
function checkRefreshToken(goto: MapEntry, folder: string, report: Report): void {
  for (const { entry, text } of selectTexts(goto, 'refreshToken')) {
    if (text.trim() === '' || referencedFile(entry, folder) !== null) continue;
    const from = isReferenced(entry) ? 'does not come from one file alone' : 'stands in the file itself';
    const message = `The refresh token ${from}, so it is not used: the service may renew it, and the new one could not be kept.`;
    const advice = 'Put it into a file that adsync may write, and name that: refreshToken: ${file:goto-refresh-token}.';
    report.error('REFRESH_TOKEN_FIXED', entry.at, message, advice);
  }
}
