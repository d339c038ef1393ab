import type { AccountGroups } from '../run/groups-run.ts';
import { askGoto, askRescue, askRescueOptions, rescueTrial } from './ask-accounts.ts';
import { INTERVAL, LIMITS } from './account-fields.ts';
import { askDirectory } from './ask-directory.ts';
import { askPairs } from './ask-pairs.ts';
import { askRules } from './ask-rules.ts';
import { type Choice, Stopped } from './ask.ts';
import { type Draft, NEW_FILE, valueIn } from './draft.ts';
import { askFields } from './fields.ts';
import { finish } from './finish.ts';
import { proposePairs } from './propose-pairs.ts';
import { orShown } from './or-shown.ts';
import type { Step } from './steps.ts';
import { tryOut } from './tries.ts';

export interface InitWishes extends Step {
  /** The file as messages call it. */
  readonly file: string;
  /** What it says; null = there is no such file. */
  readonly before: string | null;
  /** Whether pairs of equal names are proposed first. */
  readonly fromAccount: boolean;
}

/** The steps of the wizard, in the order in which a new file is made. */
export type StepName =
  | 'directory'
  | 'rescue'
  | 'goto'
  | 'pairs'
  | 'rules'
  | 'options'
  | 'limits'
  | 'interval'
  | 'finish';

/**
 * The steps of a new file.
 *
 * @param accounts the sections that it is to have
 */
export function stepsOf(accounts: readonly ('rescue' | 'goto')[]): StepName[] {
  const rescue = accounts.includes('rescue');
  const goto = accounts.includes('goto');
  return [
    'directory',
    ...(rescue ? (['rescue', 'pairs', 'options'] as const) : []),
    ...(goto ? (['goto', 'rules'] as const) : []),
    'limits',
    'interval',
    'finish',
  ];
}

/** What can be changed in a file, by what it has. */
export function menuOf(has: { readonly rescue: boolean; readonly goto: boolean }): Choice<StepName>[] {
  return [
    ...(has.rescue
      ? ([
          { value: 'pairs', label: 'Mappings of directory groups and Rescue groups' },
          { value: 'options', label: 'Rescue: sign-in, SSO, licences, protected users' },
        ] as const)
      : []),
    ...(has.goto ? ([{ value: 'rules', label: 'Rules of GoTo' }] as const) : []),
    { value: 'directory', label: 'The directory and its credentials' },
    { value: 'rescue', label: has.rescue ? 'The Rescue account and its credentials' : 'Add a Rescue account' },
    { value: 'goto', label: has.goto ? 'The GoTo account, its credentials and products' : 'Add a GoTo account' },
    { value: 'limits', label: 'Limits against accidents' },
    { value: 'interval', label: 'The interval of "adsync run"' },
    { value: 'finish', label: 'Count, plan, and write the file' },
  ];
}

/** What the wizard knows on its way. */
interface State {
  readonly draft: Draft;
  /** The groups of the Rescue account, once they were read; null = they could not be. */
  readonly account: AccountGroups | null | undefined;
}

/**
 * Asks for everything that the file says, and tries it. Nothing is written here.
 *
 * @returns the draft to write; null = the file says all of it already
 * @throws Stopped
 */
export async function runWizard(wishes: InitWishes): Promise<Draft | null> {
  const { asker, before, file, fromAccount } = wishes;
  let state: State = { draft: { text: before ?? NEW_FILE, secrets: new Map() }, account: undefined };
  let next: StepName[] = [];
  if (before === null) {
    asker.say('title', `adsync init: a new ${file}`);
    next = stepsOf(await askAccounts(wishes));
  } else {
    asker.say('title', `adsync init: changing ${file} in place`);
    if (fromAccount && valueIn(state.draft, ['rescue']) !== undefined) next = ['pairs'];
  }
  let proposing = fromAccount;
  for (;;) {
    const step = next.shift() ?? (await askStep(state, wishes));
    if (step === 'finish') {
      const verdict = await finish(state.draft, wishes);
      if (verdict === 'write') return state.draft;
      if (verdict === 'same') return null;
      if (verdict === 'leave') throw new Stopped();
      continue;
    }
    state = await orShown(() => stepTaken(step, state, { ...wishes, fromAccount: proposing }), state, wishes);
    if (step === 'pairs') proposing = false;
  }
}

async function askAccounts({ asker, fromAccount }: InitWishes): Promise<readonly ('rescue' | 'goto')[]> {
  if (fromAccount) return ['rescue'];
  return await asker.choose<readonly ('rescue' | 'goto')[]>({
    ask: 'Which accounts are to be kept in step?',
    choices: [
      { value: ['rescue'], label: 'LogMeIn Rescue' },
      { value: ['goto'], label: 'GoTo' },
      { value: ['rescue', 'goto'], label: 'Both' },
    ],
  });
}

async function askStep({ draft }: State, { asker }: InitWishes): Promise<StepName> {
  const has = (section: string): boolean => valueIn(draft, [section]) !== undefined;
  return await asker.choose({
    ask: 'What is to be changed?',
    choices: menuOf({ rescue: has('rescue'), goto: has('goto') }),
  });
}

async function stepTaken(step: Exclude<StepName, 'finish'>, state: State, wishes: InitWishes): Promise<State> {
  const { draft } = state;
  const { asker, shop } = wishes;
  if (step === 'directory') return { ...state, draft: await askDirectory(draft, wishes) };
  if (step === 'goto') return await withRules(state, wishes);
  if (step === 'rules') return { ...state, draft: await askRules(draft, wishes) };
  if (step === 'options') return { ...state, draft: await askRescueOptions(draft, wishes) };
  if (step === 'limits') return { ...state, draft: await askLimits(draft, wishes) };
  if (step === 'interval') return { ...state, draft: await askFields([INTERVAL], draft, asker, shop.env) };
  if (step === 'rescue') {
    const tried = await askRescue(draft, wishes);
    return { draft: tried.draft, account: tried.result };
  }
  return await pairsTaken(state, wishes);
}

async function withRules(state: State, wishes: InitWishes): Promise<State> {
  return { ...state, draft: await askGoto(state.draft, wishes) };
}

async function pairsTaken(state: State, wishes: InitWishes): Promise<State> {
  const read = state.account === undefined ? await readAccount(state.draft, wishes) : state;
  const account = read.account ?? null;
  const { fromAccount } = wishes;
  const start = fromAccount && account !== null ? await proposePairs(read.draft, { ...wishes, account }) : read.draft;
  return { account, draft: await askPairs(start, { ...wishes, account }) };
}

/** Of a file that was there before, the account was not read yet. */
async function readAccount(draft: Draft, wishes: InitWishes): Promise<State> {
  const correct = async (now: Draft): Promise<Draft> => (await askRescue(now, wishes)).draft;
  const tried = await tryOut(draft, rescueTrial(correct), wishes);
  return { draft: tried.draft, account: tried.result };
}

async function askLimits(draft: Draft, { asker, shop }: InitWishes): Promise<Draft> {
  const isUsual = valueIn(draft, ['limits']) === undefined;
  const ask = isUsual
    ? 'Keep the careful limits (10% disabled, 30% moved, 999 groups, 999 members each)?'
    : 'Keep the limits of the file as they are?';
  return (await asker.yes(ask, true)) ? draft : await askFields(LIMITS, draft, asker, shop.env);
}
