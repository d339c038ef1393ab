import type { YamlValue } from '../config/edit/model.ts';
import { fold } from '../core/text.ts';
import type { AccountGroups } from '../run/groups-run.ts';
import type { Choice } from './ask.ts';
import { PLAIN, refIn, withMapping } from './add-mapping.ts';
import type { Draft } from './draft.ts';
import { shortName, shortNames } from './fitted.ts';
import { groupsValue, mappingsOf } from './mappings.ts';
import { inAskedOrder, nameOf, pathFault } from './pairing.ts';
import { orShown } from './or-shown.ts';
import { proposePairs } from './propose-pairs.ts';
import { chooseGroups } from './search-groups.ts';
import { changeMappings } from './change-mappings.ts';
import type { Step } from './steps.ts';

export interface PairStep extends Step {
  /** null = the account could not be read. */
  readonly account: AccountGroups | null;
}

/** Pairs directory groups with groups of the account, until the person is done. @throws Stopped */
export async function askPairs(start: Draft, step: PairStep): Promise<Draft> {
  const { asker, account } = step;
  let draft = start;
  for (;;) {
    const count = mappingsOf(draft.text).filter(({ section }) => section === 'rescue').length;
    const next = await asker.choose<PairAction>({
      ask:
        count === 0
          ? 'Which directory group feeds which Rescue group?'
          : `${count === 1 ? 'One mapping' : `${count} mappings`} so far. What next?`,
      choices: actions(count, account !== null),
      initial: count === 0 ? 'search' : 'done',
    });
    if (next === 'done') return draft;
    if (next === 'search') draft = await pairFound(draft, step);
    if (next === 'type') draft = await pairTyped(draft, step);
    if (next === 'propose' && account !== null) draft = await proposePairs(draft, { ...step, account });
    if (next === 'change') draft = await changeMappings(draft, 'rescue', step);
  }
}

type PairAction = 'search' | 'type' | 'propose' | 'change' | 'done';

function actions(count: number, isRead: boolean): Choice<PairAction>[] {
  return [
    { value: 'search', label: 'Search for a directory group and map it' },
    { value: 'type', label: 'Type a directory group', hint: 'DN, objectGUID or object id' },
    ...(isRead ? [{ value: 'propose', label: 'Propose pairs of equal names' } as const] : []),
    ...(count > 0 ? [{ value: 'change', label: 'Move or remove a mapping' } as const] : []),
    { value: 'done', label: count === 0 ? 'No mapping now' : 'No more mappings' },
  ];
}

async function pairFound(draft: Draft, step: PairStep): Promise<Draft> {
  const groups = await chooseGroups(draft, step);
  if (groups.length === 0) return draft;
  const isTogether = groups.length > 1 && (await askTogether(step));
  const sets = isTogether ? [groups] : groups.map((group) => [group]);
  let now = draft;
  for (const set of sets) {
    const path = await askRescueGroup(
      set.map(({ name }) => name),
      step,
    );
    const refs = set.map((group) => refIn(now, group, path));
    now = await added(now, groupsValue(refs), path, step);
  }
  return now;
}

async function askTogether({ asker }: Step): Promise<boolean> {
  return await asker.choose({
    ask: 'Several directory groups were chosen.',
    choices: [
      { value: false, label: 'Each feeds a Rescue group of its own' },
      { value: true, label: 'Together they feed one Rescue group' },
    ],
  });
}

async function pairTyped(draft: Draft, step: PairStep): Promise<Draft> {
  const text = await step.asker.text({
    ask: 'The directory group',
    initial: '',
    example: 'CN=Helpdesk,OU=Groups,DC=corp,DC=example',
    check: (answer) => (answer.trim() === '' ? 'Type its DN, objectGUID or object id.' : null),
  });
  return await added(draft, text.trim(), await askRescueGroup([text.trim()], step), step);
}

/** @throws Stopped */
export async function askRescueGroup(names: readonly string[], { asker, account, shop }: PairStep): Promise<string> {
  const groups = inAskedOrder((account?.groups ?? []).filter(({ group }) => pathFault(group) === null));
  const shown = shop.mask(groups.map(({ group }) => group));
  const choices = groups.map(({ group, users, lines }, index) => ({
    value: group,
    label: shown[index] ?? group,
    hint: `${users === null ? 'not there yet' : `users: ${users}`}${lines.length > 0 ? `; mapped in line ${lines.join(', ')}` : ''}`,
  }));
  const other = { value: '', label: 'Another path', hint: 'made by the apply where it is missing' };
  const shownNames = shortNames(shop.mask(names));
  const like = groups.find(({ group }) => fold(nameOf(group)) === fold(names.join(' + ')));
  const chosen =
    choices.length === 0
      ? ''
      : await asker.choose({
          ask: `Which Rescue group do the members of ${shownNames} stand in?`,
          choices: [...choices, other],
          initial: like?.group ?? '',
        });
  if (chosen !== '') return chosen;
  const typed = await asker.text({
    ask: `Path of the Rescue group for ${shownNames}`,
    initial: '',
    example: 'Technicians/Helpdesk/Tier 1',
    check: pathFault,
  });
  return typed.trim();
}

/** The draft with a mapping whose options are asked for. */
async function added(draft: Draft, directoryGroup: YamlValue, rescueGroup: string, step: PairStep): Promise<Draft> {
  const { asker } = step;
  const isPlain = await asker.choose({
    ask: `Options of ${shortName(rescueGroup)}`,
    choices: [
      {
        value: true,
        label: 'One-to-one',
        hint: 'who is no member is disabled; groups inside are mirrored',
      },
      { value: false, label: 'Choose them one by one' },
    ],
  });
  const wishes = isPlain ? PLAIN : await askOptions(rescueGroup, step);
  return await orShown(() => withMapping(draft, directoryGroup, rescueGroup, wishes), draft, step);
}

async function askOptions(rescueGroup: string, { asker }: Step): Promise<typeof PLAIN> {
  const full = await asker.yes('One-to-one: users of the group who are no members are disabled', true);
  const isRoot = rescueGroup === 'Master Administrators';
  const usual = full && !isRoot ? 'mirror' : 'flatten';
  const subgroups = await asker.choose({
    ask: 'Groups inside the directory group',
    choices: [
      ...(isRoot ? [] : [{ value: 'mirror', label: 'become Rescue groups of their own' }]),
      { value: 'flatten', label: 'all their members stand in this group' },
      { value: 'ignore', label: 'do not count' },
    ],
    initial: usual,
  });
  const mobile = await asker.yes('Members get the mobile add-on', false);
  const ssoId = await asker.choose({
    ask: 'SSO id of members',
    choices: [
      { value: '', label: 'as for all groups' },
      { value: 'email', label: 'their e-mail address' },
      { value: 'upn', label: 'their user principal name', hint: 'Mapping UPN to SSOID' },
      { value: 'none', label: 'none' },
    ],
  });
  const isAll = await asker.yes('The usual fields are kept in step (no: choose them)', true);
  const attributes = isAll ? null : await askAttributes({ asker });
  return {
    fullGroup: full ? null : false,
    subgroups: subgroups === usual ? null : subgroups,
    disableLimit: null,
    mobileLicense: mobile ? true : null,
    ssoId: ssoId === '' ? null : ssoId,
    attributes,
  };
}

async function askAttributes({ asker }: Pick<Step, 'asker'>): Promise<readonly string[]> {
  return await asker.several({
    ask: 'Fields of existing users that are kept in step (Tab marks one, Enter goes on)',
    choices: [
      { value: 'name', label: 'name' },
      { value: 'email', label: 'email' },
      { value: 'status', label: 'status', hint: 'enabled or disabled' },
      { value: 'ssoId', label: 'ssoId' },
    ],
  });
}
