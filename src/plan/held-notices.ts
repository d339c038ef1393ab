import type { HeldSets } from './approvals.ts';
import type { Approval, Judged } from './judge.ts';
import type { HeldSet } from './limits.ts';
import type { Notice } from '../core/notice.ts';
import type { Past } from './recent.ts';
import type { LimitSettings } from '../core/settings.ts';

/** Everything that has to be said of what is held, and of approvals. */
export function heldNotices(judged: Judged, held: HeldSets, { window }: LimitSettings, { used, gaps }: Past): Notice[] {
  return [
    ...judged.open.map((set) => heldNotice(set, judged, window)),
    ...judged.allowed.map(allowedNotice),
    ...judged.used.map((approval) => usedNotice(approval, judged, used)),
    ...judged.stale.filter(({ line }) => line !== null).map((approval) => staleNotice(approval, held)),
    ...(window > 0 ? gapNotice(gaps, window) : []),
  ];
}

function heldNotice(set: HeldSet, { allowed }: Judged, window: number): Notice {
  const { id, place, line } = set;
  const part = allowed.find((one) => one.set.id === id);
  const rest =
    part === undefined ? '' : ` ${part.members} of them ${are(part.members)} let through by ${part.approval.by}.`;
  const advice = `Look at who it is. If it is right, let exactly these through with --approve ${id} (or approve: [${id}] in the file; a part of them with --only)`;
  const text = `${sentence(set, window)}${rest} ${advice}; if not, ${remedy(set)}.`;
  return { code: 'HELD', severity: 'warning', text, subject: place, line };
}

function sentence(set: HeldSet, window: number): string {
  const { limit, members, most, of } = set;
  const count = members.length;
  if (set.isKept === true)
    return `${users(count)} ${are(count)} held by ${limit} in the plan that was saved, and stay${count === 1 ? 's' : ''} so.`;
  if (limit === 'rescue.adopt') {
    const both = members.flatMap(({ doubt }) => doubt ?? []).join(' ');
    return `${count} ${count === 1 ? 'change needs' : 'changes need'} an approval of ${count === 1 ? 'its' : 'their'} own. ${both}`;
  }
  if (limit === 'limits.create')
    return `${count} users would be created; limits.create allows ${most}, so none of them is.`;
  return `${count} of ${of} enabled users in ${set.place} would ${deed(set)}${alongside(set, window)}; ${limit} allows ${most}, so none of them is.`;
}

function deed({ limit, evidence }: HeldSet): string {
  if (limit === 'limits.move') return 'be moved to another group';
  if (limit === 'limits.readdress') return 'get another e-mail address or SSO id';
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

function remedy({ limit }: HeldSet): string {
  if (limit === 'rescue.adopt') return 'change what the two sides say, in the directory or in the Admin Center';
  if (limit === 'limits.move') return 'look at rescueGroup of the mappings, and at the directory groups inside them';
  if (limit === 'limits.readdress') return 'find out what happened to the addresses in the directory';
  if (limit === 'limits.create') return 'find out who was put into the directory groups';
  return 'find out what happened to the directory group';
}

function allowedNotice({ set, approval, members }: Judged['allowed'][number]): Notice {
  const { limit, place, id } = set;
  const all = set.members.length;
  // Groups can be in doubt as well.
  const doubted = limit === 'rescue.adopt';
  const they = doubted ? changes(all) : users(all);
  const what = members === all ? they : `${members} of ${they}`;
  const why = doubted ? 'in doubt (rescue.adopt)' : `over ${limit}`;
  return {
    code: 'LET_THROUGH',
    severity: 'info',
    text: `${what} ${why} ${are(members)} let through by ${approval.by} (${id}).`,
    subject: place,
    line: approval.line,
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
  };
}

/** An approval of the file that stands for nothing, or for another set than is held now. */
function staleNotice({ id, line }: Approval, held: HeldSets): Notice {
  const waits = held.size > 0;
  const text = waits
    ? `The approval stands for another set of users than is held now (${[...held.keys()].join(', ')}), and lets nobody through. Look at who is held, and replace it.`
    : 'The approval stands for nothing that is planned now. Remove it from the file.';
  return { code: 'APPROVAL_STALE', severity: waits ? 'warning' : 'info', text, subject: id, line };
}

function gapNotice(gaps: readonly string[], window: number): Notice[] {
  if (gaps.length === 0) return [];
  const text = `What earlier runs did in the last ${hours(window)} is known in part only, so the limits may count too little: ${gaps.join(' ')}`;
  return [{ code: 'WINDOW_UNCERTAIN', severity: 'warning', text, subject: 'limits.window', line: null }];
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
