import type { RescueProfile } from '../profile.ts';
import { meaningOf } from './tree-node.ts';
import type { TreeText } from './tree-text.ts';

/** What of a profile does not fit the tree that came, as sentences. What the profile does not say fits. */
export function treeDifferences(profile: RescueProfile, rest: string, { lines, blocks }: TreeText): readonly string[] {
  const lineEnd = /^[^\S\r\n]*(\r\n|\n|\r)/.exec(rest)?.[1];
  const blank = /nodeid\s*:([^\S\r\n]*)-?\d/i.exec(rest)?.[1];
  const isRootListed = blocks.some(
    ({ fields }) =>
      meaningOf(fields?.get('type') ?? '')?.kind === 'ignored' && /^root$/i.test(fields?.get('type') ?? ''),
  );
  return [
    ...differs('lineEnd', profile.lineEnd, lineEnd === undefined ? undefined : lineEnd === '\n' ? 'lf' : 'crlf'),
    ...differs('blankAfterColon', profile.blankAfterColon, blank === undefined ? undefined : blank !== ''),
    ...differs('treeEnd', profile.treeEnd, (lines.at(-1) ?? '').trim() === '' ? 'lineBreaks' : 'none'),
    ...differs('rootListed', profile.rootListed, isRootListed),
  ];
}

/** The same for the record of one user. */
export function recordDifferences(profile: RescueProfile, rest: string): readonly string[] {
  const [firstLine = ''] = rest.trimStart().split(/[\r\n]/, 1);
  // The first field is a number: where the second one shares its line, all of them do.
  const isOneLine = /^nodeid\s*:\s*-?\d+\s+\w+\s*:/i.test(firstLine);
  return differs('layout', profile.layout, isOneLine ? 'oneLine' : 'lines');
}

function differs<Value>(key: keyof RescueProfile, said: Value | undefined, seen: Value | undefined): string[] {
  if (said === undefined || seen === undefined || said === seen) return [];
  return [`${key} is ${String(seen)}, and rescue.profile says ${String(said)}.`];
}
