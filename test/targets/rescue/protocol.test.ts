import { describe, expect, test } from '@jest/globals';
import {
  isPage,
  parseAnswer,
  parseBlocks,
  parseId,
  parseRecord,
  ProtocolError,
} from '../../../src/targets/rescue/protocol.ts';

const TREE = ['nodeid', 'parentid', 'name', 'email', 'description', 'status', 'type'];

describe('the first word of an answer', () => {
  test.each([
    ['OK', 'OK', ''],
    ['OK\n', 'OK', '\n'],
    ['\r\n OK \r\n', 'OK', ' \r\n'],
    ['\uFEFFOK', 'OK', ''],
    ['INVALIDPARAM_EMAIL_ALREADY_IN_USE', 'INVALIDPARAM_EMAIL_ALREADY_IN_USE', ''],
    ['OK 337366', 'OK', ' 337366'],
    ['OK\n\nAUTHCODE:abc', 'OK', '\n\nAUTHCODE:abc'],
  ])('%j is %s', (body, word, rest) => {
    const answer = parseAnswer(body);

    expect(answer).toEqual({ word, rest });
  });

  test.each(['', '   ', '<!DOCTYPE html><p>OK', '{"status":"OK"}', 'ok', 'OK<br/>', 'It works: OK', '404'])(
    '%j is no answer',
    (body) => {
      expect(() => parseAnswer(body)).toThrow(ProtocolError);
    },
  );

  test.each([
    ['<!DOCTYPE html>', true],
    ['\uFEFF\r\n<html>', true],
    ['OK <html>', false],
  ])('%j is a web page: %s', (body, page) => {
    expect(isPage(body)).toBe(page);
  });
});

describe('the id of a new node', () => {
  test.each([' 337366', '\n\n337366\n', '\r\n\r\n337366', ' 337366 '])('comes from %j', (rest) => {
    expect(parseId(rest)).toBe('337366');
  });

  test.each(['', ' ', '337366', ' 33a', ' 1 2', ' -5'])('does not come from %j', (rest) => {
    expect(() => parseId(rest)).toThrow(ProtocolError);
  });
});

describe('one record', () => {
  const keys = ['nodeid', 'name', 'nick', 'description', 'status'];
  const whole = new Map([
    ['nodeid', '5'],
    ['name', 'Ada: L'],
    ['nick', ''],
    ['description', 'a desk'],
    ['status', 'Online'],
  ]);

  test.each([
    ['LF', '\n\nNODEID:5\nNAME:Ada: L\nNICK:\nDESCRIPTION:a desk\nSTATUS:Online'],
    ['CRLF', '\r\n\r\nNODEID:5\r\nNAME:Ada: L\r\nNICK:\r\nDESCRIPTION:a desk\r\nSTATUS:Online\r\n'],
    ['a blank after the colon', '\n\nNODEID: 5\nNAME: Ada: L\nNICK: \nDESCRIPTION: a desk\nSTATUS: Online\n'],
    ['mixed case', '\nNodeID:5\nName:Ada: L\nNick:\nDescription:a desk\nStatus:Online\n'],
    ['another order', '\nStatus:Online\nNick:\nDescription:a desk\nName:Ada: L\nNodeID:5\n'],
    ['one line', ' NODEID:5 NAME:Ada: L NICK: DESCRIPTION:a desk STATUS:Online'],
    ['one line with blanks', ' NODEID: 5 NAME: Ada: L NICK:  DESCRIPTION: a desk STATUS: Online '],
  ])('is read with %s', (_, rest) => {
    expect(parseRecord(rest, keys)).toEqual(whole);
  });

  test('keeps a description of several lines, also when its lines look like fields', () => {
    const rest = '\n\nNODEID:5\nNAME:Ada\nNICK:\nDESCRIPTION:one\n\nSTATUS:Disabled\nNAME:Eve\nend\nSTATUS:Online\n';

    const fields = parseRecord(rest, keys);

    expect(fields.get('description')).toBe('one\n\nSTATUS:Disabled\nNAME:Eve\nend');
    expect(fields.get('status')).toBe('Online');
    expect(fields.get('name')).toBe('Ada');
  });

  test.each([
    ['a field is missing', '\n\nNODEID:5\nNAME:Ada\nNICK:\nDESCRIPTION:\n'],
    ['a name holds another field', '\n\nNODEID:5\nNAME:Ada\nNAME:Eve\nNICK:\nDESCRIPTION:\nSTATUS:Online'],
    ['one line is ambiguous', ' NODEID:5 NAME:Ada NICK: DESCRIPTION:x NAME:Eve STATUS:Online'],
    ['there is nothing', ''],
  ])('is refused when %s', (_, rest) => {
    expect(() => parseRecord(rest, keys)).toThrow(ProtocolError);
  });
});

describe('one record a node', () => {
  const group = [
    'NodeID:2',
    'ParentID:1',
    'Name:Group',
    'Email:',
    'Description:',
    'Status:Offline',
    'Type:TechnicianGroup',
  ];
  const ada = ['NodeID:3', 'ParentID:2', 'Name:Ada', 'Email:ada@x', 'Description:d', 'Status:Busy', 'Type:Technician'];

  test.each([
    ['\n', ''],
    ['\r\n', ''],
    ['\n', ' '],
  ])('is read with line end %j and %j after the colon', (eol, blank) => {
    const text = [group, ada].map((lines) => lines.map((line) => line.replace(':', `:${blank}`)).join(eol) + eol + eol);

    const blocks = parseBlocks(eol + eol + text.join(''), TREE);

    expect(blocks.map((block) => Object.fromEntries(block))).toEqual([
      {
        nodeid: '2',
        parentid: '1',
        name: 'Group',
        email: '',
        description: '',
        status: 'Offline',
        type: 'TechnicianGroup',
      },
      { nodeid: '3', parentid: '2', name: 'Ada', email: 'ada@x', description: 'd', status: 'Busy', type: 'Technician' },
    ]);
  });

  test('keeps empty lines and lookalikes inside a description', () => {
    const odd = ada.map((line) => line.replace(':d', ':one\n\ntwo\nType:Channel'));

    const blocks = parseBlocks(`\n\n${odd.join('\n')}\n\n${group.join('\n')}\n\n`, TREE);

    expect(blocks.map((block) => block.get('type'))).toEqual(['Technician', 'TechnicianGroup']);
    expect(blocks[0]?.get('description')).toBe('one\n\ntwo\nType:Channel');
  });

  test('an account without nodes is an empty list', () => {
    expect(parseBlocks('\n\n', TREE)).toEqual([]);
  });

  test.each([
    ['the end is missing: a type may be cut off', `\n\n${group.join('\n')}`],
    ['something else comes first', `\n\nhello\n\n${group.join('\n')}\n\n`],
  ])('is refused when %s', (_, rest) => {
    expect(() => parseBlocks(rest, TREE)).toThrow(ProtocolError);
  });
});
