import { jsonText } from '../render/escape.ts';
import type { CleanLine } from './clean.ts';
import type { Level } from './lines.ts';

export type LogForm = 'text' | 'json';

/** One line with its line break, in a form. */
export function printLine(line: CleanLine, form: LogForm): string {
  return form === 'json' ? jsonLine(line) : textLine(line);
}

/** Time and level first, so that a line is found in any collector; then what it is about, its fields, and the sentence. */
function jsonLine({ time, level, event, text, fields }: CleanLine): string {
  return `${jsonText(JSON.stringify({ time, level, event, ...Object.fromEntries(fields), text }))}\n`;
}

const WORDS: Readonly<Record<Level, string>> = { error: 'ERROR', warn: 'WARN ', info: 'info ', debug: 'debug' };

/** `2026-01-31T09:00:00Z WARN  sync.yaml #12 …`; the code of a message stands before it, and what to do behind it. */
function textLine({ time, level, text, fields }: CleanLine): string {
  const file = fields.get('file');
  const round = fields.get('round');
  const [line, column] = [fields.get('line'), fields.get('column')];
  const where = typeof line === 'number' && typeof column === 'number' ? `:${line}:${column}` : '';
  const about = [
    ...(typeof file === 'string' ? [`${file}${where}`] : []),
    ...(typeof round === 'number' ? [`#${round}`] : []),
  ];
  const start = `${time.replace(/\.\d+Z$/, 'Z')} ${WORDS[level]} `;
  const place = about.length === 0 ? '' : `${about.join(' ')} `;
  const code = fields.get('code');
  const advice = fields.get('advice');
  const before = typeof code === 'string' ? `${code} ` : '';
  const behind = typeof advice === 'string' && advice !== '' ? ` → ${advice}` : '';
  const search = fields.get('search');
  const asked = typeof search === 'string' ? `: ${search}` : '';
  return `${start}${place}${before}${text}${behind}${asked}\n`;
}
