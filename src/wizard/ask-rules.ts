import type { YamlValue } from '../config/edit/model.ts';
import type { Choice } from './ask.ts';
import { refIn, withRule } from './add-mapping.ts';
import { changeMappings } from './change-mappings.ts';
import { type Draft, valueIn } from './draft.ts';
import { shortName } from './fitted.ts';
import { mappingsOf } from './mappings.ts';
import type { GotoWishes } from './new-mapping.ts';
import { chooseGroups } from './search-groups.ts';
import type { Step } from './steps.ts';

const NOTHING: GotoWishes = {
  note: null,
  products: null,
  role: null,
  permissions: null,
  manages: null,
  customRole: null,
  userGroup: null,
  language: null,
};

type RuleAction = 'search' | 'type' | 'change' | 'done';

/** Says what members of directory groups get in the GoTo account, until the person is done. @throws Stopped */
export async function askRules(start: Draft, step: Step): Promise<Draft> {
  let draft = start;
  for (;;) {
    const count = mappingsOf(draft.text).filter(({ section }) => section === 'goto').length;
    const choices: Choice<RuleAction>[] = [
      { value: 'search', label: 'Search for a directory group and give it a rule' },
      { value: 'type', label: 'Type a directory group', hint: 'DN, objectGUID or object id' },
      ...(count > 0 ? [{ value: 'change', label: 'Move or remove a rule' } as const] : []),
      { value: 'done', label: count === 0 ? 'No rule now' : 'No more rules' },
    ];
    const next = await step.asker.choose<RuleAction>({
      ask:
        count === 0
          ? 'Who gets what in GoTo? Rule 1 is the strongest.'
          : `${count === 1 ? 'One rule' : `${count} rules`} so far. What next?`,
      choices,
      initial: count === 0 ? 'search' : 'done',
    });
    if (next === 'done') return draft;
    if (next === 'change') draft = await changeMappings(draft, 'goto', step);
    if (next === 'search') draft = await rulesFound(draft, step);
    if (next === 'type') draft = await ruleTyped(draft, step);
  }
}

async function rulesFound(draft: Draft, step: Step): Promise<Draft> {
  let now = draft;
  for (const group of await chooseGroups(draft, step)) {
    const wishes = await askGiven(group.name, now, step);
    // Whoever may rename groups must not be able to say who is an admin.
    now = added(now, refIn(now, group, hasRights(wishes) ? 'Administrators' : 'Technicians/x'), wishes, step);
  }
  return now;
}

async function ruleTyped(draft: Draft, step: Step): Promise<Draft> {
  const text = await step.asker.text({
    ask: 'The directory group',
    initial: '',
    example: 'CN=Sales,OU=Groups,DC=corp,DC=example',
    check: (answer) => (answer.trim() === '' ? 'Type its DN, objectGUID or object id.' : null),
  });
  return added(draft, text.trim(), await askGiven(text.trim(), draft, step), step);
}

function hasRights({ role, permissions, customRole }: GotoWishes): boolean {
  return (role !== null && role !== 'member') || permissions !== null || customRole !== null;
}

function added(draft: Draft, directoryGroup: YamlValue, wishes: GotoWishes, { asker }: Step): Draft {
  if (Object.values(wishes).every((value) => value === null)) {
    asker.say('warning', 'A rule that gives nothing is no rule: it was left out.');
    return draft;
  }
  return withRule(draft, directoryGroup, wishes, hasRights(wishes));
}

/** What the members of a directory group get. */
async function askGiven(name: string, draft: Draft, { asker }: Step): Promise<GotoWishes> {
  const group = shortName(name);
  const names = Object.keys(valueIn(draft, ['goto', 'products']) ?? {});
  const products =
    names.length === 0
      ? []
      : await asker.several({
          ask: `Products of ${group} (Tab marks one, Enter goes on)`,
          choices: names.map((value) => ({ value, label: value })),
        });
  const role = await asker.choose({
    ask: `Role of ${group}`,
    choices: [
      { value: '', label: 'Says nothing about roles' },
      { value: 'member', label: 'Member' },
      { value: 'admin', label: 'Admin' },
      { value: 'superAdmin', label: 'Super admin' },
      { value: 'manager', label: 'Manager', hint: 'with permissions that you name' },
      { value: 'custom', label: 'A custom role of the account' },
    ],
  });
  const given = { ...NOTHING, ...(products.length > 0 && { products }), ...(await roleWishes(role, { asker })) };
  const userGroup = await asker.text({
    ask: 'User group in which they stand (empty: none)',
    initial: '',
    example: 'Sales',
  });
  const language = await asker.text({
    ask: 'Language of new users (empty: the usual one)',
    initial: '',
    example: 'de_DE',
  });
  return { ...given, userGroup: userGroup.trim() || null, language: language.trim() || null };
}

async function roleWishes(role: string, { asker }: Pick<Step, 'asker'>): Promise<Partial<GotoWishes>> {
  const some = (text: string): string | null => (text.trim() === '' ? 'Something must stand here.' : null);
  if (role === 'custom') {
    return {
      customRole: (await asker.text({ ask: 'Name of the role', initial: '', example: 'Helpdesk', check: some })).trim(),
    };
  }
  if (role !== 'manager') return role === '' ? {} : { role };
  const permissions = await asker.text({
    ask: 'Permissions, with commas between them',
    initial: 'MANAGE_USERS',
    check: some,
  });
  const manages = await asker.text({
    ask: 'User groups that they manage (empty: all users)',
    initial: '',
    example: 'Sales',
  });
  const list = (text: string): string[] =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  return { permissions: list(permissions), ...(manages.trim() !== '' && { manages: list(manages) }) };
}
