/** The company of the fixtures at three times: who is there, by word, and who is in which group. */
const PEOPLE = {
  ada: 'Ada Lovelace',
  bob: 'Bob Noyce',
  cleo: 'Cleo Smith',
  dan: 'Dan Dupont',
  eve: 'Eve Adams',
  fred: 'Fred Brooks',
  gina: 'Gina Kay',
  hal: 'Hal Abelson',
  ivan: 'Ivan Sutherland',
  jo: 'Jo Nakano',
  kim: 'Kim Park',
};

/** Bob and Ivan leave, which a limit holds; Cleo is disabled; Ada has another name and address; Eve comes. */
const TIMES = {
  first: {
    groups: { Helpdesk: ['ada', 'bob', 'cleo', 'dan', 'ivan'], Leads: ['fred'], Sales: ['ada', 'gina', 'hal'] },
  },
  second: {
    groups: { Helpdesk: ['ada', 'cleo', 'dan', 'eve'], Leads: ['fred'], Sales: ['ada', 'eve', 'gina'] },
    renamed: { ada: 'Ada King' },
    disabled: ['cleo'],
  },
  third: {
    groups: { Helpdesk: ['ada', 'dan', 'eve', 'jo', 'kim'], Leads: ['fred', 'jo'], Sales: ['ada', 'gina', 'hal'] },
    renamed: { ada: 'Ada King' },
    disabled: ['cleo'],
  },
};

const DOMAIN = 'DC=corp,DC=example';

/** @param when one of the three times */
export function ldifOf(when) {
  const { groups, renamed = {}, disabled = [] } = TIMES[when];
  const users = Object.entries({ ...PEOPLE, ...renamed }).map(([word, name]) => {
    const [first, last] = name.split(' ');
    return [
      `dn: CN=${word},OU=People,${DOMAIN}`,
      'objectClass: user',
      `cn: ${word}`,
      `objectGUID: ${guidOf(word)}`,
      `displayName: ${name}`,
      `givenName: ${first}`,
      `sn: ${last}`,
      `userPrincipalName: ${word}@corp.local`,
      `userAccountControl: ${disabled.includes(word) ? 514 : 512}`,
      `mail: ${word in renamed ? name.toLowerCase().replace(' ', '.') : word}@corp.example`,
    ].join('\n');
  });
  const entries = Object.entries(groups).map(([name, members]) =>
    [
      `dn: CN=${name},OU=Groups,${DOMAIN}`,
      'objectClass: group',
      `cn: ${name}`,
      `objectGUID: ${guidOf(`@${name}`)}`,
      ...members.map((member) => `member: CN=${member},OU=People,${DOMAIN}`),
    ].join('\n'),
  );
  return `${[...users, ...entries].join('\n\n')}\n`;
}

function guidOf(word) {
  const hex = Buffer.from(word).toString('hex').padStart(32, '0').slice(-32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
