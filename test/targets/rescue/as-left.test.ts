import { describe, expect, test } from '@jest/globals';
import type { Standing } from '../../../src/plan/elsewhere.ts';
import type { Change } from '../../../src/plan/model.ts';
import { comparable } from '../../../src/targets/rescue/as-left.ts';
import type { AccountReading, AccountUser, NodeId } from '../../../src/targets/rescue/planner/account.ts';
import { fingerprint, formatMarker, NO_FINGERPRINT } from '../../../src/targets/rescue/planner/marker.ts';
import { userChange } from '../../render/sample-plan.ts';
import { personId } from './planner/builders.ts';

const DETAILS = { ssoId: 'ada@sso', mobile: true, accountHolder: false };

function account(print: string, details: AccountUser['details'] = DETAILS): AccountReading {
  const description = formatMarker({ person: personId('ada'), fingerprint: print });
  const user = {
    id: '7' as NodeId,
    group: '70' as NodeId,
    role: 'technician',
    name: 'Ada',
    email: 'Ada@corp.example',
    description,
    enabled: true,
    details,
  } as const;
  return { account: '1', organization: '', url: '', self: { ids: [], email: '' }, groups: [], users: [user] };
}

function standing(after: Change['after'], written: object, reading = account(NO_FINGERPRINT)): Standing {
  const change = userChange({ operations: ['update'], node: '7', before: {}, after });
  return comparable(reading).standing(
    change,
    Object.fromEntries(Object.entries(written).map(([key, value]) => [key, value as string])),
  );
}

describe('what of a Rescue account stands as adsync left it', () => {
  test.each<[string, Change['after'], object, Standing]>([
    ['a name', { name: 'B' }, { name: 'Ada ' }, 'asLeft'],
    ['a name by hand', { name: 'B' }, { name: 'Bea' }, 'changed'],
    ['an address in another case', { email: 'b@x' }, { email: 'ada@corp.example' }, 'asLeft'],
    ['the place, by its node', { group: 'Technicians/Day' }, { parent: '70' }, 'asLeft'],
    ['moved by hand', { group: 'Technicians/Day' }, { parent: '71' }, 'changed'],
    [
      'the status, with a password besides',
      { status: 'disabled', password: 'random' },
      { status: 'enabled' },
      'asLeft',
    ],
    ['the link', { link: 'x' }, { link: personId('ada') }, 'asLeft'],
    ['never written', { name: 'B' }, {}, 'unknown'],
    ['the add-on', { mobile: false }, { mobile: true }, 'asLeft'],
  ])('%s', (_title, after, written, expected) => {
    expect(standing(after, written)).toBe(expected);
  });

  test.each<[string, string, Change['after'], object, Standing]>([
    ['as the link vouches', fingerprint('ada@sso', true), { ssoId: 'b', name: 'B' }, { name: 'Ada' }, 'asLeft'],
    ['while SSO ids were left alone', fingerprint(null, true), { mobile: false, name: 'B' }, { name: 'Ada' }, 'asLeft'],
    ['other than the link vouches', fingerprint('bob@sso', true), { ssoId: 'b' }, {}, 'changed'],
    ['a link that vouches for nothing', NO_FINGERPRINT, { ssoId: 'b' }, {}, 'unknown'],
    ['vouched, but the name was never written', fingerprint('ada@sso', true), { ssoId: 'b', name: 'B' }, {}, 'unknown'],
  ])('without a journal: %s', (_title, print, after, written, expected) => {
    expect(standing(after, written, account(print))).toBe(expected);
  });

  test('what was not asked for is not known, and neither is a node that is gone', () => {
    expect(standing({ ssoId: 'b' }, {}, account(fingerprint('bob', true), null))).toBe('unknown');
    expect(comparable(account('')).has('7')).toBe(true);
    expect(comparable(account('')).has('8')).toBe(false);
    const gone = userChange({ operations: ['update'], node: '8', before: {}, after: { name: 'B' } });
    expect(comparable(account('')).standing(gone, { name: 'Ada' })).toBe('unknown');
  });
});
