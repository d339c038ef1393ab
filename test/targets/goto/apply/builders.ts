import type { Fields } from '../../../../src/plan/model.ts';
import type {
  AccountUser,
  GroupKey,
  Licence,
  LicenceKey,
  RoleSetId,
  UserKey,
} from '../../../../src/targets/goto/planner/account.ts';
import type { Facts, GotoChange, Native } from '../../../../src/targets/goto/planner/change.ts';

export const licenceKey = (text: string): LicenceKey => text as LicenceKey;
export const userKey = (text: string): UserKey => text as UserKey;
export const groupKey = (text: string): GroupKey => text as GroupKey;
export const roleSetId = (text: string): RoleSetId => text as RoleSetId;

export const MEETING = licenceKey('7000000000000000001');
export const CONNECT = licenceKey('7000000000000000002');

/** Ada, who holds nothing, with what is given. */
export function ada(given: Partial<AccountUser> = {}): AccountUser {
  return {
    key: userKey('7000000000000000102'),
    email: 'ada@corp.example',
    firstName: 'Ada',
    lastName: 'Lovelace',
    locale: 'en_US',
    licences: [],
    adminRoles: [],
    roleSets: [],
    managedGroups: [],
    group: null,
    status: 'SUSPENDED',
    identityReadOnly: false,
    attributes: {},
    ...given,
  };
}

export const NOTHING: Native = {
  fromGroup: '',
  licences: null,
  adminRoles: null,
  managedGroups: null,
  roleSet: null,
  group: null,
};

const REASON = { code: 'MEMBER_OF', text: 'rule 1: member of Sales', line: 12, path: ['Sales'] } as const;

/** A change of Ada as a plan could hold it. */
export function changeOf(
  before: Facts | null,
  after: Facts,
  native: Partial<Native> = {},
  given: Partial<GotoChange> = {},
): GotoChange {
  return {
    id: 'one',
    target: 'goto:1234567890123456789',
    kind: 'user',
    role: 'user',
    operations: before === null ? ['create'] : ['update'],
    name: 'Ada Lovelace',
    email: 'ada@corp.example',
    group: 'Rule 1: Sales',
    before,
    after,
    reason: REASON,
    because: Object.fromEntries(Object.keys(after satisfies Fields).map((field) => [field, REASON])),
    evidence: 'said',
    stage: 'change',
    risk: [],
    takes: {},
    held: null,
    letThrough: [],
    node: before === null ? null : userKey('7000000000000000102'),
    needs: [],
    person: null,
    facts: null,
    native: { ...NOTHING, ...(before === null ? { fromGroup: null } : {}), ...native },
    ...given,
  };
}

export function licence(key: LicenceKey, seats: number | null, inUse: number | null): Licence {
  return { key, description: `licence of ${key}`, products: [], enabled: true, seats, inUse };
}
