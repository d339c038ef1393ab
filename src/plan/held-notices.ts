import type { Approval, Judged } from './approvals.ts';
import type { HeldSet } from './limits.ts';
import type { Notice } from '../core/notice.ts';
import type { Past } from './earlier-runs.ts';
import type { HoldKind } from './hold-id.ts';

/** What a target calls things: notices about holds speak of its settings. */
export interface HoldWords {
  /** What happens to a user who is readdressed, as `get another e-mail address`. */
  readonly readdressed: string;
  /** What happens to users who are disabled where nothing was read of the directory; absent where it was. */
  readonly ended?: string;
  /** What to do where a set of a kind is not right, as `find out who was put into the directory groups`. */
  readonly remedies: Readonly<Record<Exclude<HoldKind, 'meaning'>, string>>;
}

/** What to do where an undo is not right. */
const LEAVE = 'leave it as it is: what the file and the directory give comes back with adsync apply';
export const UNDO_REMEDIES = { doubt: LEAVE, disable: LEAVE, move: LEAVE, readdress: LEAVE } as const;

interface Circumstances {
  /** `limits.window`, in milliseconds. */
  readonly window: number;
  readonly past: Past;
  readonly words: HoldWords;
}

/** Everything that has to be said of what is held, and of approvals. */
export function heldNotices(judged: Judged, circumstances: Circumstances): Notice[] {
  const { window, past } = circumstances;
  const { used, gaps } = past;
  return [
    ...judged.open.map((set) => heldNotice(set, judged, circumstances)),
    ...judged.allowed.map(allowedNotice),
    ...judged.used.map((approval) => usedNotice(approval, judged, used)),
    ...(window > 0 ? gapNotice(gaps, window) : []),
  ];
}

function heldNotice(set: HeldSet, { allowed }: Judged, { window, words }: Circumstances): Notice {
  const { id, where, line } = set;
  const part = allowed.find((one) => one.set.id === id);
  const rest =
    part === undefined ? '' : ` ${part.members} of them ${are(part.members)} let through by ${part.approval.by}.`;
  const advice = `Look at who it is. If it is right, let exactly these through with --approve ${id} (or approve: [${id}] in the file; a part of them with --only)`;
  const text = `${sentence(set, window, words)}${rest} ${advice}; if not, ${remedy(set, words)}.`;
  return { code: 'HELD', severity: 'warning', text, subject: where, line, about: 'holds' };
}

function sentence(set: HeldSet, window: number, words: HoldWords): string {
  const { kind, limit, members, most, of } = set;
  const count = members.length;
  if (set.isKept === true)
    return `${users(count)} ${are(count)} held by ${limit} in the plan that was saved, and stay${count === 1 ? 's' : ''} so.`;
  if (kind === 'doubt') {
    const both = members.flatMap(({ doubt }) => doubt?.text ?? []).join(' ');
    return `${count} ${count === 1 ? 'change needs' : 'changes need'} an approval of ${count === 1 ? 'its' : 'their'} own. ${both}`;
  }
  if (kind === 'create') return `${count} users would be created; ${limit} allows ${most}, so none of them is.`;
  return `${count} of ${of} enabled users in ${set.where} would ${deed(set, words)}${alongside(set, window)}; ${limit} allows ${most}, so none of them is.`;
}

function deed({ kind, evidence }: HeldSet, { readdressed, ended }: HoldWords): string {
  if (kind === 'move') return 'be moved to another group';
  if (kind === 'readdress') return readdressed;
  if (ended !== undefined) return ended;
  return evidence === 'said'
    ? 'be disabled because the directory says that their accounts have ended'
    : 'be disabled because they are not, or not any more, where the mappings look for them';
}

function alongside({ besides, earlier }: HeldSet, window: number): string {
  const parts = [
    ...(besides > 0 ? [`${besides} whose accounts have ended`] : []),
    ...(earlier > 0 ? [`${earlier} whom earlier runs of the last ${hours(window)} changed in this way`] : []),
  ];
  return parts.length === 0 ? '' : `, besides ${parts.join(' and ')}`;
}

function remedy({ kind }: HeldSet, { remedies }: HoldWords): string {
  return remedies[kind === null || kind === 'meaning' ? 'disable' : kind];
}

function allowedNotice({ set, approval, members }: Judged['allowed'][number]): Notice {
  const { kind, limit, where, id } = set;
  const all = set.members.length;
  // Groups can be in doubt as well.
  const doubted = kind === 'doubt';
  const they = doubted ? changes(all) : users(all);
  const what = members === all ? they : `${members} of ${they}`;
  const why = doubted ? `in doubt (${limit})` : `over ${limit}`;
  return {
    code: 'LET_THROUGH',
    severity: 'info',
    text: `${what} ${why} ${are(members)} let through by ${approval.by} (${id}).`,
    subject: where,
    line: approval.line,
    about: 'holds',
  };
}

function usedNotice({ id, line }: Approval, { open }: Judged, used: Past['used']): Notice {
  const waits = open.some((set) => set.id === id);
  const use = used.get(id);
  const when = use === undefined ? '' : ` on ${use.at.slice(0, 16).replace('T', ' ')} UTC by the run ${use.run}`;
  const advice = waits
    ? `The same set is held again: if it is right once more, let it through with --approve ${id}. Remove the line from the file.`
    : 'Remove it from the file.';
  return {
    code: 'APPROVAL_USED',
    severity: waits ? 'warning' : 'info',
    text: `The approval was used up${when}, and lets nobody through any more. ${advice}`,
    subject: id,
    line,
    about: 'holds',
  };
}

function gapNotice(gaps: readonly string[], window: number): Notice[] {
  if (gaps.length === 0) return [];
  const text = `What earlier runs did in the last ${hours(window)} is known in part only, so the limits may count too little: ${gaps.join(' ')}`;
  return [
    { code: 'WINDOW_UNCERTAIN', severity: 'warning', text, subject: 'limits.window', line: null, about: 'holds' },
  ];
}

function users(count: number): string {
  return count === 1 ? '1 user' : `${count} users`;
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/** `24 hours`, `90 minutes`, `7 days` */
export function hours(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 4 * 24 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / (24 * 60))} days`;
}
