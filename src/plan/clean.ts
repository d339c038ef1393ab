import type { Notice } from '../core/notice.ts';
import { hasControls, withoutControls } from '../core/text.ts';
import type { Change, Reason } from './model.ts';

/** A change whose reasons hold no control character: names of directory groups are other people's text. */
export function withCleanReasons<One extends Pick<Change, 'reason' | 'because'>>(change: One): One {
  const { reason, because } = change;
  const all = [reason, ...Object.values(because)];
  if (all.every(isClean)) return change;
  // Most fields change for the reason of the change itself, and go on sharing it.
  const cleaned = clean(reason);
  const fields = Object.entries(because).map(([field, one]) => [field, one === reason ? cleaned : clean(one)] as const);
  return { ...change, reason: cleaned, because: Object.fromEntries(fields) };
}

function isClean({ text, path }: Reason): boolean {
  return !hasControls(text) && !path.some(hasControls);
}

function clean(reason: Reason): Reason {
  return { ...reason, text: withoutControls(reason.text), path: reason.path.map(withoutControls) };
}

/** A notice without control characters. */
export function withCleanText(notice: Notice): Notice {
  const { text, subject, names } = notice;
  return {
    ...notice,
    text: withoutControls(text),
    subject: withoutControls(subject),
    ...(names === undefined ? {} : { names: names.map(withoutControls) }),
  };
}
