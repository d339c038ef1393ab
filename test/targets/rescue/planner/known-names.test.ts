import { describe, expect, test } from '@jest/globals';
import { refuseForbidden } from '../../../../src/targets/rescue/planner/forbidden.ts';
import { checkSavedNames } from '../../../../src/targets/rescue/planner/known-names.ts';
import { formatMarker, sealMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import type { DirectoryGroupId } from '../../../../src/core/people.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import type { Plan } from '../../../../src/plan/model.ts';
import {
  type AccountLiteral,
  accountOf,
  approvalsFor,
  codes,
  groupId,
  HELPDESK,
  lines,
  mapping,
  planOf,
  readingOf,
  SEALING,
  settingsOf,
  type TestAccount,
} from './builders.ts';

const OLD = groupId('Helpdesk of last year');
const reading = readingOf({ groups: { Helpdesk: ['ada', 'eve'] } }, [HELPDESK]);
const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob' } } });

function plan(known: DirectoryGroupId | null, approved: readonly string[] = [], test: TestAccount = account): Plan {
  const knownNames = known === null ? new Map<string, never>() : new Map([['helpdesk', known]]);
  return planOf(settingsOf([HELPDESK]), reading, test, approved, new Map(), { knownNames }).plan;
}

/** The mapped group with a link, as adsync writes it when it creates the group. */
function linkedTo(source: DirectoryGroupId, literal?: AccountLiteral): TestAccount {
  const base = literal === undefined ? account : accountOf(literal);
  const groups = base.reading.groups.map((group) =>
    group.path.at(-1) === 'Helpdesk'
      ? {
          ...group,
          description: sealMarker(formatMarker({ person: source, fingerprint: 'bfe2ad0c' }), group.id, SEALING),
        }
      : group,
  );
  return { ...base, reading: { ...base.reading, groups } };
}

describe('a name that means another group than before', () => {
  test('holds everything that hangs on the mapping', () => {
    const made = plan(OLD);

    expect(made.changes).toEqual([]);
    expect(made.notices[0]).toMatchObject({ code: 'GROUP_IDENTITY_CHANGED', severity: 'error', line: 10 });
    expect(made.notices[0]?.text).toContain(
      `means the directory group CN=Helpdesk (${groupId('Helpdesk')}), and meant ${OLD} before`,
    );
    expect(made.directory).toMatchObject({ complete: false });
    expect(made.targets[0]?.names).toBeUndefined();
  });

  test('is let through by the approval that the notice names, and by no other', () => {
    const [id = ''] = approvalsFor(plan(OLD));

    expect(id).toMatch(/^g1-[0-9a-f]{32}$/);
    expect(lines(plan(OLD, [id]))).toEqual([
      'disable bob@corp.example in Technicians/Helpdesk (status) LEFT',
      'create eve@corp.example in Technicians/Helpdesk MEMBER_OF',
    ]);
    expect(approvalsFor(plan(groupId('a third')))).not.toContain(id);
    expect(() => plan(groupId('Helpdesk'), [id])).toThrow(/is no id of held|Nothing is held/);
  });

  test('is no news where it means what it meant, and where nothing is known', () => {
    for (const known of [groupId('Helpdesk'), null]) {
      const made = plan(known);
      expect(codes(made)).toEqual([]);
      expect(made.targets[0]?.names).toEqual({ helpdesk: groupId('Helpdesk') });
    }
  });

  test('is known from the link of the Rescue group as well, which is written anew once it is let through', () => {
    const linked = linkedTo(OLD);
    const [id = ''] = approvalsFor(plan(null, [], linked));

    expect(codes(plan(null, [], linkedTo(groupId('Helpdesk'))))).toEqual([]);
    expect(codes(plan(null, [], linked))[0]).toBe('GROUP_IDENTITY_CHANGED');
    expect(lines(plan(null, [id], linked))[0]).toBe('update group Technicians/Helpdesk RELINKED');
  });
});

test('with a new meaning of a name others are held, so what was approved beside it is looked at again', () => {
  const both = [HELPDESK, mapping('Night', 'Technicians/Night', { line: 20 })];
  const linked = linkedTo(OLD, {
    'Technicians/Helpdesk': {},
    'Technicians/Night': {},
    'Administrators/Leads': { cy: { link: 'cy' }, gone: { link: 'gone' } },
  });
  const night = readingOf({ groups: { Helpdesk: [], Night: ['cy'] }, people: { cy: { state: 'disabled' } } }, both);
  const make = (ids: readonly string[]) => planOf(settingsOf(both), night, linked, ids).plan;
  const [held = '', name = ''] = approvalsFor(make([]));

  expect([held, name].map((id) => id.slice(0, 2))).toEqual(['a1', 'g1']);
  expect(() => make([name, held])).toThrow(expect.objectContaining({ code: 'APPROVAL_STALE' }));
  const [now = ''] = approvalsFor(make([name]));
  expect(now).toMatch(/^a2-/);
  expect(approvalsFor(make([name, now]))).toEqual([]);
});

describe('the link of a mapped group', () => {
  const dn = mapping('CN=Helpdesk,DC=corp,DC=example', 'Technicians/Helpdesk');

  function planned(one: typeof dn, there: TestAccount, people: readonly string[]): Plan {
    const named = { ...HELPDESK, parts: [{ directoryGroup: 'Helpdesk' }] };
    const read = readingOf({ groups: { Helpdesk: people } }, [named]);
    return planOf(settingsOf([one]), read, there).plan;
  }

  test('is made with the group where the mapping is by name, and only there', () => {
    const byName = planned(HELPDESK, accountOf({}), ['ada']).changes[0];
    const byDn = planned(dn, accountOf({}), ['ada']).changes[0];

    expect(byName).toMatchObject({ kind: 'group', after: { name: 'Helpdesk', link: groupId('Helpdesk') } });
    expect(byDn).toMatchObject({ kind: 'group', after: { name: 'Helpdesk' }, native: { marker: null } });
  });

  test('is not written into a group that is there', () => {
    expect(planned(HELPDESK, accountOf({ 'Technicians/Helpdesk': {} }), []).changes).toEqual([]);
  });

  test('says nothing about a mapping by DN', () => {
    expect(codes(planned(dn, linkedTo(OLD), ['ada', 'bob']))).toEqual([]);
  });
});

describe('a saved plan', () => {
  const saved = plan(null);
  const known = new Map([['helpdesk', OLD]]);
  const today = { settings: settingsOf([HELPDESK]), account: account.reading };

  test('is refused where the link of the mapped group names another one, also where nobody remembers', () => {
    const linked = { ...today, account: linkedTo(OLD).reading };
    const [id = ''] = approvalsFor(plan(OLD));

    expect(() => checkSavedNames(saved, new Map(), [], linked)).toThrow(/The plan was made where nobody knew/);
    expect(checkSavedNames(saved, new Map(), [id], linked)).toEqual([id]);
  });

  test('of the new meaning links the mapped group anew, and only to what its name means', () => {
    const [id = ''] = approvalsFor(plan(OLD));
    const world = linkedTo(OLD);
    const relinked = plan(OLD, [id], world);
    const other = '00000000-0000-0000-0000-00000000eeee';
    const forged = relinked.changes.map((one) => (one.kind === 'group' ? { ...one, after: { link: other } } : one));
    const refused = (made: Plan) => (): void => {
      refuseForbidden(made, settingsOf([HELPDESK]), world.reading);
    };

    expect(relinked.changes.map(({ reason }) => reason.code)).toContain('RELINKED');
    expect(refused(relinked)).not.toThrow();
    expect(refused({ ...relinked, changes: forged })).toThrow(/no name of the plan means/);
  });

  test('is refused where its names are known to mean other groups', () => {
    expect(() => checkSavedNames(saved, known, [], today)).toThrow(/The plan was made where nobody knew/);
    expect(checkSavedNames(saved, new Map([['helpdesk', groupId('Helpdesk')]]), [], today)).toEqual([]);
  });

  test('is applied with the approval that a plan made here would ask for', () => {
    const [id = ''] = approvalsFor(plan(OLD));

    expect(checkSavedNames(saved, known, [id, '12-aaaaaaaaaaaa'], today)).toEqual([id]);
  });
});

test('node ids of the test account are what its links are sealed with', () => {
  expect(account.reading.users[0]?.description).toContain(
    sealMarker('[adsync 00000000-0000-0000-0000-000000616461 bfe2ad0c]', '104' as NodeId, SEALING),
  );
});
