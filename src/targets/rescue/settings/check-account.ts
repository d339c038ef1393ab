import type { Report } from '../../../config/diagnostic.ts';
import { later, type MapEntry } from '../../../config/entry.ts';
import type { Section } from '../../../config/section.ts';

/** Keys that say where the account is and who reads it: of which exactly one (or at most one) may be set. */
export function checkAccount(section: Section): void {
  const { root, report } = section;
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
