import { X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import type { Report } from './diagnostic.ts';
import { type Entry, quoted, selectTexts } from './entry.ts';
import { decodeText, readProblem, type Inputs } from './inputs.ts';

const LARGEST_FILE = 4 * 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads the file named at `path`: PEM text of at least one certificate; null when there is none.
 *
 * @param root what `path` begins in: the file, or a section of it
 * @param folder what relative names of files are relative to
 */
export async function readAuthorities(
  root: Entry,
  path: string,
  folder: string,
  inputs: Inputs,
  report: Report,
): Promise<string | null> {
  const [found] = selectTexts(root, path);
  if (found === undefined || inputs.offline === true) return null;
  const { entry, text } = found;
  try {
    const bytes = await inputs.readFile(resolve(folder, text), LARGEST_FILE, 'regular');
    const pem = bytes.length > LARGEST_FILE ? null : decodeText(bytes);
    if (pem !== null && holdsCertificates(pem)) return pem;
    const advice =
      'It must hold "-----BEGIN CERTIFICATE-----" blocks; openssl x509 -inform DER -in ca.cer converts others.';
    report.error('CA_NOT_PEM', entry.at, `${quoted(entry)} holds no readable certificates in PEM form.`, advice);
  } catch (error) {
    const advice = 'Look at the path (it is relative to this file) and at who may read it.';
    report.error('CA_UNREADABLE', entry.at, `${quoted(entry)} ${readProblem(error)}.`, advice);
  }
  return null;
}

function holdsCertificates(pem: string): boolean {
  const blocks = pem.match(CERTIFICATE) ?? [];
  return blocks.length > 0 && blocks.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
