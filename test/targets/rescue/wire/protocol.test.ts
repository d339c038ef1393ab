import { describe, expect, test } from '@jest/globals';
import { isPage, parseAnswer, parseId, ProtocolError } from '../../../../src/targets/rescue/wire/protocol.ts';

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
  test.each([' 337366', '\n\n337366\n', '\r\n\r\n337366', ' 337366 ', ' NODEID:337366', '\n\nNodeID: 337366\n'])(
    'comes from %j',
    (rest) => {
      expect(parseId(rest)).toBe('337366');
    },
  );

  test.each(['', ' ', '337366', ' 33a', ' 1 2', ' -5', ' A:B:5', ' NODEID:\n5', ' NODEID:5 6'])(
    'does not come from %j',
    (rest) => {
      expect(() => parseId(rest)).toThrow(ProtocolError);
    },
  );
});
