import { expect, test } from '@jest/globals';
import { faultPicker, type SandboxFault, seededRandom } from '../../../src/sandbox/rescue/faults.ts';

function struck(faults: SandboxFault[], methods: string[], seed = 1): (string | null)[] {
  const pick = faultPicker(faults, seededRandom(seed));
  return methods.map((method) => pick(method)?.kind ?? null);
}

test('a fault strikes at its method and its nth call', () => {
  const methods = ['login', 'createUser', 'CREATEUSER', 'createUser', 'createUser'];

  expect(struck([{ kind: 'html', method: 'createUser', nth: 2 }], methods)).toEqual([null, null, 'html', null, null]);
  expect(struck([{ kind: 'html', method: 'createuser', nth: [2, 3] }], methods)).toEqual([
    null,
    null,
    'html',
    'html',
    null,
  ]);
  expect(struck([{ kind: 'html', nth: 1 }], methods)).toEqual(['html', null, null, null, null]);
});

test('the first fault that is due strikes', () => {
  expect(struck([{ kind: 'html', nth: 2 }, { kind: 'dropBefore' }], ['a', 'b'])).toEqual(['dropBefore', 'html']);
});

test('the dice depend on the seed alone and keep to the share', () => {
  const methods = Array.from({ length: 2000 }, () => 'x');
  const faults: SandboxFault[] = [{ kind: 'html', probability: 0.25 }];

  const first = struck(faults, methods, 7);

  expect(struck(faults, methods, 7)).toEqual(first);
  expect(struck(faults, methods, 8)).not.toEqual(first);
  const share = first.filter((kind) => kind !== null).length / methods.length;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.3);
});

test('faults may come and go while it runs', () => {
  const faults: SandboxFault[] = [];
  const pick = faultPicker(faults, seededRandom(1));

  const before = pick('x');
  faults.push({ kind: 'html' });

  expect([before, pick('x')?.kind]).toEqual([null, 'html']);
});
