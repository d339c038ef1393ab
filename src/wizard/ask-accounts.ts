import { listAccountGroups } from '../run/groups-run.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import type { Job } from '../run/job.ts';
import { withTargets } from '../run/open-target.ts';
import type { AccountGroups } from '../run/groups-run.ts';
import {
  GOTO_URL,
  gotoFields,
  NEW_USERS_PASSWORD,
  RESCUE_HOSTS,
  RESCUE_OPTIONS,
  RESCUE_SIGN_INS,
  rescueFields,
} from './account-fields.ts';
import { type Draft, textIn, valueIn, withValue } from './draft.ts';
import { askFields } from './fields.ts';
import type { SectionName } from './mappings.ts';
import type { Step } from './steps.ts';
import { type Tried, tryOut } from './tries.ts';

/** A job for one section of the file only. */
export function jobFor(job: Job, section: SectionName): Job {
  return { ...job, targets: job.targets.filter(({ type }) => type === section) };
}

/** The Rescue account: how it is reached, and a try that reads its groups. */
export async function askRescue(start: Draft, step: Step): Promise<Tried<AccountGroups>> {
  const ask = (draft: Draft): Promise<Draft> => askRescueAccess(draft, step);
  return await tryOut(await ask(start), rescueTrial(ask), step);
}

/** Reads the groups of the account of the file. */
export function rescueTrial(correct: (draft: Draft) => Promise<Draft>): Parameters<typeof tryOut<AccountGroups>>[1] {
  return {
    what: 'the Rescue account',
    sections: ['rescue'],
    correct,
    work: (job) => listAccountGroups(jobFor(job, 'rescue'), labelsFrom(job.kinds)('rescue')),
    good: ({ organization, account, groups }) =>
      `${organization} (${account}) answers; it has ${groups.length} groups.`,
  };
}

async function askRescueAccess(start: Draft, { asker, shop }: Step): Promise<Draft> {
  const url = textIn(start, ['rescue', 'url']);
  const before = url === null ? textIn(start, ['rescue', 'region']) : 'url';
  const host = await asker.choose({
    ask: 'Where is the Rescue account?',
    choices: RESCUE_HOSTS,
    initial: before ?? 'us',
  });
  const placed =
    host === 'url' ? withoutKey(start, 'region') : withValue(withoutKey(start, 'url'), ['rescue', 'region'], host);
  const token = valueIn(placed, ['rescue', 'email']) === undefined ? 'token' : 'password';
  const signIn = await asker.choose({ ask: 'How does adsync sign in?', choices: RESCUE_SIGN_INS, initial: token });
  const gone = signIn === 'token' ? ['email', 'password'] : ['apiToken'];
  const draft = gone.reduce(withoutKey, placed);
  return await askFields(rescueFields(host, signIn), draft, asker, shop.env);
}

function withoutKey(draft: Draft, key: string): Draft {
  return withValue(draft, ['rescue', key], null);
}

/** Options of the Rescue account for all mappings. */
export async function askRescueOptions(start: Draft, { asker, shop }: Step): Promise<Draft> {
  const draft = await askFields(RESCUE_OPTIONS, start, asker, shop.env);
  const path = ['rescue', 'newUsers', 'password'];
  const before = valueIn(draft, path);
  const isRandom = before === undefined || before === 'random';
  const random = await asker.yes('New users get a random password each (no: all get the same one)', isRandom);
  if (random) return isRandom ? draft : withValue(draft, path, 'random');
  const bare = before === 'random' ? withValue(draft, path, null) : draft;
  return await askFields([NEW_USERS_PASSWORD], bare, asker, shop.env);
}

/** The GoTo account: how it is reached, and a try. */
export async function askGoto(start: Draft, { asker, shop }: Step): Promise<Draft> {
  const ask = async (draft: Draft): Promise<Draft> => {
    const placed = await askFields([GOTO_URL], draft, asker, shop.env);
    const main = await askFields(gotoFields(placed), placed, asker, shop.env);
    return await askProducts(main, { asker, shop });
  };
  const trial = {
    what: 'the GoTo account',
    sections: ['goto'],
    correct: ask,
    work: (job: Job) => withTargets(jobFor(job, 'goto'), async ({ open }) => (await open[0]?.target.identify()) ?? ''),
    good: (account: string) => `The account ${account} answers.`,
  };
  return (await tryOut(await ask(start), trial, { asker, shop })).draft;
}

const PRODUCT = /^([^=]+)=\s*(\d+)$/;

/** `Meeting=7000000000000000001, Connect=7000000000000000002` */
async function askProducts(draft: Draft, { asker }: Step): Promise<Draft> {
  const path = ['goto', 'products'];
  const value = valueIn(draft, path);
  const before = Object.entries(value ?? {}).map(([name, key]) => `${name}=${String(key)}`);
  const answer = await asker.text({
    ask: 'Products: a name and the key of its licence each, with commas between them',
    initial: before.join(', '),
    example: 'Meeting=7000000000000000001, Connect=7000000000000000002',
    check: (text) =>
      text.trim() === '' || text.split(',').every((part) => PRODUCT.test(part.trim()))
        ? null
        : 'Each is NAME=KEY, and a key consists of digits.',
  });
  if (answer.trim() === before.join(', ')) return draft;
  const pairs = answer.split(',').flatMap((part) => {
    const [, name = '', key = ''] = PRODUCT.exec(part.trim()) ?? [];
    return name === '' ? [] : [[name.trim(), key] as const];
  });
  return withValue(draft, path, pairs.length === 0 ? null : Object.fromEntries(pairs));
}
