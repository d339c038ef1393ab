import { cleanName } from '../core/text.ts';
import type { Change, Facts, Operation, UserFacts } from './model.ts';
import type { Notice } from '../core/notice.ts';

/**
 * What is done to a user or group, as it follows from the fields that change. The planner and the reading of a saved
 * plan both use it, so that a plan cannot call a change by another name than what it does.
 *
 * @param before null for a create
 */
export function operationsFrom(before: Facts | null, after: Facts): Operation[] {
  if (before === null) return ['create'];
  const { group, status, mobile, ...others } = after;
  const updates = Object.keys(others).length > 0;
  return [
    ...(group === undefined ? [] : (['move'] as const)),
    ...(status === undefined ? [] : ([status === 'enabled' ? 'enable' : 'disable'] as const)),
    // The add-on of a disabled user goes with the disable.
    ...(updates || (mobile !== undefined && status !== 'disabled') ? (['update'] as const) : []),
  ];
}

/**
 * Who a user is after a change, as outputs show it.
 *
 * @param facts who the user is before; null for a create, which sets both
 */
export function shownUser(facts: UserFacts | null, after: Facts): { readonly name: string; readonly email: string } {
  return {
    name: after.name ?? cleanName(facts?.name ?? ''),
    email: after.email ?? cleanName(facts?.email ?? ''),
  };
}

/**
 * Whether a text holds what is no text: control characters, line and paragraph separators, halves of characters. Written
 * to the account they would be other records for whoever reads the service's answers line by line.
 */
export function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text);
}

function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\p{Cs}/gu, '\ufffd');
}

/** A change whose reason holds no control character: names of directory groups are other people's text. */
export function withCleanReason<One extends Pick<Change, 'reason'>>(change: One): One {
  const { text, path } = change.reason;
  return { ...change, reason: { ...change.reason, text: withoutControls(text), path: path.map(withoutControls) } };
}

/** A notice without control characters. */
export function withCleanText(notice: Notice): Notice {
  return { ...notice, text: withoutControls(notice.text), subject: withoutControls(notice.subject) };
}
