import type { RawAnswer } from '../../../core/observation.ts';
import type { Answer } from '../../../net/answer.ts';

/** Fields that hold nothing secret and name nobody. */
const KEPT = ['token_type', 'expires_in', 'scope', 'error'];

/**
 * What an answer with tokens looks like, without any of them: which fields it has, and whether a refresh token is the one
 * that was sent.
 *
 * @param sent the form that asked for it
 */
export function tokenShape(
  sent: string,
  { status, headers }: Pick<Answer, 'status' | 'headers'>,
  text: string,
  at: Date,
): RawAnswer {
  const form = new URLSearchParams(sent);
  const date = headers.get('date');
  return {
    purpose: 'token',
    call: 'POST /oauth/token',
    sent: { grant_type: form.get('grant_type') ?? '' },
    at: at.toISOString(),
    status,
    headers: { ...(date === null ? {} : { date }) },
    encoding: 'utf-8',
    body: shapeOf(text, form.get('refresh_token')),
  };
}

function shapeOf(text: string, sent: string | null): string {
  const fields = fieldsOf(text);
  if (fields === null) return '(no JSON)';
  const shown = Object.entries(fields).map(([name, value]) => {
    if (KEPT.includes(name)) return [name, value];
    if (name === 'refresh_token') return [name, value === sent ? '(the one that was sent)' : '(another one)'];
    return [name, `(${typeof value})`];
  });
  return JSON.stringify(Object.fromEntries(shown));
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
