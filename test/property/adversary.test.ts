import type { RescueChange } from '../../src/targets/rescue/planner/change.ts';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold, foldPath } from '../../src/core/text.ts';
import { parseMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { AccountUser, NodeId, UserDetails } from '../../src/targets/rescue/planner/account.ts';
import type { Plan } from '../../src/plan/model.ts';
import type { DirectoryReading } from '../../src/core/people.ts';
import { groupId, person, personId, planOf, settingsOf, type TestAccount } from '../targets/rescue/planner/builders.ts';
import { runs } from '../runs.ts';
import { type Guise, type HostileWorld, hostileWorld, isAdversary, VICTIMS } from './hostile-world.ts';
import { carryOut } from './in-memory.ts';

/**
 * People without rights write what they like about themselves (mail, user principal name, display name) and call the
 * group that they manage what they like. Whatever they write, nothing that is somebody else's comes to them or is
 * taken from its owner, as long as nobody approves anything. More runs: ADVERSARY_RUNS=20000.
 */
const { ADVERSARY_RUNS } = process.env;
const RUNS = { ...runs(300), ...(ADVERSARY_RUNS !== undefined && { numRuns: Number(ADVERSARY_RUNS) }) };

const NO_BUDGETS = { technicians: null, mobile: null };

test('nobody gets or spoils what is somebody else’s by what they write about themselves', () => {
  fc.assert(
    fc.property(hostileWorld, (world) => {
      let account = world.account;
      for (const guise of world.guises) {
        const honest = runAs(world.honest, world, account);
        const hostile = runAs(guise, world, account);

        expect(faults(world, account, honest, hostile)).toEqual([]);
        account = hostile.after;
      }
    }),
    RUNS,
  );
});

interface Ran {
  readonly reading: DirectoryReading;
  readonly plan: Plan;
  readonly after: TestAccount;
}

/** One run without approvals: what is held, and what needs it, is not made. */
function runAs(guise: Guise, world: HostileWorld, account: TestAccount): Ran {
  const reading = world.readingAs(guise);
  const { plan } = planOf(settingsOf(world.mappings, world.settings), reading, account);
  const made: RescueChange[] = [];
  for (const change of plan.changes) {
    const ready = change.needs.every((id) => made.some((one) => one.id === id));
    if (change.held === null && ready) made.push(change);
  }
  return { reading, plan, after: carryOut({ ...plan, changes: made }, account, NO_BUDGETS) };
}

interface Look {
  readonly user: AccountUser;
  readonly details: UserDetails;
  readonly link: string | null;
}

function look({ reading, details }: TestAccount, id: NodeId): Look {
  const user = reading.users.find((one) => one.id === id);
  const known = details.get(id);
  if (user === undefined || known === undefined) throw new Error(`no user ${id}`);
  return { user, details: known, link: parseMarker(user.description)?.person ?? null };
}

function faults(world: HostileWorld, account: TestAccount, honest: Ran, hostile: Ran): string[] {
  const victims = account.reading.users.filter(
    (user) => ownerOf(user) !== null && !isFree(user, world, account, hostile),
  );
  return [
    ...victims.flatMap(({ id }) => {
      const where = belongs(id, world, hostile);
      return wrongs(look(account, id), look(honest.after, id), look(hostile.after, id), where);
    }),
    ...hostile.after.reading.users.flatMap(({ id }) => gains(look(hostile.after, id), world, account, hostile)),
  ];
}

/** Users are called after their owners; whoever passed to an adversary by the rules is theirs from then on. */
function ownerOf({ email, description }: AccountUser): string | null {
  const link = parseMarker(description)?.person ?? null;
  if (isAdversary(link)) return null;
  return VICTIMS.find((word) => personId(word) === link || fold(email).startsWith(`${word}@`)) ?? null;
}

function isMember(word: string, { people }: DirectoryReading): boolean {
  return people.has(personId(word));
}

/**
 * What the rules give to whoever has the address: an enabled, unlinked user in a technicians' mapping's own places, with
 * the address of nobody else who was read.
 */
function isFree(user: AccountUser, { mappings }: HostileWorld, { reading, details }: TestAccount, ran: Ran): boolean {
  if (parseMarker(user.description) !== null || !user.enabled) return false;
  const its = [user.email, details.get(user.id)?.ssoId ?? ''].map(fold);
  const known = VICTIMS.filter((word) => isMember(word, ran.reading)).map((word) => person(word));
  if (known.some(({ mail, upn }) => [mail ?? '', upn ?? ''].some((one) => its.includes(fold(one))))) return false;
  const path = reading.groups.find(({ id }) => id === user.group)?.path ?? [];
  return mappings.some(({ role, rescueGroup }) => {
    return role === 'technician' && foldPath(path.slice(0, rescueGroup.length)) === foldPath(rescueGroup);
  });
}

/** Whether a user stands where a directory group that holds its owner has its place. */
function belongs(id: NodeId, { mappings }: HostileWorld, { reading, after }: Ran): boolean {
  const user = after.reading.users.find((one) => one.id === id);
  const group = after.reading.groups.find((one) => one.id === user?.group);
  const owner = personId((user === undefined ? null : ownerOf(user)) ?? '');
  if (group === undefined) return false;
  const source = parseMarker(group.description)?.person;
  const holders = [...reading.groups.values()].filter(({ people }) => people.includes(owner)).map((one) => one.id);
  const mapped = mappings.some(({ parts, rescueGroup, subgroups }) => {
    const direct = parts.some(({ directoryGroup }) => holders.includes(groupId(directoryGroup)));
    return foldPath(rescueGroup) === foldPath(group.path) && (direct || subgroups === 'flatten');
  });
  return mapped || holders.some((holder) => holder === source);
}

/** All but the link. */
function fieldsOf({ user, details }: Look): string {
  const { id, group, name, email, enabled } = user;
  return JSON.stringify([id, group, name, email, enabled, details.ssoId, details.mobile]);
}

function wrongs(before: Look, honest: Look, hostile: Look, belongsThere: boolean): string[] {
  const who = `${before.user.email} `;
  const found: string[] = [];
  const fault = (what: string, is: boolean): void => {
    if (is) found.push(who + what);
  };
  // Somebody who is gone and is made again under the same name and address keeps all but the link.
  const remade = before.link !== null && isAdversary(hostile.link) && fieldsOf(hostile) === fieldsOf(before);
  fault('passes to an adversary', isAdversary(hostile.link) && !isAdversary(before.link) && !remade);
  fault('is disabled', before.user.enabled && !hostile.user.enabled && honest.user.enabled);
  // Compared with the honest run of the same day, for an earlier disguise may have been in the owner's way.
  const owner = person(ownerOf(before.user) ?? '');
  const own = [owner.name, owner.mail ?? '', owner.upn ?? ''].map(fold);
  const strange = (of: (one: Look) => string): boolean => {
    return of(hostile) !== of(before) && of(honest) === of(before) && !own.includes(fold(of(hostile)));
  };
  fault(
    'is enabled',
    !before.user.enabled && hostile.user.enabled && !honest.user.enabled && hostile.link !== owner.id,
  );
  fault(
    'is moved',
    hostile.user.group !== before.user.group && honest.user.group === before.user.group && !belongsThere,
  );
  fault(
    'gets another address',
    strange(({ user }) => user.email),
  );
  fault(
    'gets another name',
    strange(({ user }) => user.name),
  );
  fault(
    'gets another SSO id',
    strange(({ details }) => details.ssoId),
  );
  return found;
}

/** What an adversary has after the run, and what of it is somebody else's. */
function gains({ user, details, link }: Look, world: HostileWorld, account: TestAccount, ran: Ran): string[] {
  if (!isAdversary(link)) return [];
  const before = account.reading.users.find(({ id }) => id === user.id) ?? null;
  const isNew = (value: string, old: string | undefined): boolean => value !== '' && fold(value) !== fold(old ?? '');
  const ofVictims = VICTIMS.filter((word) => isMember(word, ran.reading)).map((word) => person(word));
  const source = world.settings.loginId === 'upn' ? ('upn' as const) : ('mail' as const);
  const addresses = ofVictims
    .filter(({ id }) => ran.reading.people.get(id)?.state === 'enabled')
    .map((one) => fold(one[source] ?? ''));
  const others = ran.after.reading.users.filter(({ id }) => id !== user.id);
  const ssoIds = others.map(({ id }) => fold(ran.after.details.get(id)?.ssoId ?? ''));
  const found: string[] = [];
  if (user.role !== 'technician') found.push(`${user.email} has the role ${user.role}`);
  if (isNew(user.email, before?.email) && addresses.includes(fold(user.email))) found.push(`${user.email} was taken`);
  const oldSsoId = before === null ? '' : account.details.get(user.id)?.ssoId;
  if (isNew(details.ssoId, oldSsoId) && ssoIds.includes(fold(details.ssoId))) found.push(`${details.ssoId} was taken`);
  return found;
}
