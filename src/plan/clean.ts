import type { Notice } from '../core/notice.ts';
import { withoutControls } from '../core/text.ts';
import type { Change, Reason } from './model.ts';

/** A change whose reasons hold no control character: names of directory groups are other people's text. */
export function withCleanReasons<One extends Pick<Change, 'reason' | 'because'>>(change: One): One {
  const because = Object.fromEntries(Object.entries(change.because).map(([field, reason]) => [field, clean(reason)]));
  return { ...change, reason: clean(change.reason), because };
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
