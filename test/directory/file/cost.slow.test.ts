import { describe, expect, test } from '@jest/globals';
import { normalDn, plainDn } from '../../../src/directory/ad/dn.ts';
import { foldCase } from '../../../src/directory/names.ts';
import { blocksOf, NODE } from '../../../src/targets/rescue/wire/tree-text.ts';
import { parseAnswer, parseId } from '../../../src/targets/rescue/wire/protocol.ts';
import { parseRecord } from '../../../src/targets/rescue/wire/parse-record.ts';
import { cpuTime } from '../../cpu-time.ts';
import { recordsOf } from './records.ts';

/** The time for hostile text grows with its length only, whatever the text is. */

const LENGTH = 50_000;
const RECORD = 'NodeID: 1\nParentID: 2\nName: x\nEmail:\nDescription: ';

function attempt(work: () => unknown): void {
  try {
    work();
  } catch {
    // A refusal is fine too: only the time counts here.
  }
}

const READERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['a DN', (text) => [normalDn(text), plainDn(`CN=${text}`)]],
  ['a DN with a fault at its end', (text) => [normalDn(`CN=x${text}"`), normalDn(`CN=x${text}\\`)]],
  ['folded text', (text) => foldCase(`${text}Ä`)],
  ['a value of an LDIF file', (text) => recordsOf(`dn: CN=a\ncn: ${text}x\n`)],
  ['a line of an LDIF file', (text) => recordsOf(`dn: CN=a\n${text}!\n`)],
  ['base64 of an LDIF file', (text) => recordsOf(`dn: CN=a\ncn:: ${text}!\n`)],
  [
    'a record of the account',
    (text) => [parseRecord(` ${text}x`, NODE), parseRecord(`${RECORD}${text}\nStatus:\nType:\n`, NODE)],
  ],
  [
    'records of the account',
    (text) => [blocksOf(`\n${RECORD}${text}\nStatus: Online\nType: Technician\n\n`), blocksOf(text)],
  ],
  ['an answer', (text) => [parseId(` ${text}x`), parseAnswer(text)]],
];

const PIECES = [
  ' ',
  '\t',
  '\r',
  '\n',
  'a',
  'a ',
  '1.',
  '"',
  '"a"',
  'CN=a,',
  'CN="a",',
  'CN=',
  '\\ ',
  '=',
  '+',
  ',',
  ';a',
  'name ',
  'name:',
  'nodeid: 1\n',
];

describe('no text costs more than its length', () => {
  test.each(READERS)('%s', (_what, read) => {
    const slow = PIECES.map((piece) => {
      const text = piece.repeat(Math.floor(LENGTH / piece.length));
      const start = cpuTime();
      attempt(() => read(text));
      return { piece, took: cpuTime() - start };
    }).filter(({ took }) => took > 1000);

    expect(slow).toEqual([]);
  });
});
