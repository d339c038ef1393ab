import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { type GotoCompany, type GotoCompanyOptions, openGotoCompany } from './goto-company.ts';
import { CONNECT, MEETING } from './goto-world.ts';
import { companyFrom, type Part } from './scenarios.ts';
import type { Kind } from './story.ts';

/** What a company goes through with its GoTo account, command by command. People and teams are its own. */
export interface GotoFlow {
  readonly title: string;
  readonly options: GotoCompanyOptions;
  /** What the directory holds at first. */
  readonly before: Part;
  /** @param before as above */
  readonly run: (company: GotoCompany, before: Part) => Promise<void>;
}

/** Goes through a flow, with the company in some kind of directory that holds nothing of it yet. */
export async function goThrough({ options, before, run }: GotoFlow, kind: Kind): Promise<void> {
  const company = await openGotoCompany(kind, options);
  try {
    await company.hold(companyFrom([before]));
    await run(company, before);
  } finally {
    await company.close();
  }
}

function rule(team: string, gives = 'products: [Meeting]'): string {
  return `    - { directoryGroup: ${team}, ${gives} }\n`;
}

/** The same company, but for the members of some teams. */
function having(
  part: Part,
  teams: Part['teams'],
  rest: Omit<Partial<Part>, 'teams'> = {},
): ReturnType<typeof companyFrom> {
  return companyFrom([{ ...part, ...rest, teams: { ...part.teams, ...teams } }]);
}

/** Carries everything out, and sees that it went well. */
async function settle(company: GotoCompany): Promise<void> {
  const { code, stdout, stderr } = await company.here('apply', '--yes');
  if (code !== 0) throw new Error(`apply ended with ${code}: ${stderr}${stdout}`);
}

function held(company: GotoCompany): string[] {
  const { users } = company.sandbox.account;
  return users.filter(({ licenseKeys }) => licenseKeys.length > 0).map(({ email }) => email.split('@')[0] ?? '');
}

function part(prefix: string, count: number, team: string): Part {
  const words = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  return { people: Object.fromEntries(words.map((word) => [word, {}])), teams: { [team]: words } };
}

export const FLOWS: readonly GotoFlow[] = [
  {
    title: 'everybody leaves: all are held, until exactly these are approved',
    options: { rules: rule('Crowd') },
    before: part('lim', 8, 'Crowd'),
    async run(company, before) {
      await settle(company);
      await company.hold(having(before, { Crowd: [] }));

      const { changes } = await company.plan();
      const unapproved = await company.here('apply', '--yes');
      const after = held(company);
      const [id = ''] = changes.flatMap((change) => change.held?.id ?? []);
      const approved = await company.here('apply', '--yes', '--approve', id);

      expect(changes.map(({ operations, held: by }) => [operations, by?.limit])).toEqual(
        Array.from({ length: 8 }, () => [['suspend'], 'limits.disable']),
      );
      expect(unapproved.code).toBe(3);
      expect(unapproved.stdout).toContain(`--approve ${id}`);
      expect(after).toHaveLength(8);
      expect(approved.code).toBe(0);
      expect(held(company)).toEqual([]);
    },
  },
  {
    title: 'somebody leaves and returns: the same user, with everything',
    options: { rules: rule('Back', 'products: [Meeting, Connect]') },
    before: part('bac', 2, 'Back'),
    async run(company, before) {
      await settle(company);
      const key = company.user('bac-1@corp.example')?.key;
      await company.hold(having(before, { Back: ['bac-0'] }));
      await settle(company);
      const gone = company.user('bac-1@corp.example')?.licenseKeys;
      await company.hold(companyFrom([before]));

      const { changes } = await company.plan();
      await settle(company);

      expect(gone).toEqual([]);
      expect(changes.map(({ operations, email }) => [operations, email])).toEqual([
        [['resume', 'grant'], 'bac-1@corp.example'],
      ]);
      expect(company.user('bac-1@corp.example')).toMatchObject({ key, licenseKeys: [MEETING, CONNECT] });
      expect((await company.plan()).changes).toEqual([]);
    },
  },
  {
    title: 'a rule is half read: nobody loses anything by absence, and all else is made',
    options: { rules: rule('Half', 'products: [Connect]') + rule('Whole') },
    before: {
      people: { 'hal-0': {}, 'hal-1': {}, 'hal-2': {}, 'hal-3': {}, 'hal-4': {} },
      teams: { Half: ['hal-0', '@HalfInside'], HalfInside: ['hal-1'], Whole: ['hal-0', 'hal-2', 'hal-3'] },
    },
    async run(company, before) {
      await settle(company);
      const people = { ...before.people, 'hal-3': { enabled: false } };
      await company.hold(
        having(before, { Half: ['@HalfInside'], Whole: ['hal-3', 'hal-4'] }, { people, hidden: ['HalfInside'] }),
      );

      const planned = await company.here('plan');
      const { changes } = await company.plan();
      const applied = await company.here('apply', '--yes');

      expect(planned.code).toBe(1);
      expect(planned.stdout).toContain('GROUP_READ_PARTLY');
      expect(planned.stdout).toContain('REMOVALS_WITHHELD');
      expect(changes.map(({ operations, email, evidence }) => [operations, email, evidence])).toEqual([
        [['suspend'], 'hal-3@corp.example', 'said'],
        [['create'], 'hal-4@corp.example', 'said'],
      ]);
      expect(applied.code).toBe(3);
      expect(held(company).sort()).toEqual(['hal-0', 'hal-1', 'hal-2', 'hal-4']);
      expect(company.user('hal-0@corp.example')?.licenseKeys.toSorted()).toEqual([MEETING, CONNECT]);
    },
  },
  {
    title: 'the group of a rule is renamed: nobody is suspended, even without limits',
    options: { rules: rule('Desk'), yaml: 'limits: { disable: 100%, disablePerGroup: 100% }\n' },
    before: part('dsk', 8, 'Desk'),
    async run(company, before) {
      await settle(company);
      await company.hold(having(before, {}, { names: { Desk: 'Service Desk EMEA' } }));

      const planned = await company.here('plan');
      const applied = await company.here('apply', '--yes');

      expect(planned.code).toBe(1);
      expect(planned.stdout).toContain('GROUP_NOT_FOUND');
      expect(applied.code).toBe(3);
      expect(held(company)).toHaveLength(8);
    },
  },
  {
    title: 'a saved plan is carried out as it was reviewed, without looking again, and once',
    options: { rules: rule('Saved') + rule('SavedMore', 'products: [Connect]') },
    before: {
      people: { 'sav-0': {}, 'sav-1': {}, 'sav-2': {} },
      teams: { Saved: ['sav-0', 'sav-1'], SavedMore: ['sav-1'] },
    },
    async run(company, before) {
      await settle(company);
      await company.hold(having(before, { Saved: ['sav-1', 'sav-2'] }));
      const saved = await company.here('plan', '--out', 'plan.json');
      await company.hold(having(before, { Saved: [], SavedMore: [] }));

      const applied = await company.here('apply', 'plan.json', '--yes');
      const again = await company.here('apply', 'plan.json', '--yes');

      expect(saved.code).toBe(0);
      expect(applied.code).toBe(0);
      expect(held(company)).toEqual(['sav-1', 'sav-2']);
      expect(again.code).toBe(4);
      expect(again.stderr).toContain('PLAN_SPENT');
    },
  },
  {
    title: 'a saved plan meets users that have changed: those are stale, and the others are made',
    options: { rules: rule('Stale') + rule('StaleMore', 'products: [Connect]') },
    before: {
      people: { 'sta-0': {}, 'sta-1': {}, 'sta-2': {} },
      teams: { Stale: ['sta-0', 'sta-1'], StaleMore: ['sta-1'] },
    },
    async run(company, before) {
      await settle(company);
      await company.hold(having(before, { Stale: ['sta-1', 'sta-2'], StaleMore: [] }));
      await company.here('plan', '--out', 'plan.json');
      const leaver = company.user('sta-0@corp.example');
      if (leaver !== undefined) leaver.licenseKeys = [MEETING, CONNECT];

      const applied = await company.here('apply', 'plan.json', '--yes');

      expect(applied.code).toBe(3);
      expect(applied.stdout).toContain('1 of 3 changes made, 1 waiting for the person, 1 stale');
      expect(leaver?.licenseKeys).toEqual([MEETING, CONNECT]);
      expect(company.user('sta-1@corp.example')?.licenseKeys).toEqual([MEETING]);
      expect(company.user('sta-2@corp.example')?.licenseKeys).toEqual([MEETING]);
    },
  },
  {
    title: 'a saved plan that was altered is refused',
    options: { rules: rule('Altered') },
    before: part('alt', 1, 'Altered'),
    async run(company) {
      await company.here('plan', '--out', 'plan.json');
      const path = join(company.path, 'plan.json');
      await writeFile(path, (await readFile(path, 'utf8')).replaceAll('alt-0@corp.example', 'eve@corp.example'));

      const applied = await company.here('apply', 'plan.json', '--yes');

      expect(applied.code).toBe(4);
      expect(applied.stderr).toContain('PLAN_ALTERED');
      expect(held(company)).toEqual([]);
    },
  },
  {
    title: 'the seat of a leaver goes to somebody new in the same run, and who finds none fails by kind',
    options: {
      rules: rule('Seats'),
      account: ({ licences }) => {
        for (const licence of licences) licence.seats = 1;
      },
    },
    before: { people: { 'sea-0': {}, 'sea-1': {}, 'sea-2': {} }, teams: { Seats: ['sea-0'] } },
    async run(company, before) {
      await settle(company);
      await company.hold(having(before, { Seats: ['sea-1', 'sea-2'] }));

      const applied = await company.here('apply', '--yes');
      for (const licence of company.sandbox.account.licences) licence.seats = 2;
      const retried = await company.here('retry', '--yes', '--kind', 'out-of-licences');

      expect(applied.code).toBe(3);
      expect(applied.stdout).toContain('Out of licences');
      expect(retried.code).toBe(0);
      expect(held(company)).toEqual(['sea-1', 'sea-2']);
      expect((await company.plan()).changes).toEqual([]);
    },
  },
];
