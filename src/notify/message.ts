import { terminalText } from '../render/escape.ts';
import type { News } from './news.ts';

/** What is sent, in whatever form: every text is one line, and harmless as plain text. */
export interface Message {
  readonly severity: News['severity'];
  readonly title: string;
  /** The machine that sends it. */
  readonly host: string;
  readonly parts: readonly Part[];
}

export type Part = Omit<News, 'personal'>;

/** More than this at once nobody reads, and Teams refuses more than 28 KB. */
const MOST_PARTS = 5;
const MOST_LINES = 8;
const LONGEST = 200;

/** What is sent with it. */
export interface Sender {
  readonly host: string;
  /** Whether names of people may be sent. */
  readonly names: boolean;
}

/** One message of some news; there must be at least one. */
export function messageOf(news: readonly News[], { host, names }: Sender): Message {
  const shown = news.slice(0, MOST_PARTS);
  const [first] = shown;
  const more = news.length > 1 ? `, and ${news.length - 1} more` : '';
  const left = news.length - shown.length;
  const parts = shown.map((one) => partOf(one, names));
  const last = parts.at(-1);
  if (left > 0 && last !== undefined) {
    parts[parts.length - 1] = { ...last, lines: [...last.lines, `${left} more are left out here; see the log.`] };
  }
  return {
    severity: worst(news),
    title: clean(`adsync: ${first?.title ?? ''}${more} (${first?.file ?? ''})`),
    host: clean(host),
    parts,
  };
}

function partOf({ event, severity, file, at, title, facts, lines, personal }: News, names: boolean): Part {
  const all = [...lines, ...(names ? personal : [])];
  const left = all.length - MOST_LINES;
  const listed = all.slice(0, MOST_LINES).map(clean);
  return {
    ...{ event, severity, file: clean(file), at, title: clean(title) },
    facts: facts.slice(0, MOST_LINES).map(([label, value]) => [clean(label), clean(value)]),
    lines: left > 0 ? [...listed, `and ${left} more`] : listed,
  };
}

function worst(news: readonly News[]): News['severity'] {
  const order = ['error', 'warning', 'good'] as const;
  return order.find((severity) => news.some((one) => one.severity === severity)) ?? 'good';
}

/**
 * One line in which nothing steers whoever shows it. Addresses are broken, for chats and mail programs make links of
 * them: a name must not lead anybody anywhere. Braces are parted, for adaptive cards put dates in the place of {{DATE(…)}}.
 */
function clean(text: string): string {
  const harmless = terminalText(shortened(text))
    .replaceAll('://', '[:]//')
    .replace(/\b(www)\./gi, '$1[.]')
    .replace(/\{(?=\{)/g, '{ ');
  return shortened(harmless);
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
