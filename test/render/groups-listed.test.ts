import { describe, expect, test } from '@jest/globals';
import type { AccountGroupCount } from '../../src/plan/view/account-groups.ts';
import { listedDocument, renderListed } from '../../src/render/groups-listed.ts';
import { displayWidth } from '../../src/render/width.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import { INVISIBLE } from './hostile-text.ts';

const PIPE = { color: false, columns: 0 };
const HOSTILE = 'A\u001b[31m\r\nB\u202eC\u200b';

function group(name: string, fields: Partial<AccountGroupCount> = {}): AccountGroupCount {
  return { group: name, enabled: 1, users: 2, lines: [], below: null, unsure: false, ...fields };
}

function listed(...groups: AccountGroupCount[]): Parameters<typeof renderListed>[0] {
  return { account: '560961', organization: 'Example Ltd', groups };
}

describe('the groups of an account', () => {
  test('stand in a table with the lines that map them', () => {
    const groups = [
      group('Technicians/A', { enabled: 1200, users: 1234, lines: [7, 9] }),
      group('Technicians/A/B', { below: 7 }),
      group('Technicians/C', { unsure: true }),
      group('Technicians/D', { enabled: null, users: null, lines: [12] }),
    ];

    expect(renderListed(listed(...groups), RESCUE_LABELS, PIPE)).toBe(
      [
        '  Rescue group     enabled  users  mapped',
        '  Technicians/A      1,200  1,234  line 7, line 9',
        '  Technicians/A/B        1      2  below line 7',
        '  Technicians/C        ≥ 1    ≥ 2',
        '  Technicians/D          –      –  line 12, not there yet',
        '',
        'Example Ltd (560961) has 3 Rescue groups; 3 of those listed are mapped.',
        '',
      ].join('\n'),
    );
  });

  test('fit the terminal, and cannot steer it', () => {
    const groups = listed(group('営業'.repeat(60)), group(HOSTILE));
    const text = renderListed({ ...groups, organization: HOSTILE }, RESCUE_LABELS, { color: false, columns: 100 });

    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(100);
    expect(text.replaceAll('\n', '')).not.toMatch(INVISIBLE);
  });

  test('have stable names for programs', () => {
    expect(listedDocument(listed(group(HOSTILE, { lines: [7] })), RESCUE_LABELS)).toEqual({
      account: '560961',
      organization: 'Example Ltd',
      groups: [{ rescueGroup: HOSTILE, enabled: 1, users: 2, lines: [7], below: null, unsure: false }],
    });
  });
});
