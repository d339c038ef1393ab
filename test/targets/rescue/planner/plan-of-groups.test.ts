import { describe, expect, test } from '@jest/globals';
import { fingerprint, formatMarker, parseMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import type { RescueChange as Change } from '../../../../src/targets/rescue/planner/change.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { narrowPlan } from '../../../../src/plan/narrow.ts';
import {
  accountOf,
  codes,
  groupId,
  HELPDESK,
  lines,
  mapping,
  planOf,
  readingOf,
  settingsOf,
  budgetOf,
} from './builders.ts';

function link(directoryGroup: string): string {
  return formatMarker({ person: groupId(directoryGroup), fingerprint: fingerprint(null, false) });
}

function only(changes: readonly Change[]): Change {
  const [change] = changes;
  if (change === undefined || changes.length !== 1) throw new Error(`${changes.length} changes`);
  return change;
}

const nested = readingOf({ groups: { Helpdesk: ['@Night'], Night: [] } }, [HELPDESK]);

describe('a mirrored group', () => {
  test('is created with the link to its directory group, below its parent', () => {
    const account = accountOf({ 'Technicians/Helpdesk': {} });

    const change = only(planOf(settingsOf([HELPDESK]), nested, account).plan.changes);

    expect(change).toMatchObject({
      name: 'Night',
      before: null,
      after: { name: 'Night', link: groupId('Night') },
      node: null,
      native: { toNode: '103' },
    });
    expect(parseMarker(change.native.marker ?? '')?.person).toBe(groupId('Night'));
  });

  test('that is there by its name is linked, and not renamed for its case', () => {
    const account = accountOf({ 'Technicians/Helpdesk/NIGHT': {} });

    const change = only(planOf(settingsOf([HELPDESK]), nested, account).plan.changes);

    expect(change).toMatchObject({
      operations: ['update'],
      group: 'Technicians/Helpdesk/NIGHT',
      before: { link: null },
      after: { link: groupId('Night') },
      reason: { code: 'ADOPTED' },
    });
    expect(change.before).not.toHaveProperty('name');
    expect(parseMarker(change.native.marker ?? '')?.person).toBe(groupId('Night'));
  });

  test('that is linked is left alone', () => {
    const account = accountOf(
      { 'Technicians/Helpdesk/Night': {} },
      {},
      { 'Technicians/Helpdesk/Night': link('Night') },
    );

    expect(planOf(settingsOf([HELPDESK]), nested, account).plan.changes).toEqual([]);
  });

  test('is the linked one, and not another that has its name by now', () => {
    const account = accountOf(
      {},
      {},
      {
        'Technicians/Helpdesk/Night': '',
        'Technicians/Helpdesk/Old': link('Night'),
      },
    );

    const { plan } = planOf(settingsOf([HELPDESK]), nested, account);

    expect(plan.changes).toEqual([]);
    expect(codes(plan)).toEqual(['GROUP_NAME_TAKEN']);
  });

  test('renamed with its directory group keeps its link, and its people stay', () => {
    const reading = readingOf({ groups: { Helpdesk: ['@New'], New: ['ada', 'bob'] } }, [HELPDESK]);
    const old = { 'Technicians/Helpdesk/Old': link('New') };
    const account = accountOf({ 'Technicians/Helpdesk/Old': { ada: { link: 'ada' } } }, {}, old);

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(lines(plan)).toEqual([
      'update group Technicians/Helpdesk/New RENAMED',
      'create bob@corp.example in Technicians/Helpdesk/New MEMBER_OF',
    ]);
    expect(plan.changes[0]).toMatchObject({ before: { name: 'Old' }, after: { name: 'New' } });
    const narrow = narrowPlan(plan, ({ email }) => email === 'bob@corp.example');
    expect(narrow.changes).toEqual(plan.changes);
    expect(narrowPlan(plan, ({ kind }) => kind === 'group').changes).toHaveLength(1);
  });
});

describe('a mapped group', () => {
  test('is created with all groups on the way, and none but itself is linked', () => {
    const deep = mapping('Helpdesk', 'Technicians/HQ/Desk/Day');
    const reading = readingOf({ groups: { Helpdesk: [] } }, [deep]);

    const { plan } = planOf(settingsOf([deep]), reading, accountOf({ 'Technicians/hq': {} }));

    expect(plan.changes.map(({ group, after, native: { marker } }) => [group, after, marker])).toEqual([
      ['Technicians/hq/Desk', { name: 'Desk' }, null],
      ['Technicians/hq/Desk/Day', { name: 'Day', link: groupId('Helpdesk') }, link('Helpdesk')],
    ]);
    expect(plan.changes.map(({ native }) => native.toNode)).toEqual(['103', null]);
  });

  test('is not taken for a user of its name who stands elsewhere, nor for another user beside it', () => {
    const account = accountOf({
      Technicians: { tom: { name: 'Tom' } },
      'Technicians/Night': { helpdesk: { name: 'Helpdesk' } },
    });
    const reading = readingOf({ groups: { Helpdesk: [] } }, [HELPDESK]);

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(lines(plan)).toEqual(['create group Technicians/Helpdesk MAPPED']);
    expect(codes(plan)).toEqual([]);
  });
});

describe('nested directory groups', () => {
  test('in one another in any order of reading give the same places: nearest first, and by name', () => {
    const people = ['ada'];
    for (const order of [
      ['@Alpha', '@Beta'],
      ['@Beta', '@Alpha'],
    ]) {
      const reading = readingOf({ groups: { Helpdesk: order, Alpha: people, Beta: people } }, [HELPDESK]);

      const { plan } = planOf(settingsOf([HELPDESK]), reading, accountOf({ 'Technicians/Helpdesk': {} }));

      expect(lines(plan).at(-1)).toBe('create ada@corp.example in Technicians/Helpdesk/Alpha MEMBER_OF');
    }
  });

  test('create no groups where they are flattened', () => {
    const flat = { ...HELPDESK, subgroups: 'flatten' } as const;
    const reading = readingOf({ groups: { Helpdesk: ['@Night'], Night: ['ada'] } }, [flat]);

    const { plan } = planOf(settingsOf([flat]), reading, accountOf({}));

    expect(lines(plan)).toEqual([
      'create group Technicians/Helpdesk MAPPED',
      'create ada@corp.example in Technicians/Helpdesk MEMBER_OF',
    ]);
  });
});

describe('bare nodes', () => {
  test('are filled in one by one, the oldest first, and only in the group where somebody is created', () => {
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [HELPDESK]);
    const bare = { email: '', name: '' };
    const account = accountOf({ 'Technicians/Helpdesk': { x: bare, y: bare }, 'Technicians/Night': { z: bare } });
    const [x, y, z] = account.reading.users;
    if (x === undefined || y === undefined || z === undefined) throw new Error('no users');
    const users = [{ ...x, id: '1000' as NodeId }, { ...y, id: '999' as NodeId }, z];

    const blank = { ssoId: '', mobile: false, accountHolder: false };
    const details = new Map([...account.details, ...users.map(({ id }) => [id, blank] as const)]);

    const { plan } = planOf(settingsOf([HELPDESK]), reading, { reading: { ...account.reading, users }, details });

    expect(plan.changes.map(({ email, node }) => [email, node])).toEqual([
      ['ada@corp.example', '999'],
      ['bob@corp.example', '1000'],
    ]);
    expect(plan.notices).toMatchObject([{ code: 'BARE_USER', subject: 'Technicians/Night' }]);
    expect(plan.notices[0]?.text).toContain(`node ${z.id}`);
  });
});

describe('the first of the two steps of an exchange', () => {
  test('leaves a link that vouches for nothing, and the second waits for it', () => {
    const people = { ada: { mail: 'bob@corp.example' }, bob: { mail: 'ada@corp.example' } };
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] }, people }, [HELPDESK]);
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob' } } });

    const { changes } = planOf(settingsOf([HELPDESK]), reading, account).plan;

    const first = changes.find(({ reason }) => reason.code === 'EMAIL_EXCHANGE');
    const second = changes.find(({ node, id }) => node === first?.node && id !== first.id);
    expect(parseMarker(first?.native.marker ?? '')?.fingerprint).toBe('00000000');
    expect(parseMarker(second?.native.marker ?? '')?.fingerprint).not.toBe('00000000');
    expect(second?.needs).toContain(first?.id);
    expect(second?.before?.email).toBe(first?.after.email);
    expect(second?.facts?.email).toBe(first?.after.email);
  });
});

describe('an address that somebody has', () => {
  const reading = readingOf(
    {
      groups: { Helpdesk: ['ada', 'new'] },
      people: { ada: { mail: 'taken@corp.example' }, new: { mail: 'boss@x.example' } },
    },
    [HELPDESK],
  );

  test('keeps a new user away, and leaves another as it is; the notice says whose it is', () => {
    const account = accountOf({
      'Technicians/Helpdesk': { ada: { link: 'ada', name: 'Old Name' } },
      'Technicians/Night': { tom: { email: 'taken@corp.example', name: 'Tom' } },
      Administrators: { boss: { email: 'boss@x.example', name: 'Bo Boss' } },
    });

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(plan.changes.map(({ after }) => after)).toEqual([{ name: 'Ada' }]);
    expect(codes(plan)).toEqual(['EMAIL_IN_USE', 'EMAIL_IN_USE']);
    expect(plan.notices.find(({ subject }) => subject === 'boss@x.example')?.text).toMatch(
      /^New is not created: .* belongs to the administrator Bo Boss of the account/,
    );
    expect(plan.notices.find(({ subject }) => subject === 'taken@corp.example')?.text).toMatch(
      /^Ada keeps the old address: .* belongs to the technician Tom of the account/,
    );
  });
});

describe('the licences of a part of a plan', () => {
  test('count its own seats and add-ons, without what is held', () => {
    const MOBILE = mapping('Helpdesk', 'Technicians/Helpdesk', { mobileLicense: true });
    const LEADS = mapping('Leads', 'Administrators/Leads', { line: 20 });
    const both = [MOBILE, LEADS];
    const groups = { Helpdesk: ['ada', 'bob', 'cy'], Leads: ['liz'] };
    const account = accountOf({
      'Technicians/Helpdesk': { cy: { link: 'cy', mobile: true, name: 'Old' }, gone: { link: 'gone', mobile: true } },
      'Administrators/Leads': {},
    });
    const settings = settingsOf(both, { licenses: { technicians: 9, mobile: 9 } });

    const { plan } = planOf(settings, readingOf({ groups }, both), account);
    const part = (emails: readonly string[]): unknown => {
      const narrow = narrowPlan(plan, ({ email }) => emails.includes(email ?? ''));
      const { summary } = narrow;
      const [technicians, mobile] = [budgetOf(narrow, 'technicians'), budgetOf(narrow, 'mobile')];
      return [technicians?.after, mobile?.after, summary.create, summary.update, summary.disable];
    };

    expect(budgetOf(plan, 'technicians')).toMatchObject({ before: 2, after: 3 });
    expect(budgetOf(plan, 'mobile')).toMatchObject({ before: 2, after: 3 });
    expect(part(['ada@corp.example'])).toEqual([3, 3, 1, 0, 0]);
    expect(part(['liz@corp.example'])).toEqual([2, 2, 1, 0, 0]);
    expect(part(['cy@corp.example'])).toEqual([2, 2, 0, 1, 0]);
    expect(part(['gone@corp.example'])).toEqual([1, 1, 0, 0, 1]);
    expect(part(['ada@corp.example', 'bob@corp.example', 'gone@corp.example'])).toEqual([3, 3, 2, 0, 1]);
  });
});
