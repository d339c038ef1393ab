import { randomUUID } from 'node:crypto';
import type { GraphCall } from './call.ts';
import type { Entity } from './objects.ts';
import { show, type View } from './rights.ts';

interface Spoil {
  readonly call: GraphCall;
  /** The group whose members are listed; null = no members. */
  readonly group: string | null;
  /** A link to what this page holds. */
  readonly again: string;
  /** The item before the first one of this page, or the first one of all. */
  readonly previous: Entity | undefined;
  readonly view: View;
}

const NEXT = '@odata.nextLink';
const DELTA = '@odata.deltaLink';

/** The page as the fault that struck wants it; the page itself when none did. */
export function spoilPage(body: Record<string, unknown>, spoil: Spoil): Record<string, unknown> {
  const { call, previous, view } = spoil;
  const value = body['value'] as readonly unknown[];
  switch (call.fault?.kind) {
    case 'noValue':
      return without(body, 'value');
    case 'emptyPage':
      return { ...body, [NEXT]: spoil.again, value: [] };
    case 'duplicateMember':
      return previous === undefined ? body : { ...body, value: [show(previous, view), ...value] };
    case 'repeatedLink':
      return { ...body, [NEXT]: `${call.origin}${call.url}` };
    case 'foreignLink':
      return { ...body, [DELTA in body ? DELTA : NEXT]: spoil.again.replace(call.origin, 'https://graph.invalid') };
    case 'lostLink':
      return without(without(body, NEXT), DELTA);
    case 'wrongCount':
      return '@odata.count' in body ? { ...body, '@odata.count': Number(body['@odata.count']) + 1 } : body;
    case 'memberAdded':
      addMember(spoil);
      return body;
    case 'memberRemoved':
      membersOf(spoil)?.shift();
      return body;
    default:
      return body;
  }
}

function without(body: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}

function membersOf({ call, group }: Spoil): string[] | undefined {
  return call.tenant.groups.find(({ id }) => id === group)?.members;
}

/** The newcomer goes first, so that everything behind moves by one place. */
function addMember(spoil: Spoil): void {
  const members = membersOf(spoil);
  if (members === undefined) return;
  const { users, domain } = spoil.call.tenant;
  const id = randomUUID();
  const name = `newcomer${users.length + 1}@${domain}`;
  users.push({ id, displayName: 'Newcomer', userPrincipalName: name, mail: name, accountEnabled: true });
  members.unshift(id);
}
