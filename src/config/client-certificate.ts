import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { Secret } from '../core/secret.ts';
import type { Report } from './diagnostic.ts';
import { type Entry, quoted, selectTexts } from './entry.ts';
import { decodeText, readProblem, type Inputs, NOT_LOOKED_UP } from './inputs.ts';

const LARGEST_FILE = 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?:RSA )?PRIVATE KEY-----[^-]+-----END (?:RSA )?PRIVATE KEY-----/;

/**
 * Reads the file named by `directory.certificate`: one PEM file with the private key of the application and the
 * certificate that belongs to it, in any order and with or without those of authorities; null when there is none.
 */
export async function readClientCertificate(
  root: Entry,
  folder: string,
  inputs: Inputs,
  report: Report,
): Promise<Secret | null> {
  const [found] = selectTexts(root, 'directory.certificate');
  if (found === undefined) return null;
  if (inputs.offline === true) return new Secret(NOT_LOOKED_UP);
  const { entry, text } = found;
  try {
    const bytes = await inputs.readFile(resolve(folder, text), LARGEST_FILE, 'regular');
    const pem = bytes.length > LARGEST_FILE ? '' : (decodeText(bytes) ?? '');
    const fault = faultOf(pem);
    if (fault === null) return new Secret(pem);
    report.error('CERTIFICATE_UNUSABLE', entry.at, `${quoted(entry)} ${fault[0]}.`, fault[1]);
  } catch (error) {
    const advice = 'Look at the path (it is relative to this file) and at who may read it.';
    report.error('CERTIFICATE_UNREADABLE', entry.at, `${quoted(entry)} ${readProblem(error)}.`, advice);
  }
  return null;
}

/** What is wrong with a PEM text, as the end of a sentence, and what to do; nothing of the text itself. */
function faultOf(pem: string): readonly [what: string, advice: string] | null {
  const both =
    'It must be one PEM file with both, the private key and the certificate; cat key.pem cert.pem > app.pem.';
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
    return ['holds an encrypted private key', 'Decrypt it: openssl pkcs8 -in key.pem -out plain.pem.'];
  }
  const certificates = (pem.match(CERTIFICATE) ?? []).map((block) => parsed(() => new X509Certificate(block)));
  if (certificates.length === 0 || certificates.includes(null))
    return ['holds no readable certificate in PEM form', both];
  const key = parsed((): KeyObject => createPrivateKey(PRIVATE_KEY.exec(pem)?.[0] ?? ''));
  if (key === null) return ['holds no readable private key in PEM form', both];
  if (key.asymmetricKeyType !== 'rsa') {
    return ['holds a key that is no RSA key', 'Entra ID takes client certificates with RSA keys only.'];
  }
  // Key Vault puts those of the authorities first, others put them last.
  return certificates.some((certificate) => certificate?.checkPrivateKey(key))
    ? null
    : ['holds no certificate that belongs to its private key', both];
}

function parsed<Value>(parse: () => Value): Value | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
