import { cleanName, fold } from '../../../core/text.ts';
import type { AccountReading, NodeId, UnreadableUser } from './account.ts';
import type { Notice } from '../../../core/notice.ts';
import { formatPath } from '../../../core/path.ts';
import type { FedGroups } from './fed-groups.ts';
import type { WantedUser } from './wanted-user.ts';

/**
 * Users and groups whose fields cannot be told apart are left alone and count for nothing. A notice names each. No user
 * is created that may be one of them: one whose address or link stands anywhere in their text.
 */
export function besideUnreadable(
  wanted: readonly WantedUser[],
  account: AccountReading,
  fedGroups: FedGroups,
): { wanted: readonly WantedUser[]; notices: readonly Notice[] } {
  const { unreadable = [] } = account;
  const groups = account.groups.filter((group) => group.unreadable === true);
  const notices = [
    ...unreadable.map((user) => userNotice(user, formatPath(fedGroups.after(user.group)))),
    ...groups.map(({ id, parent }) => groupNotice(id, parent === null ? '' : formatPath(fedGroups.after(parent)))),
  ];
  const texts = unreadable.map((user) => ({ user, text: fold(user.text) }));
  const kept = wanted.filter((entry) => {
    if (entry.user !== null) return true;
    const { email, person } = entry;
    const held = texts.find(({ text }) => text.includes(fold(email)) || (person !== null && text.includes(person.id)));
    if (held !== undefined) notices.push(uncertain(entry, held.user.id));
    return held === undefined;
  });
  return { wanted: kept, notices };
}

/** The beginning of the name, for people to recognise the user by. */
function beginning(text: string): string {
  const from = text.toLowerCase().indexOf('name:');
  return cleanName(text.slice(from + 5, from + 200)).slice(0, 40);
}

function userNotice({ id, text }: UnreadableUser, place: string): Notice {
  return {
    code: 'USER_UNREADABLE',
    severity: 'warning',
    text: `A user in ${place} (node ${id}, its name begins with ${JSON.stringify(beginning(text))}) cannot be read: its name, nickname or Description holds text that looks like other fields. It is left as it is, whatever the directory says, and counts nowhere. Clean these fields in the Admin Center, or disable the user there if it is not wanted.`,
    subject: place,
    line: null,
  };
}

function groupNotice(id: NodeId, place: string): Notice {
  return {
    code: 'GROUP_UNREADABLE',
    severity: 'warning',
    text: `A group in ${place} (node ${id}) cannot be read: its name or Description holds text that looks like other fields. It is left as it is. Clean these fields in the Admin Center.`,
    subject: place,
    line: null,
  };
}

function uncertain({ name, email, reason }: WantedUser, id: NodeId): Notice {
  return {
    code: 'USER_UNCERTAIN',
    severity: 'warning',
    text: `${name} (${email}) is not created: this may be the user with the node ${id}, who cannot be read. Clean that one first.`,
    subject: email,
    line: reason.line,
  };
}
