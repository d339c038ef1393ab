import { canonicalJson } from '../core/digest.ts';
import type { Notice } from '../core/notice.ts';
import { compareText } from '../core/text.ts';
import { compareFirst } from './growth.ts';

const SEVERITIES: Record<Notice['severity'], number> = { error: 0, warning: 1, info: 2 };

/** Each notice once, errors first. */
export function sortNotices(notices: readonly Notice[]): Notice[] {
  const unique = new Map(notices.map((notice) => [canonicalJson(notice), notice]));
  return [...unique.values()].sort(
    (a, b) =>
      compareFirst(a, b) ||
      SEVERITIES[a.severity] - SEVERITIES[b.severity] ||
      compareText(a.code, b.code) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      compareText(a.subject, b.subject) ||
      compareText(a.text, b.text),
  );
}
