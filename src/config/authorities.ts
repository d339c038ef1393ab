import { X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import type { Authorities } from '../core/settings.ts';
import type { Report } from './diagnostic.ts';
import { type Entry, quoted, selectTexts } from './entry.ts';
import { decodeText, readProblem, type Inputs } from './inputs.ts';

const LARGEST_FILE = 4 * 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** In place of the name of a file: the store of the operating system. A file of this name is written `./system`. */
const SYSTEM = 'system';

/**
 * The authorities named at `path`: those in a PEM file, or those of the operating system; null when none are named, and
 * where a fault was reported.
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
): Promise<Authorities | null> {
  const [found] = selectTexts(root, path);
  if (found === undefined || inputs.offline === true) return null;
  const { entry, text } = found;
  if (text === SYSTEM) return fromSystem(entry, inputs, report);
  try {
    const bytes = await inputs.readFile(resolve(folder, text), LARGEST_FILE, 'regular');
    const pem = bytes.length > LARGEST_FILE ? null : decodeText(bytes);
    if (pem !== null && holdsCertificates(pem)) return { from: 'file', pem };
    const advice =
      'It must hold "-----BEGIN CERTIFICATE-----" blocks; openssl x509 -inform DER -in ca.cer converts others.';
    report.error('CA_NOT_PEM', entry.at, `${quoted(entry)} holds no readable certificates in PEM form.`, advice);
  } catch (error) {
    const advice = 'Look at the path (it is relative to this file) and at who may read it.';
    report.error('CA_UNREADABLE', entry.at, `${quoted(entry)} ${readProblem(error)}.`, advice);
  }
  return null;
}

/** Nothing stands in for the store where it cannot be read: Node would take its own authorities for an empty list. */
async function fromSystem(entry: Entry, inputs: Inputs, report: Report): Promise<Authorities | null> {
  const store = await inputs.systemAuthorities();
  if (store !== null && store.length > 0) return { from: 'system', pem: store.join('\n') };
  if (store === null) {
    const message = 'The authorities of the operating system cannot be read with this version of Node.js.';
    report.error('CA_SYSTEM_UNAVAILABLE', entry.at, message, 'Use Node.js 22.15 or newer, or name a PEM file.');
  } else {
    const message = 'The operating system holds no authorities where Node.js looks for them.';
    const advice = 'Name a PEM file; on Linux, SSL_CERT_FILE or SSL_CERT_DIR can name the place of the store.';
    report.error('CA_SYSTEM_EMPTY', entry.at, message, advice);
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
