import { canonicalJson } from '../core/digest.ts';
import type { Notice } from '../core/notice.ts';
import { compareText } from '../core/text.ts';
import { compareFirst } from './growth.ts';

const SEVERITIES: Record<Notice['severity'], number> = { error: 0, warning: 1, info: 2 };

/** Each notice once, errors first. */
export function sortNotices(notices: readonly Notice[]): Notice[] {
  const sorted = notices.toSorted(compareNotices);
  // Equal notices stand in one run of those that compare as equal; most runs have one.
  const unique: Notice[] = [];
  let run = new Set<string>();
  for (const [index, notice] of sorted.entries()) {
    const before = sorted[index - 1];
    const after = sorted[index + 1];
    const follows = before !== undefined && compareNotices(before, notice) === 0;
    if (!follows) run = new Set();
    const alone = !follows && (after === undefined || compareNotices(notice, after) !== 0);
    const text = alone ? '' : canonicalJson(notice);
    if (run.has(text)) continue;
    run.add(text);
    unique.push(notice);
  }
  return unique;
}

function compareNotices(a: Notice, b: Notice): number {
  return (
    compareFirst(a, b) ||
    SEVERITIES[a.severity] - SEVERITIES[b.severity] ||
    compareText(a.code, b.code) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    compareText(a.subject, b.subject) ||
    compareText(a.text, b.text)
  );
}
