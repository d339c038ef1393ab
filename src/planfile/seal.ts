import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalPieces } from '../core/digest.ts';
import { Failure } from '../core/failure.ts';
import type { Plan, SavedPlan } from '../plan/model.ts';
import type { Secret } from '../core/secret.ts';

/** Bytes of the random id of a saving. */
export const SAVED_ID_BYTES = 16;

/**
 * Makes a plan one that can be saved: with an id of its own, a digest, and a signature where there is a key. Digest and
 * signature cover the whole document as it is read again, date and id included.
 *
 * @param id {@link SAVED_ID_BYTES} random bytes
 * @param key null = no signature
 */
export function sealed(plan: Plan, id: Uint8Array, key: Secret | null): SavedPlan {
  const savedId = Buffer.from(id).toString('hex');
  const document = { ...plan, savedId };
  const signature = key === null ? {} : { signature: signatureOf(document, key) };
  return { ...document, digest: digestOf(document), ...signature };
}

/** SHA-256 of a saved plan's content, lower-case hex; also of keys that are not known here. */
export function digestOf(document: object): string {
  return hashed(createHash('sha256'), document);
}

/**
 * Whether a saved plan was signed with the key, told without a hint by how long it takes.
 *
 * @throws Failure PLAN_UNSIGNED, PLAN_SIGNATURE
 */
export function checkSignature(document: Partial<Pick<SavedPlan, 'signature'>>, key: Secret, path: string): void {
  const again = 'Make a new plan where ADSYNC_PLAN_KEY has the same value as here: adsync plan --out FILE';
  if (document.signature === undefined) {
    const text = `${path} is not signed, and with ADSYNC_PLAN_KEY in the environment only signed plans are applied.`;
    throw new Failure('PLAN_UNSIGNED', text, again);
  }
  const [found, right] = [document.signature, signatureOf(document, key)].map((text) => Buffer.from(text, 'utf8'));
  if (found !== undefined && right !== undefined && found.length === right.length && timingSafeEqual(found, right))
    return;
  const text = `${path} was altered after it was signed, or was signed with another key than that of ADSYNC_PLAN_KEY.`;
  throw new Failure('PLAN_SIGNATURE', text, again);
}

function signatureOf(document: object, key: Secret): string {
  return hashed(createHmac('sha256', key.reveal()), document);
}

/** Covers everything but digest and signature. */
function hashed(hash: ReturnType<typeof createHash | typeof createHmac>, document: object): string {
  const aside = new Set(['digest', 'signature']);
  const content = Object.fromEntries(Object.entries(document).filter(([key]) => !aside.has(key)));
  canonicalPieces(content, (text) => hash.update(text, 'utf8'));
  return hash.digest('hex');
}
