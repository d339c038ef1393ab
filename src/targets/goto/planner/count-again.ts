import { groupBy } from '../../../core/collections.ts';
import { endsUser } from '../../../plan/fields.ts';
import { memberKey } from '../../../plan/members.ts';
import type { AccountReading, AccountUser } from './account.ts';
import type { GotoChange } from './change.ts';
import { rightsIn } from './doubt-again.ts';
import { type Rights, rightsOf } from './roles.ts';
import { inUse } from './seats.ts';
import { holdsAnything } from './wanted-user.ts';

/** A user of a saved plan, and what all its steps together make of it. */
interface Ending {
  readonly live: AccountUser;
  readonly steps: readonly GotoChange[];
  readonly licences: readonly string[];
  readonly rights: Rights;
}

/**
 * The changes of a saved plan as the limits count them: by what they make of the users that are there, in the user groups
 * that they stand in, whatever the plan calls it. What is blocked is not made, and left as it is.
 */
export function countedAgain(changes: readonly GotoChange[], account: AccountReading): GotoChange[] {
  const users = new Map<string, AccountUser>(account.users.map((user) => [user.key, user]));
  const possible = changes.filter(({ blocked }) => blocked === undefined);
  const endings = [...groupBy(possible, memberKey).values()].flatMap((steps): Ending[] => {
    const live = users.get(steps[0]?.node ?? '');
    return live === undefined ? [] : [endingOf(live, steps)];
  });
  const scarce = scarceLicences(endings, account);
  const ended = new Set<string>(endings.filter((one) => ends(one, scarce)).map(({ live }) => live.key));
  return changes.map((change): GotoChange => {
    const live = users.get(change.node ?? '');
    if (live === undefined) return change;
    const native = { ...change.native, fromGroup: live.group ?? '' };
    const isNew = ended.has(live.key) && !endsUser(change.operations);
    return { ...change, native, operations: isNew ? [...change.operations, 'suspend'] : change.operations };
  });
}

function endingOf(live: AccountUser, steps: readonly GotoChange[]): Ending {
  const licences = steps.reduce<readonly string[]>((held, { native }) => native.licences ?? held, live.licences);
  const rights = steps.reduce<Rights>((now, { native }) => rightsIn(native, now), rightsOf(live));
  return { live, steps, licences, rights };
}

/** Licences of which the plan would give more than there are. What is held gives nothing back. */
function scarceLicences(endings: readonly Ending[], account: AccountReading): ReadonlySet<string> {
  const scarce = account.licences.filter((licence) => {
    const { key, seats } = licence;
    const had = ({ live }: Ending): boolean => live.licences.includes(key);
    const has = ({ licences }: Ending): boolean => licences.includes(key);
    const asked = endings.filter((one) => has(one) && !had(one)).length;
    const back = endings.filter((one) => had(one) && !has(one) && one.steps.every(({ held }) => held === null)).length;
    return seats !== null && asked > Math.max(0, seats - inUse(licence, account)) + back;
  });
  return new Set(scarce.map(({ key }) => key));
}

/** Whether somebody loses everything, or the last licence. Between two steps nobody gets back what the first one takes. */
function ends({ live, steps, licences, rights }: Ending, scarce: ReadonlySet<string>): boolean {
  const isKept = (key: string): boolean =>
    steps.length < 2 || !scarce.has(key) || live.licences.some((one) => one === key);
  const left = licences.filter(isKept);
  if (live.licences.length > 0 && left.length === 0) return true;
  return holdsAnything(live.licences, rightsOf(live)) && !holdsAnything(left, rights);
}
