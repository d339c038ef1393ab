import { codeOf } from '../core/errno.ts';

/**
 * An error and what stands behind it, outermost first: fetch says "fetch failed" and hides what happened in `cause`. Of
 * the `errors` of a host with several addresses, the first one counts. Not deeper than ten: causes may go in a circle.
 */
export function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let inner = error; inner !== undefined && chain.length < 11; inner = innerOf(inner)) chain.push(inner);
  return chain;
}

function innerOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) return error.errors[0] as unknown;
  return 'cause' in error ? error.cause : undefined;
}

/** The system's or undici's code behind fetch's "fetch failed"; never its message, which may hold anything. */
export function codeIn(error: unknown): string {
  const chain = causesOf(error);
  const root = chain.at(-1);
  return chain.map(codeOf).find((code) => code !== null) ?? (root instanceof Error ? root.name : 'unknown');
}
