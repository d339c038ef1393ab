import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Explanation } from '../../src/plan/explain/explanation.ts';
import { explanationDocument } from '../../src/render/explain-json.ts';
import { renderExplanation } from '../../src/render/explain.ts';
import { displayWidth } from '../../src/render/width.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import { hostileText, INVISIBLE } from './hostile-text.ts';
import { candidate, explained, ID, MOVE, movePlan } from './sample-explanation.ts';

const PIPE = { color: false, columns: 0 };
const render = (explanation: Explanation, columns = 0): string =>
  renderExplanation(explanation, () => RESCUE_LABELS, { ...PIPE, columns });

describe('an explanation for people', () => {
  test('has the way, the lines of the file, and each change with what it does and what holds it', () => {
    expect(render(explained('Ada')).split('\n')).toEqual([
      `Ada: enabled in the directory, e-mail ada@corp.example, no UPN, id ${ID}, CN=Ada,DC=corp`,
      'Directory groups that hold them directly, of those that were read',
      '',
      expect.stringMatching(/^Rescue account 560961 of /),
      'Mappings',
      '  Ada → Ada: has them, by Ada › Tier 1 (sync.yaml:27)',
      'Decision: 1 change planned, 1 held',
      `  move, update: member of Helpdesk Tier 1 (change ${MOVE.id}) (sync.yaml:27)`,
      '    from Technicians/Night to Technicians/Helpdesk/Tier 1',
      '    name: A. Lovelace → Ada Lovelace',
      '    held by limits.move; --approve move-1 lets its whole set through',
      '    held by limits.disable; --approve dis-2 lets its whole set through',
      '',
    ]);
  });

  test.each([80, 120])('fits %i columns and cannot steer the terminal, whatever the names are', (columns) => {
    fc.assert(
      fc.property(hostileText(), (name) => {
        const several: Explanation = { kind: 'several', asked: name, plan: movePlan(), found: [candidate(name)] };
        const nobody: Explanation = { kind: 'nobody', asked: name, plan: movePlan(), looked: [name], similar: [name] };
        for (const text of [explained(name), several, nobody].map((one) => render(one, columns))) {
          expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(columns);
          expect(text.replaceAll('\n', '')).not.toMatch(INVISIBLE);
        }
      }),
      { numRuns: 60, seed: 20260131 },
    );
  });

  test('says of several who they are, and which ids are exact', () => {
    const text = render({
      kind: 'several',
      asked: 'ada',
      plan: movePlan(),
      found: [candidate('Ada'), candidate('Ada')],
    });

    expect(text).toContain('"ada" fits 2. Give the id');
    expect(text).toContain(`  Ada, enabled, ada@corp.example, no UPN, CN=Ada,DC=corp, id ${ID}`);
    expect(text).toContain('    user: Ada <ada@corp.example>, id 700 in rescue:560961');
  });

  test('says of nobody where was looked, and what is similar', () => {
    const nobody = { kind: 'nobody', asked: 'ada', plan: movePlan(), looked: ['Nowhere.'] } as const;

    expect(render({ ...nobody, similar: ['Ada K.'] })).toBe(
      'Nobody was found for "ada".\nNowhere.\nSimilar: Ada K..\n',
    );
    expect(render({ ...nobody, similar: [] })).toContain('Nothing similar was found either.');
  });

  test('says which account could not be read', () => {
    const notice = { code: 'TARGET_LOST', severity: 'error', text: 'No GoTo.', subject: 'goto', line: null } as const;
    const plan = movePlan({ notices: [notice] });

    expect(render(explained('Ada', {}, plan))).toMatch(/\n\nNo GoTo\.\n$/);
    expect(explanationDocument(explained('Ada', {}, plan))).toMatchObject({ lost: ['No GoTo.'] });
  });
});

test('a document for programs has the changes as the plan has them', () => {
  const document = explanationDocument(explained('Ada')) as { targets: { changes: { id: string }[] }[] };

  expect(document.targets[0]?.changes.map(({ id }) => id)).toEqual([MOVE.id]);
});
