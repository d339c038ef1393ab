import type { RescueFileSettings } from '../settings.ts';
import { groupBy } from '../../../core/collections.ts';
import { countChanges, memberKey } from '../../../plan/members.ts';
import { holdAgain, type HeldAgain } from '../../../plan/hold-again.ts';
import { type Held, hold, type HoldInput, type Situation } from '../../../plan/hold.ts';
import { type HoldWords, UNDO_REMEDIES } from '../../../plan/held-notices.ts';
import { isUndo } from '../../../plan/undoes.ts';
import type { Plan } from '../../../plan/model.ts';
import { type RescueChange, rescueChanges } from './change.ts';
import type { AccountReading } from './account.ts';
import { basesOfChanges, basesOfWanted } from './limit-bases.ts';
import { COUNTING, countWanted } from './members.ts';
import { captureOf, doubtOf, type Today } from './doubt-again.ts';
import { linksOf } from './links.ts';
import type { FedGroups } from './fed-groups.ts';
import { renamedTree } from './renamed-tree.ts';
import type { WantedUser } from './wanted-user.ts';

/** What decides about the holds of an account beside what is planned. */
export interface Holding extends Omit<HoldInput, 'limits' | 'words'> {
  readonly settings: Pick<RescueFileSettings, 'limits' | 'rescue'>;
  readonly account: AccountReading;
}

const WORDS: HoldWords = {
  readdressed: 'get another e-mail address or SSO id',
  remedies: {
    doubt: 'change what the two sides say, in the directory or in the Admin Center',
    create: 'find out who was put into the directory groups',
    disable: 'find out what happened to the directory group',
    move: 'look at rescueGroup of the mappings, and at the directory groups inside them',
    readdress: 'find out what happened to the addresses in the directory',
  },
};

const UNDO_WORDS: HoldWords = {
  ...WORDS,
  ended: 'be disabled, as they were before the run that is undone',
  remedies: { ...WORDS.remedies, ...UNDO_REMEDIES },
};

/** What the engine needs of it. */
export function holdInput({ settings, approvals, earlier, past }: Holding, words = WORDS): HoldInput {
  return { limits: settings.limits, approvals, earlier, past, words };
}

/** Keeps back what looks like an accident or needs an approval of its own, while a plan is being made. */
export function holdWanted(wanted: readonly WantedUser[], fedGroups: FedGroups, holding: Holding): Held {
  const members = countWanted(wanted, fedGroups);
  return hold({ members, bases: basesOfWanted(wanted, fedGroups, holding.account) }, holdInput(holding));
}

/**
 * What the limits see of a plan that was made before.
 *
 * @param doubts why users and groups need an approval of their own, by key, as far as that shows without the directory
 */
export function situationOf(
  changes: readonly RescueChange[],
  { settings, account }: Pick<Holding, 'settings' | 'account'>,
  doubts: ReadonlyMap<string, string> = new Map(),
): Situation {
  const members = countChanges(changes, COUNTING, doubts);
  const doubtful = new Set(members.filter(({ doubt }) => doubt !== null).map(({ key }) => key));
  return { members, bases: basesOfChanges(changes, account, settings.rescue, doubtful) };
}

/**
 * A saved plan with the holds that it has today (plan/hold-again.ts).
 *
 * @param holding its `account` as it is now
 * @throws Failure APPROVAL_ONLY
 */
export function holdSaved<One extends Plan>(plan: One, holding: Holding): HeldAgain<One> {
  const { settings } = holding;
  const links = linksOf(holding.account, settings.rescue.linkKey);
  const { account } = links;
  const changes = rescueChanges(plan.changes);
  const tree = renamedTree(changes, account);
  const doubts = doubtsOf(changes, { links, tree, settings: settings.rescue });
  const words = changes.some(isUndo) ? UNDO_WORDS : WORDS;
  return holdAgain(plan, situationOf(changes, { settings, account }, doubts), holdInput(holding, words));
}

/** Why users and groups need an approval of their own, by key. */
function doubtsOf(changes: readonly RescueChange[], today: Today): Map<string, string> {
  const { account } = today.links;
  const users = new Map(account.users.map((user) => [user.id, user]));
  const groups = new Map(account.groups.map((group) => [group.id, group]));
  return new Map(
    [...groupBy(changes, memberKey)].flatMap(([key, all]): [string, string][] => {
      const [first] = all;
      if (first === undefined) return [];
      const node = first.before === null ? null : first.node;
      const group = node === null ? undefined : groups.get(node);
      const isOfUser = first.kind === 'user';
      const doubt = isOfUser
        ? doubtOf(all, node === null ? null : (users.get(node) ?? null), today)
        : group === undefined
          ? null
          : captureOf(first, group, today);
      return doubt === null ? [] : [[key, doubt.text]];
    }),
  );
}
