import { expect, test } from '@jest/globals';
import type { RawAnswer } from '../../../../src/core/observation.ts';
import { profileFrom } from '../../../../src/targets/rescue/observe/profile-from.ts';
import { answersTo } from '../../../../src/targets/rescue/observe/questions.ts';
import { sampleOf } from '../../../../src/targets/rescue/observe/ask-everything.ts';
import { type Purpose, seenIn } from '../../../../src/targets/rescue/observe/seen.ts';

const CALLS: Partial<Readonly<Record<Purpose, string>>> = {
  account: 'getAccount',
  tree: 'getHierarchy_v2',
  group: 'getGroup_v2',
};

function answer(purpose: Purpose, body: string, change: Partial<RawAnswer> = {}): RawAnswer {
  const call = CALLS[purpose] ?? 'getUser_v3';
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': String(body.length) };
  return { purpose, call, sent: {}, at: AT, status: 200, headers, encoding: 'utf-8', body, ...change };
}

const AT = '2026-01-31T09:00:00.000Z';
const NODE = 'NodeID:12\nParentID:1\nName:Ada\nEmail:ada@x.example\nDescription:\nStatus:Online\nType:Technician\n\n';
const TREE = `OK\n\n${NODE}`;
const USER =
  'OK\n\nNODEID:12\nNAME:Ada\nNICK:\nEMAIL:ada@x.example\nSSOID:\nDESCRIPTION:\nTYPE:Technician\nHASMOBILEADDON:False\nHASRPATADDON:False\nISACCOUNTHOLDER:False\nSTATUS:Online';

function told(id: string, ...answers: readonly RawAnswer[]): unknown {
  return answersTo(seenIn(answers)).find((one) => one.id === id)?.answer;
}

test.each<[id: string, answer: unknown, purpose: Purpose, body: string]>([
  ['lineEnd', 'cr', 'tree', TREE.replaceAll('\n', '\r')],
  ['lineEnd', null, 'tree', 'ERROR'],
  ['lineEnd', null, 'tree', '<!DOCTYPE html><html></html>'],
  ['blankAfterColon', true, 'tree', TREE.replaceAll(':', ': ')],
  // A name decides nothing about the form.
  ['blankAfterColon', false, 'tree', TREE.replace('Name:Ada', 'Name: Ada')],
  ['treeEnd', 'none', 'tree', TREE.trimEnd()],
  ['lineBreaksInValues', 'raw', 'tree', TREE.replace('Description:', 'Description:one\ntwo')],
  ['lineBreaksInValues', null, 'tree', TREE],
  ['nodeNumbers', false, 'tree', TREE.replace('NodeID:12', 'NodeID:99999999999')],
  ['types', 'Technician', 'tree', TREE],
  ['types', '', 'tree', TREE.replace('Type:Technician', 'Type:Robot')],
  ['statuses', 'Online', 'tree', TREE],
  ['links', true, 'tree', TREE.replace('Type:Technician', 'Type:AdministratorLink')],
  ['severalNodes', true, 'tree', TREE + NODE.replace('12', '13')],
  ['longestName', 3, 'tree', TREE],
  ['framing', 'length', 'tree', TREE],
  ['charset', 'ascii', 'tree', TREE],
  ['charset', 'utf-8', 'tree', TREE.replace('Ada', 'Zoë')],
  ['layout', 'lines', 'user', USER],
  ['layout', 'oneLine', 'user', USER.replaceAll('\n', ' ')],
  [
    'userFields',
    'NODEID NAME NICK EMAIL SSOID DESCRIPTION TYPE HASMOBILEADDON HASRPATADDON ISACCOUNTHOLDER STATUS HASNEWADDON',
    'user',
    `${USER}\nHASNEWADDON:True`,
  ],
  ['errorNode', true, 'user', 'ERROR'],
  ['goneUserWord', 'USER_IS_DELETED', 'user of a number that nobody has', 'USER_IS_DELETED'],
  ['self', 'technician', 'account', 'OK\n\nAccountID:1\nOrganization:\nAdminID:0\nTechID:7\nEmail:'],
  ['self', 'nobody', 'account', 'OK AccountID:1 Organization: AdminID:0 TechID:0 Email:'],
  ['self', 'both', 'account', 'OK AccountID:1 Organization: AdminID:5 TechID:7 Email:'],
  ['formBody', null, 'account', 'NOTLOGGEDIN'],
  ['listEnd', true, 'group', 'OK\n\nNODEID:1\nPERMISSIONS:RemoteControl, SendFile, \nLOCKEDPERMISSIONS:\n'],
  ['listEnd', false, 'group', 'OK\n\nNODEID:1\nPERMISSIONS:RemoteControl, SendFile\nLOCKEDPERMISSIONS:\n'],
  [
    'addressOfSeveral',
    'Administrator',
    'user of an address that several nodes have',
    USER.replace('Technician', 'Administrator'),
  ],
])('%s is %j by the %s', (id, expected, purpose, body) => {
  expect(told(id, answer(purpose, body))).toBe(expected);
});

test('an encoding that is not UTF-8, an answer in chunks, and one without an end are told', () => {
  expect(told('charset', answer('tree', TREE, { encoding: 'bytes' }))).toBe('other');
  expect(told('framing', answer('tree', TREE, { headers: { 'transfer-encoding': 'chunked' } }))).toBe('chunks');
  expect(told('framing', answer('tree', TREE, { headers: {} }))).toBe('none');
  expect(told('dateHeader', answer('tree', TREE))).toBe(false);
});

test('without a single answer every question is open, and nothing breaks', () => {
  expect(answersTo(seenIn([])).filter((one) => one.answer !== null)).toEqual([]);
});

test('a profile takes over what it knows, and no answer that it has no word for', () => {
  const given = (id: string, value: string | boolean | null) => ({ id, question: '', answer: value, text: '' });

  expect(
    profileFrom([
      given('treeEnd', 'none'),
      given('lineEnd', 'cr'),
      given('layout', null),
      given('goneUserWord', 'ERROR'),
      given('toString', true),
    ]),
  ).toEqual({ treeEnd: 'none' });
});

test('a sample has one of each kind before a second one', () => {
  expect(sampleOf(['a1', 'a2', 'b1', 'a3', 'c1'], 4, (item) => item.charAt(0))).toEqual(['a1', 'b1', 'c1', 'a2']);
});

test.each<[purpose: Purpose, body: string]>([
  ['user of a number that nobody has', 'LOVELACE'],
  ['user of an address that nobody has', 'Lovelace, is not here'],
  ['user of an address that several nodes have', 'LOVELACE'],
  ['user of an address that several nodes have', USER.replace('NAME:Ada', 'NAME:TYPE:Lovelace')],
  ['user', USER.replace('DESCRIPTION:', 'DESCRIPTION:call\nISLOVELACE:7\nHASLOVELACE: 8\nLOVELACEID:9')],
  ['account', 'LOVELACE'],
  ['user by address', 'LOVELACE'],
  ['tree', TREE.replace('Online', 'Lovelace').replace('Technician', 'Lovelace')],
])("no answer to a question tells a word of the %s that is not the service's own", (purpose, body) => {
  const answers = answersTo(seenIn([answer(purpose, body)])).map((one) => `${String(one.answer)} ${one.text}`);

  expect(answers.join('\n').toLowerCase()).not.toContain('lovelace');
});

test('a field that is not documented is told where no name can look like it', () => {
  expect(told('userFields', answer('user', `${USER}\nHASCAMERAADDON:False`))).toMatch(/ HASCAMERAADDON$/);
});
