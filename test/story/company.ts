import type { Company, Someone } from '../e2e/scenarios.ts';

/** Everybody who is in the company at some time, by a word that never changes. */
const NAMES = {
  ada: ['Ada', 'Lovelace'],
  bob: ['Bob', 'Noyce'],
  cleo: ['Cleo', 'Smith'],
  dan: ['Dan', 'Gone'],
  eve: ['Eve', 'Holt'],
  fay: ['Fay', 'Wray'],
  gus: ['Gus', 'Hall'],
  hal: ['Hal', 'Nine'],
  ivy: ['Ivy', 'Lee'],
  jon: ['Jon', 'Snow'],
  kim: ['Kim', 'Day'],
  lee: ['Lee', 'Ray'],
  mia: ['Mia', 'Fox'],
  nat: ['Nat', 'King'],
  oli: ['Oli', 'Bear'],
  pia: ['Pia', 'Rot'],
  quin: ['Quin', 'Bly'],
  rex: ['Rex', 'Cole'],
} as const;

export type Word = keyof typeof NAMES;
export type TeamName = 'Support' | 'Experts';

function someone(word: Word): Someone {
  const [givenName, surname] = NAMES[word];
  const more = { givenName, surname };
  return { name: `${givenName} ${surname}`, mail: `${word}@corp.example`, enabled: true, outsider: false, more };
}

const first: Readonly<Record<TeamName, readonly Word[]>> = {
  Support: ['ada', 'bob', 'cleo', 'dan', 'eve'],
  Experts: ['fay', 'gus', 'hal'],
};

export const FIRST: Company = {
  people: Object.fromEntries([...first.Support, ...first.Experts].map((word) => [word, someone(word)])),
  teams: { Support: { name: 'Support', members: first.Support }, Experts: { name: 'Experts', members: first.Experts } },
};

type Change = (company: Company) => Company;

function withMembers(company: Company, change: (team: string, members: readonly string[]) => string[]): Company {
  const teams = Object.entries(company.teams).map(([key, team]) => [
    key,
    { ...team, members: change(key, team.members) },
  ]);
  return { ...company, teams: Object.fromEntries(teams) as Company['teams'] };
}

export function joins(team: TeamName, ...words: readonly Word[]): Change {
  return ({ people, teams }) => {
    const joined = Object.fromEntries(words.map((word) => [word, someone(word)]));
    const company = { teams, people: { ...people, ...joined } };
    return withMembers(company, (key, members) => (key === team ? [...members, ...words] : [...members]));
  };
}

export function moves(to: TeamName, word: Word): Change {
  return (company) =>
    withMembers(company, (key, members) => [...members.filter((one) => one !== word), ...(key === to ? [word] : [])]);
}

/** They stay in the directory, and are in no team any more. */
export function leave(...words: readonly Word[]): Change {
  const gone = new Set<string>(words);
  return (company) => withMembers(company, (_key, members) => members.filter((one) => !gone.has(one)));
}

/** They are not in the directory any more. */
export function areDeleted(...words: readonly Word[]): Change {
  const gone = new Set<string>(words);
  return (company) => ({
    ...leave(...words)(company),
    people: Object.fromEntries(Object.entries(company.people).filter(([word]) => !gone.has(word))),
  });
}

function changed(word: Word, fields: Partial<Someone>): Change {
  return ({ people, teams }) => {
    const { [word]: before = someone(word) } = people;
    return { teams, people: { ...people, [word]: { ...before, ...fields } } };
  };
}

export function isEnabled(word: Word, enabled: boolean): Change {
  return changed(word, { enabled });
}

export function isCalled(word: Word, givenName: string, surname: string): Change {
  return changed(word, { name: `${givenName} ${surname}`, more: { givenName, surname } });
}

const PRODUCTS: Readonly<Record<TeamName, string>> = { Support: 'Meeting', Experts: 'Connect+Meeting' };

/** Who is to work in both accounts, as lines: `word, name, group` and `word, name, products`. */
export function wantedOf({ people, teams }: Company): { rescue: string[]; goto: string[] } {
  const all = (['Support', 'Experts'] as const).flatMap((team) =>
    (teams[team]?.members ?? []).flatMap((word) => {
      const who = people[word];
      return who?.enabled === true ? [{ word, team, name: who.name }] : [];
    }),
  );
  return {
    rescue: all.map(({ word, team, name }) => `${word}, ${name}, ${team}`).sort(),
    goto: all.map(({ word, team, name }) => `${word}, ${name}, ${PRODUCTS[team]}`).sort(),
  };
}
