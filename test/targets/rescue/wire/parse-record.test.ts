import { describe, expect, test } from '@jest/globals';
import { ProtocolError } from '../../../../src/targets/rescue/wire/protocol.ts';
import { parseRecord, type Shape } from '../../../../src/targets/rescue/wire/parse-record.ts';

const SHAPE: Shape = {
  numbers: ['nodeid'],
  texts: ['name', 'nick', 'description'],
  words: ['type', 'status'],
};

describe('one record', () => {
  const whole = new Map([
    ['nodeid', '5'],
    ['name', 'Ada: L'],
    ['nick', ''],
    ['description', 'a desk'],
    ['type', 'Technician'],
    ['status', 'Online'],
  ]);

  test.each([
    ['LF', '\n\nNODEID:5\nNAME:Ada: L\nNICK:\nDESCRIPTION:a desk\nTYPE:Technician\nSTATUS:Online'],
    ['CRLF', '\r\n\r\nNODEID:5\r\nNAME:Ada: L\r\nNICK:\r\nDESCRIPTION:a desk\r\nTYPE:Technician\r\nSTATUS:Online\r\n'],
    [
      'a blank after the colon',
      '\n\nNODEID: 5\nNAME: Ada: L\nNICK: \nDESCRIPTION: a desk\nTYPE: Technician\nSTATUS: Online\n',
    ],
    ['mixed case', '\nNodeID:5\nName:Ada: L\nNick:\nDescription:a desk\nType:Technician\nStatus:Online\n'],
    ['another order', '\nStatus:Online\nNick:\nDescription:a desk\nName:Ada: L\nType:Technician\nNodeID:5\n'],
    ['one line', ' NODEID:5 NAME:Ada: L NICK: DESCRIPTION:a desk TYPE:Technician STATUS:Online'],
    ['one line with blanks', ' NODEID: 5 NAME: Ada: L NICK:  DESCRIPTION: a desk TYPE: Technician STATUS: Online '],
  ])('is read with %s', (_, rest) => {
    expect(parseRecord(rest, SHAPE)).toEqual(whole);
  });

  test.each<[string, string, Readonly<Record<string, string>>]>([
    [
      'a description forges the fields behind it',
      '\nNODEID:5\nNAME:Ada\nNICK:\nDESCRIPTION:one\n\nTYPE:Channel\nSTATUS:Disabled\nend\nTYPE:Technician\nSTATUS:Online\n',
      { description: 'one\n\nTYPE:Channel\nSTATUS:Disabled\nend', type: 'Technician', status: 'Online' },
    ],
    [
      'a description forges fields before it, but not itself',
      '\nNODEID:5\nNAME:Ada\nNICK:\nDESCRIPTION:one\nNODEID:6\nNAME:Eve\nNICK:x\nTYPE:Technician\nSTATUS:Online',
      { nodeid: '5', name: 'Ada', nick: '', description: 'one\nNODEID:6\nNAME:Eve\nNICK:x' },
    ],
    [
      'a name that is said twice',
      '\nNODEID:5\nNAME:Ada\nNAME:Eve\nNICK:\nDESCRIPTION:\nTYPE:Technician\nSTATUS:Online',
      { name: 'Ada\nNAME:Eve', nick: '' },
    ],
    [
      'a name on one line that forges a status',
      ' NODEID:5 NAME:Eve Status: Disabled NICK: DESCRIPTION:x TYPE:Technician STATUS:Online',
      { name: 'Eve Status: Disabled', status: 'Online' },
    ],
  ])('is read where the order leaves no doubt: %s', (_, rest, wanted) => {
    expect(Object.fromEntries(parseRecord(rest, SHAPE) ?? [])).toMatchObject(wanted);
  });

  test.each([
    [
      'a description that begins again: the nick may be the one that goes on',
      '\nNODEID:5\nNAME:Ada\nNICK:\nDESCRIPTION:one\nDESCRIPTION:two\nTYPE:Technician\nSTATUS:Online',
    ],
    [
      'a name that holds all that follows it',
      '\nNODEID:5\nNAME:Eve\nNICK:\nDESCRIPTION:x\nNICK:\nDESCRIPTION:y\nTYPE:Technician\nSTATUS:Online',
    ],
    [
      'the same on one line',
      ' NODEID:5 NAME:E Nick: a Description: b NICK: DESCRIPTION:x TYPE:Technician STATUS:Online',
    ],
  ])('is not guessed where it can be read in two ways: %s', (_, rest) => {
    expect(parseRecord(rest, SHAPE)).toBeNull();
  });

  test('what else is known decides between two ways', () => {
    const rest = '\nNODEID:5\nNAME:Ada\nNICK:\nDESCRIPTION:one\nDESCRIPTION:two\nTYPE:Technician\nSTATUS:Online';

    const fields = parseRecord(rest, SHAPE, (candidate) => candidate.size('nick') === 0);

    expect(fields?.get('description')).toBe('one\nDESCRIPTION:two');
  });

  test('a text that allows millions of ways is given up at once', () => {
    const forged = 'NICK:\nDESCRIPTION:\n'.repeat(20_000);
    const rest = `\nNODEID:5\nNAME:Eve\n${forged}TYPE:Technician\nSTATUS:Online`;

    expect(parseRecord(rest, SHAPE, () => false)).toBeNull();
  });

  test.each([
    ['a field is missing', '\n\nNODEID:5\nNAME:Ada\nNICK:\nDESCRIPTION:\nTYPE:Technician'],
    [
      'it was cut off inside of forged fields',
      '\nNODEID:5\nNAME:Ada\nNICK:\nDESCRIPTION:x\nTYPE:Technician\nSTATUS:Online\nNAME:Eve\nend',
    ],
    ['there is nothing', ''],
  ])('is refused when %s', (_, rest) => {
    expect(() => parseRecord(rest, SHAPE)).toThrow(ProtocolError);
  });
});
