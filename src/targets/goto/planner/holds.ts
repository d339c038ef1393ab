import { type HoldWords, UNDO_REMEDIES } from '../../../plan/held-notices.ts';
import { isUndo } from '../../../plan/undoes.ts';
import { type HeldAgain, holdAgain } from '../../../plan/hold-again.ts';
import { type Held, hold, type HoldInput, type Situation } from '../../../plan/hold.ts';
import { countChanges, memberKey } from '../../../plan/members.ts';
import { groupBy } from '../../../core/collections.ts';
import type { Plan } from '../../../plan/model.ts';
import type { GotoFileSettings } from '../settings.ts';
import type { AccountReading } from './account.ts';
import { type GotoChange, gotoChanges } from './change.ts';
import { countedAgain } from './count-again.ts';
import { COUNTING } from './counting.ts';
import { doubtAgain } from './doubt-again.ts';
import { basesOf } from './limit-bases.ts';

/** What decides about the holds of an account beside what is planned. */
export interface Holding extends Omit<HoldInput, 'limits' | 'words'> {
  readonly settings: Pick<GotoFileSettings, 'limits' | 'goto'>;
  readonly account: AccountReading;
}

const WORDS: HoldWords = {
  readdressed: 'get another e-mail address',
  remedies: {
    doubt: 'change what the two sides say, in the directory or in the Admin Center',
    create: 'find out who was put into the directory groups',
    disable: 'find out what happened to the directory groups of the rules',
    move: 'look at the rules, and at the directory groups',
    readdress: 'find out what happened to the addresses in the directory',
  },
};

const UNDO_WORDS: HoldWords = {
  ...WORDS,
  ended: 'be suspended, or lose their last product, as before the run that is undone',
  remedies: { ...WORDS.remedies, ...UNDO_REMEDIES },
};

function holdInput({ settings, approvals, earlier, past }: Holding, words = WORDS): HoldInput {
  return { limits: settings.limits, approvals, earlier, past, words };
}

function situationOf(
  changes: readonly GotoChange[],
  { settings, account }: Pick<Holding, 'settings' | 'account'>,
  doubts: ReadonlyMap<string, string>,
): Situation {
  return { members: countChanges(changes, COUNTING, doubts), bases: basesOf(account, settings.goto) };
}

/**
 * Keeps back what looks like an accident or needs an approval of its own, while a plan is being made.
 *
 * @param doubts why users need an approval of their own, by key
 */
export function holdPlanned(
  changes: readonly GotoChange[],
  doubts: ReadonlyMap<string, string>,
  holding: Holding,
): Held {
  return hold(situationOf(changes, holding, doubts), holdInput(holding));
}

/**
 * A saved plan with the holds that it has today (plan/hold-again.ts).
 *
 * @param holding its `account` as it is now
 * @throws Failure APPROVAL_ONLY
 */
export function holdSaved<One extends Plan>(plan: One, holding: Holding): HeldAgain<One> {
  const { account, settings } = holding;
  const changes = gotoChanges(plan.changes);
  const users = new Map<string, AccountReading['users'][number]>(account.users.map((user) => [user.key, user]));
  const doubts = new Map(
    [...groupBy(changes, memberKey)].flatMap(([key, steps]): [string, string][] => {
      const live = users.get(steps[0]?.node ?? '') ?? null;
      const text = live === null ? null : doubtAgain(steps, live, settings.goto);
      return text === null ? [] : [[key, text]];
    }),
  );
  const words = changes.some(isUndo) ? UNDO_WORDS : WORDS;
  return holdAgain(plan, situationOf(countedAgain(changes, account), holding, doubts), holdInput(holding, words));
}
