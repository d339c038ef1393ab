import type { Plan } from '../../src/plan/model.ts';
import { type Company, companyOf } from './scenarios.ts';
import { type GotoCompany, openGotoCompany } from './goto-company.ts';
import { GOTO_SCENARIOS, rulesOf, usersOf } from './goto-scenarios.ts';
import type { Kind, Story } from './story.ts';

/** What adsync planned for two accounts of one company, without and with a link attribute. */
export interface GotoStories {
  readonly plain: Story;
  readonly linked: Story;
}

export const ACCOUNTS = ['plain', 'linked'] as const;

const LINKED = '  linkAttribute: person\n  attributes: { department: department }\n';

/** Plan, apply, the company changes, plan, apply, plan. What a limit holds is approved. */
export async function tellGoto(kind: Kind): Promise<GotoStories> {
  const [plain, linked] = await Promise.all(['', LINKED].map((section) => open(kind, section)));
  if (plain === undefined || linked === undefined) throw new Error('there are two accounts');
  try {
    const both = async <T>(work: (one: GotoCompany) => Promise<T>) => ({
      plain: await work(plain),
      linked: await work(linked),
    });
    // Files are in each folder; a server is told twice what it knows already.
    const hold = async (company: Company): Promise<void> => {
      for (const one of [plain, linked]) await one.hold(company);
    };
    await hold(companyOf('before', GOTO_SCENARIOS));
    const first = await both(planAndApply);
    await hold(companyOf('after', GOTO_SCENARIOS));
    const then = await both(planAndApply);
    const last = await both((one) => one.plan());
    const story = (name: 'plain' | 'linked'): Story => ({ first: first[name], then: then[name], last: last[name] });
    return { plain: story('plain'), linked: story('linked') };
  } finally {
    for (const one of [plain, linked]) await one.close();
  }
}

function open(kind: Kind, section: string): Promise<GotoCompany> {
  return openGotoCompany(kind, {
    rules: rulesOf(GOTO_SCENARIOS),
    yaml: 'limits: { disable: 100%, disablePerGroup: 100%, move: 100%, readdress: 100% }\n',
    section,
    account({ users, attributes }) {
      users.push(...usersOf(GOTO_SCENARIOS));
      attributes.push({ key: '9', name: 'person' }, { key: '8', name: 'department' });
    },
  });
}

async function planAndApply(company: GotoCompany): Promise<Plan> {
  const plan = await company.plan();
  const held = new Set(plan.changes.flatMap(({ held }) => held?.id ?? []));
  const { code, stdout, stderr } = await company.here(
    'apply',
    '--yes',
    ...[...held].flatMap((id) => ['--approve', id]),
  );
  if (code !== 0) throw new Error(`apply ended with ${code}: ${stderr}${stdout}`);
  return plan;
}
