import { expect, test } from '@jest/globals';
import { unfitForProbe, usersNamed } from '../../../../src/targets/rescue/probe/fitness.ts';
import {
  LONGEST,
  STEPS,
  tellBreaks,
  tellCharacters,
  tellEmpty,
  tellLength,
  tellOmitted,
  type Try,
} from '../../../../src/targets/rescue/probe/steps.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import type { UserRecord } from '../../../../src/targets/rescue/wire/user-record.ts';

const ok = (text: string) => ({ word: 'OK', text });

test.each([
  [tellOmitted('a', ok('a'))[0], 'keep'],
  [tellOmitted('a', ok(''))[0], 'clear'],
  [tellOmitted('a', ok('b'))[0], null],
  [tellEmpty('a', ok(''))[0], true],
  [tellEmpty('a', ok('a'))[0], false],
  [tellEmpty('a', { word: 'INVALIDPARAM_DESCRIPTION', text: 'a' })[0], null],
  [tellBreaks(ok('adsync probe\r\nsecond line'))[0], 'raw'],
  [tellBreaks(ok('adsync probe second line'))[0], 'blank'],
  [tellBreaks(ok('adsync probe'))[0], null],
  [tellCharacters(ok('adsync probe ? ?'))[0], false],
])('a step is told: %#', (answer, expected) => {
  expect(answer).toBe(expected);
});

/** A service that takes so many characters, or cuts. */
function service(most: number, isCut: boolean, asked: number[]): Try {
  return (text) => {
    asked.push(text?.length ?? 0);
    const fits = (text ?? '').length <= most;
    if (!fits && !isCut) return Promise.resolve({ word: 'INVALIDPARAM_DESCRIPTION', text: 'before' });
    return Promise.resolve(ok((text ?? '').slice(0, most)));
  };
}

test.each([1, 255, 256, 1023, LONGEST - 1])('a limit of %i is found, with 13 writes at most', async (most) => {
  const asked: number[] = [];
  const refusing = await tellLength(service(most, false, asked));
  const cutting = await tellLength(service(most, true, []));

  expect([refusing.length[0], refusing.tooLong[0]]).toEqual([most, 'refuse']);
  expect([cutting.length[0], cutting.tooLong[0]]).toEqual([most, 'cut']);
  expect(asked.length).toBeLessThanOrEqual(13);
});

test('where all are refused, or none is, the length stays open', async () => {
  expect((await tellLength(service(0, false, []))).length[0]).toBeNull();
  expect((await tellLength(service(LONGEST, false, []))).length[0]).toBeNull();
  expect((await tellLength(() => Promise.resolve(ok('other')))).length[0]).toBeNull();
});

test('no step writes what looks like a field or a link, and each says what it writes', async () => {
  for (const step of STEPS) {
    const written: string[] = [];
    await step.run((text) => {
      written.push(text ?? '');
      return Promise.resolve(ok(text ?? ''));
    }, 'before');
    expect(written.join(' ')).not.toMatch(/:|\[adsync/);
    expect(step.says).toMatch(/written/);
  }
});

const USER: UserRecord = {
  id: '12' as NodeId,
  role: 'technician',
  name: 'Pat Probe',
  nick: '',
  email: 'pat@corp.example',
  ssoId: '',
  description: 'Only for probes',
  mobile: false,
  rpat: false,
  accountHolder: false,
  enabled: false,
};
const READING = { self: { ids: ['77' as NodeId], email: 'api@corp.example' } };

test.each<[Partial<UserRecord>, RegExp | null]>([
  [{}, null],
  [{ accountHolder: true }, /account holder/],
  [{ id: '77' as NodeId }, /credentials/],
  [{ email: 'API@corp.example' }, /credentials/],
  [{ role: 'administrator' }, /administrator/],
  [{ role: 'masterAdministrator' }, /administrator/],
  [{ enabled: true }, /enabled/],
  [{ email: 'boss@corp.example' }, /rescue\.protect/],
  [{ description: 'x [ADSYNC 1' }, /mark of adsync/],
  [{ description: '' }, /empty/],
  [{ description: 'x'.repeat(101) }, /long/],
  [{ description: 'two  blanks' }, /description is not plain/],
  [{ description: 'two\nlines' }, /description is not plain/],
  [{ description: 'a: b' }, /description is not plain/],
  [{ name: 'Zo\u00eb' }, /name is not plain/],
  [{ nick: '<b>' }, /nickname is not plain/],
  [{ ssoId: 'x;y' }, /SSO ID is not plain/],
  [{ email: '' }, /name or address/],
])('a user with %j', (change, why) => {
  const found = unfitForProbe({ ...USER, ...change }, READING, ['boss@*']);
  if (why === null) expect(found).toBeNull();
  else expect(found).toMatch(why);
});

test('an address may be that of several users', () => {
  const one = { ...USER, group: '1' as NodeId, details: null };
  const users = [one, { ...one, id: '13' as NodeId }];

  expect(usersNamed('PAT@corp.example', { users })).toHaveLength(2);
  expect(usersNamed('13', { users })).toHaveLength(1);
  expect(usersNamed('', { users })).toHaveLength(0);
});
