import { describe, expect, test } from '@jest/globals';
import { blocksOf, endOfText, printedText } from '../../../../src/targets/rescue/wire/tree-text.ts';
import { ProtocolError } from '../../../../src/targets/rescue/wire/protocol.ts';

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

describe('the printed tree', () => {
  test.each([
    ['\n', ''],
    ['\r\n', ''],
    ['\n', ' '],
  ])('is cut into nodes with line end %j and %j after the colon', (eol, blank) => {
    const text = [group, ada].map((lines) => lines.map((line) => line.replace(':', `:${blank}`)).join(eol) + eol + eol);

    const { blocks } = blocksOf(eol + eol + text.join(''));

    expect(blocks.map(({ fields }) => Object.fromEntries(fields ?? []))).toEqual([
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

  test('a value of several lines, or with lines like fields, hides no node behind it and is not believed', () => {
    const odd = ada.map((line) => line.replace(':d', ':one\n\ntwo\nType:Channel\nNodeID:9\nName:x'));

    const { blocks } = blocksOf(`\n\n${odd.join('\n')}\n\n${group.join('\n')}\n\n`);

    expect(blocks.map(({ id, fields }) => [id, fields === null])).toEqual([
      ['3', true],
      ['2', false],
    ]);
  });

  test('the text of a known node ends where the next real one begins, whatever looks like nodes in it', () => {
    const description = `x\nStatus:Away\nType:Channel\n\n${group.join('\n')}\n\nNodeID:9\nParentID:2\nName:\nEmail:\nDescription:`;
    const odd = ada.map((line) => line.replace(':d', `:${description}`));
    const tree = blocksOf(`\n\n${odd.join('\n')}\n\n${group.join('\n')}`);

    const end = endOfText(tree, 0, printedText({ id: '3', parent: '2', name: 'Ada', email: 'ada@x', description }));

    expect(tree.blocks.map(({ id }) => id)).toEqual(['3', '2', '9', '2']);
    expect(end).toEqual({ next: 3, status: 'Busy', type: 'Technician' });
    expect(
      endOfText(tree, 0, printedText({ id: '3', parent: '2', name: 'Ada', email: 'ada@x', description: 'x' })),
    ).toEqual({
      next: 1,
      status: 'Away',
      type: 'Channel',
    });
    expect(endOfText(tree, 0, printedText({ id: '3', parent: '2', name: 'Ada', email: '', description }))).toBeNull();
  });

  test('an account without nodes is an empty list', () => {
    expect(blocksOf('\n\n').blocks).toEqual([]);
  });

  test.each([
    ['the type of the last node is missing', `\n\n${group.slice(0, 6).join('\n')}\n`],
    ['it ends inside a value', `\n\n${group.join('\n')}\n\nNodeID:3\nParentID:2\nName:Ad`],
    ['something else comes first', `\n\nhello\n\n${group.join('\n')}\n\n`],
  ])('is refused when %s', (_, rest) => {
    expect(() => blocksOf(rest)).toThrow(ProtocolError);
  });
});
