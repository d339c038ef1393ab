import type { RawAnswer, Told } from '../../../core/observation.ts';
import { meaningOf } from '../wire/tree-node.ts';
import { isOk, restOf, type Seen, tellableWord, valueIn, wordOf } from './seen.ts';

const UNASKED: Told = [null, 'It was not asked, or not answered.'];

function wordTold(answer: RawAnswer | null): Told {
  const word = tellableWord(answer);
  return word === '' ? UNASKED : [word, 'That is the word.'];
}

export function strictAliases({ one }: Seen): Told {
  const [node, nodeId] = [one('user by node alone'), one('user by nodeID alone')];
  if (node === null || nodeId === null) return UNASKED;
  if (isOk(node) && isOk(nodeId)) return ['none', 'Each of them alone was enough for getUser_v3.'];
  if (isOk(node)) return ['node', 'nodeID alone was refused by getUser_v3. adsync sends both.'];
  if (isOk(nodeId)) return ['nodeID', 'node alone was refused by getUser_v3. adsync sends both.'];
  return [null, 'getUser_v3 refused both.'];
}

export function goneUserWord({ one }: Seen): Told {
  const [word, text] = wordTold(one('user of a number that nobody has'));
  return [word, word === null ? text : `${text} A user who was deleted may be answered otherwise.`];
}

/** Asked for by its number, so that nobody can be meant but the node. */
export function errorNode({ all }: Seen): Told {
  const asked = [...all('user'), ...all('group')];
  if (asked.length === 0) return UNASKED;
  const count = asked.filter((one) => wordOf(one) === 'ERROR').length;
  return [count > 0, `${count} of ${asked.length} that were asked for, once each.`];
}

export function pollLimit({ answers }: Seen): Told {
  const at = answers.findIndex((one) => wordOf(one) === 'POLLRATEEXCEEDED' || one.status === 429);
  if (at < 0) return [null, `It did not within ${answers.length} requests.`];
  const how = answers[at]?.status === 429 ? 'HTTP 429' : 'POLLRATEEXCEEDED';
  return [at, `It answered ${how} after so many requests. Nothing more was asked.`];
}

export function hiddenPermission({ all }: Seen): Told {
  const groups = all('group').filter(isOk);
  if (groups.length === 0) return UNASKED;
  if (groups.some(({ body }) => /\bConnectOnLan\b/.test(body))) return [true, 'A group shows it.'];
  return [null, 'No group that was asked for shows it: none has it, or it is hidden.'];
}

export function listEnd({ all }: Seen): Told {
  const lists = all('group')
    .filter(isOk)
    .flatMap((one) => valueIn(restOf(one), 'PERMISSIONS') ?? []);
  const [full] = lists.filter((list) => /^\w+\s*,?/.test(list));
  if (full === undefined) return [null, 'No group that was asked for has a permission.'];
  const ends = /,\s*(?:LOCKEDPERMISSIONS\s*:.*)?$/.test(full);
  return [ends, ends ? 'They do.' : 'They do not.'];
}

export function self({ one }: Seen): Told {
  const account = one('account');
  if (!isOk(account)) return UNASKED;
  const has = (key: string): boolean => Number(/^\d+/.exec(valueIn(restOf(account), key) ?? '')?.[0] ?? 0) > 0;
  const [admin, technician] = [has('AdminID'), has('TechID')];
  if (admin && technician) return ['both', 'Both numbers are there: of an administrator and of a technician.'];
  if (admin) return ['administrator', 'AdminID is there, TechID is 0.'];
  return technician ? ['technician', 'TechID is there, AdminID is 0.'] : ['nobody', 'Neither number is there.'];
}

export function addressLookup({ one }: Seen): Told {
  const answer = one('user by address');
  if (answer === null) return UNASKED;
  return [isOk(answer), isOk(answer) ? 'It does.' : `It answered ${tellableWord(answer)}.`];
}

export function addressCase({ one }: Seen): Told {
  const answer = one('user by address in capitals');
  if (answer === null || !isOk(one('user by address'))) return UNASKED;
  return [
    isOk(answer),
    isOk(answer) ? 'It does, so capitals do not count there.' : `It answered ${tellableWord(answer)}.`,
  ];
}

export function addressWord({ one }: Seen): Told {
  return wordTold(one('user of an address that nobody has'));
}

export function addressOfSeveral({ one }: Seen): Told {
  const answer = one('user of an address that several nodes have');
  if (answer === null) return [null, 'No address stands at several nodes.'];
  if (!isOk(answer)) return wordTold(answer);
  const type = /\bTYPE\s*:\s*(\w+)/i.exec(restOf(answer))?.[1] ?? '';
  // A name may look like a field.
  if (meaningOf(type) === null) return [null, 'A node was found, of a type that is not known.'];
  return [type, 'That is the type of the node that was found.'];
}
