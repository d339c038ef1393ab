import { Failure } from '../../core/failure.ts';
import { parseDn, plainDn } from './dn.ts';

const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?$/u;

/**
 * The DN at which a search begins.
 *
 * @param text a DN; one that does not end in DC=… stands below `whole`; or the DNS name of a domain
 * @param whole the base of the settings; null where there is none
 * @throws Failure when it is neither
 */
export function searchBase(text: string, whole: string | null): string {
  const trimmed = text.trim();
  const labels = trimmed.split('.');
  if (labels.every((label) => LABEL.test(label))) return labels.map((label) => `DC=${label}`).join(',');
  const dn = plainDn(trimmed);
  const rdns = parseDn(trimmed);
  if (dn !== null && dn !== '' && rdns?.at(-1)?.[0]?.type === 'dc') return dn;
  if (dn !== null && dn !== '' && whole !== null) return `${dn},${whole}`;
  throw new Failure(
    'SEARCH_BASE_INVALID',
    `"${trimmed}" is no place to search in.`,
    'Give --domain the DNS name of a domain (sales.corp.example) or a DN (OU=Groups,DC=corp,DC=example).',
  );
}
