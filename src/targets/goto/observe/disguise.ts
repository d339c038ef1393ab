import type { RawAnswer } from '../../../core/observation.ts';

/** A text in quotation marks with what makes it a key, a number, or a bracket of a JSON document. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\]]/g;

/** What stands below these keys customers name themselves, fields included. */
const CUSTOM: ReadonlySet<string> = new Set(['attributes', 'customAttributes', 'attributeValues']);

/** Values that are the service's own words, by their key. */
const OWN_WORDS: Readonly<Record<string, RegExp>> = {
  status: /^[A-Z_]{1,30}$/,
  adminRoles: /^(?:SUPER_USER|ADD_USERS|RUN_REPORTS|MANAGE_[A-Z_]{1,40}|VIEW_[A-Z_]{1,40})$/,
  products: /^[A-Z0-9]{2,20}$/,
  type: /^[A-Z_]{1,20}$/,
  channel: /^[A-Z_]{1,20}$/,
  locale: /^[a-z]{2}(?:[_-][A-Z]{2})?$/,
  timeZone: /^[A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+$/,
  code: /^[a-z]+(?:\.[a-z]+){1,5}$/,
};

/** Numbers that count something; all others are keys, or moments. */
const COUNTS: ReadonlySet<string> = new Set([
  ...['total', 'fromIndex', 'toIndex', 'seats', 'userCount', 'deviceCount', 'inviteCount', 'memberCount'],
  'totalMemberCount',
]);

/** Longer bodies are kept with their beginning and their end only. */
const LONGEST = 20_000;
const HEAD = 12_000;
const TAIL = 3000;

/**
 * The answer with tokens in the place of everything but the service's own words: names of fields, statuses, roles, product
 * codes and counts stay, and so does the form. What is not known to be the service's own is somebody's.
 *
 * @param tokens puts tokens in the place of words and numbers
 */
export function disguiseAnswer(answer: RawAnswer, tokens: (text: string) => string): RawAnswer {
  // Of an answer with tokens there is only its shape (token-shape.ts).
  if (answer.purpose === 'token') return answer;
  const sent = Object.entries(answer.sent).map(([name, value]) => [name, disguisedParameter(name, value, tokens)]);
  const body = answer.body.trim() === '' ? answer.body : disguisedBody(answer.body, tokens);
  return { ...answer, sent: Object.fromEntries(sent) as Record<string, string>, body: shortened(body) };
}

/** A filter names somebody by the address in quotation marks. */
function disguisedParameter(name: string, value: string, tokens: (text: string) => string): string {
  return name === 'filter' ? value.replace(/"[^]*"/, (quoted) => tokens(quoted)) : value;
}

function disguisedBody(body: string, tokens: (text: string) => string): string {
  if (!isJson(body)) return `<something else than JSON, of ${body.length} characters>`;
  const outer: { readonly key: string; readonly isCustom: boolean }[] = [];
  let at = { key: '', isCustom: false };
  return body.replace(TOKEN, (whole: string, text: string | undefined, colon: string | undefined) => {
    if (whole === '{' || whole === '[') {
      outer.push(at);
      at = { key: at.key, isCustom: at.isCustom || CUSTOM.has(at.key) };
      return whole;
    }
    if (whole === '}' || whole === ']') {
      at = outer.pop() ?? at;
      return whole;
    }
    const { key, isCustom } = at;
    if (text === undefined) return !isCustom && COUNTS.has(key) ? whole : tokens(whole);
    if (colon !== undefined) {
      at = { key: text.slice(1, -1), isCustom };
      const isOwn = isCustom ? FIELDS.has(at.key) : isOwnKey(at.key);
      return isOwn ? whole : tokenText(text, tokens) + colon;
    }
    if (isCustom) return tokenText(text, tokens);
    const own = Object.hasOwn(OWN_WORDS, key) ? OWN_WORDS[key] : undefined;
    return own?.test(text.slice(1, -1)) === true ? text : tokenText(text, tokens);
  });
}

/** Escapes stay: what stands behind a backslash is no word. */
function tokenText(text: string, tokens: (text: string) => string): string {
  return text.replace(/\\(?:u[0-9a-fA-F]{4}|.)|[^\\]+/g, (part) => (part.startsWith('\\') ? '\\ufffd' : tokens(part)));
}

/** Names of fields are short words in letters; a name or an address is none. */
function isOwnKey(key: string): boolean {
  return FIELDS.has(key) || /^[a-z]+(?:[A-Z][a-z]+){1,4}$/.test(key);
}

const FIELDS: ReadonlySet<string> = new Set([
  ...['results', 'total', 'key', 'id', 'name', 'email', 'locale', 'status', 'accounts', 'products', 'attributes'],
  ...['settings', 'seats', 'enabled', 'description', 'type', 'channel', 'entitlements', 'value', 'code', 'errors'],
]);

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

function shortened(body: string): string {
  if (body.length <= LONGEST) return body;
  return `${body.slice(0, HEAD)}\n[${body.length - HEAD - TAIL} characters were left out here]\n${body.slice(-TAIL)}`;
}
