import { createHash } from 'node:crypto';
import { badRequest, expiredPageToken } from './answer.ts';
import type { GraphSwitches } from './switches.ts';

/** Where a listing goes on, and for which query. Opaque to clients. */
export interface PageToken {
  readonly position: number;
  /** Number of the page, from 0. */
  readonly page: number;
  /** Whether the first page was asked for with ConsistencyLevel and needed it. */
  readonly advanced: boolean;
}

interface Sealed extends PageToken {
  readonly query: string;
  readonly issued: number;
}

/** @returns the value of $skiptoken, encoded for a URL */
export function sealPageToken(
  token: PageToken,
  query: string,
  now: number,
  spelling: GraphSwitches['skipToken'],
): string {
  const sealed: Sealed = { ...token, query: digest(query), issued: now };
  const bytes = Buffer.from(JSON.stringify(sealed), 'utf8');
  return spelling === 'quoted' ? `X%27${bytes.toString('hex').toUpperCase()}%27` : bytes.toString('base64url');
}

/** @throws GraphError 400 when it is no token, belongs to another query, or is too old */
export function openPageToken(text: string, query: string, now: number, lifetime: number): PageToken {
  const sealed = parse(text);
  if (sealed?.query !== digest(query)) {
    throw badRequest('The specified page token is invalid, or does not belong to this query.');
  }
  if (now - sealed.issued > lifetime * 1000) throw expiredPageToken();
  return sealed;
}

function parse(text: string): Sealed | null {
  const quoted = /^X'([0-9A-F]+)'$/i.exec(text)?.[1];
  const bytes = quoted === undefined ? Buffer.from(text, 'base64url') : Buffer.from(quoted, 'hex');
  try {
    return JSON.parse(bytes.toString('utf8')) as Sealed;
  } catch {
    return null;
  }
}

function digest(query: string): string {
  return createHash('sha256').update(query).digest('hex').slice(0, 16);
}
