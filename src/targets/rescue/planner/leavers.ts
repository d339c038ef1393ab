import { wantedKey } from './members.ts';
import type { Decision } from './decide.ts';
import { cleanName } from '../../../core/text.ts';
import type { Hold } from '../../../plan/model.ts';
import type { Notice } from '../../../core/notice.ts';
import type { WantedUser } from './wanted-user.ts';

export interface LeaversLeft {
  readonly count: number;
  readonly notices: readonly Notice[];
}

/** At most so many are named. */
const NAMED = 10;

/**
 * The leavers that a plan leaves enabled: the person has ended for certain, but the disable is withheld or waits for an
 * approval. A disable that a limit holds counts as held, and a protected user is left on purpose.
 *
 * @param decision its `leavers` are enabled users of people whose end is proved; the hidden ones nobody can disable
 * @param wanted what is planned in the end
 * @param holds what is held of it, by {@link wantedKey}
 */
export function leaversLeft(
  { leavers, hiddenLeavers }: Pick<Decision, 'leavers' | 'hiddenLeavers'>,
  wanted: readonly WantedUser[],
  holds: ReadonlyMap<string, Hold>,
): LeaversLeft {
  const left = wanted.filter((entry) => {
    const { user, enabled, isProtected, doubt, link, waits } = entry;
    // Who leaves on a day is told with that day.
    if (user === null || !leavers.has(user.id) || !enabled || waits !== null) return false;
    // A user that passes to another person is theirs from now on; what a doubtful link says was never proved.
    const passesOn = link !== null && !holds.has(wantedKey(entry));
    return !isProtected && doubt?.kind !== 'link' && !passesOn;
  });
  const names = [
    ...left.flatMap(({ user }) => (user === null ? [] : [`${cleanName(user.name)} (${user.email})`])).sort(),
    ...hiddenLeavers.map(({ id }) => `A user who cannot be read (node ${id})`).sort(),
  ];
  if (names.length === 0) return { count: 0, notices: [] };
  const rest = names.length - NAMED;
  const who = [...names.slice(0, NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  const notice: Notice = {
    code: 'LEAVERS_LEFT',
    severity: 'warning',
    text: `${who}: ${names.length === 1 ? 'this user stays' : 'these users stay'} enabled, although the person has ended in the directory or is in no mapped directory group any more. Another line here says what is in the way; until that is mended, disable them in the Admin Center.`,
    subject: names.length === 1 ? (left[0]?.user?.email ?? '') : 'rescue.groups',
    ...(rest > 0 ? { names } : {}),
    line: null,
  };
  return { count: names.length, notices: [notice] };
}
