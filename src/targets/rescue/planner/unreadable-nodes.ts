import { cleanName, fold } from '../../../core/text.ts';
import type { AccountGroup, AccountReading, AccountUser, UnreadableUser } from './account.ts';
import type { Notice } from '../../../core/notice.ts';
import { formatPath } from '../../../core/path.ts';
import type { FedGroups } from './fed-groups.ts';
import type { WantedUser } from './wanted-user.ts';

/** A user for whom the service gives no answer, as the tree has shown it. */
export function unansweredUser(
  user: Pick<AccountUser, 'id' | 'group' | 'name' | 'email' | 'description' | 'enabled'>,
): UnreadableUser {
  const { id, group, name, email, description, enabled } = user;
  const status = enabled ? 'Offline' : 'Disabled';
  const text = `Name:${name}\nEmail:${email}\nDescription:${description}\nStatus:${status}`;
  return { id, group, text, why: 'unanswered' };
}

/**
 * Users and groups that cannot be read are left alone and count for nothing. A notice names each. No user is created
 * that may be one of them: one whose address or link stands anywhere in their text. Of a user for whom the service gives
 * no answer the text is not whole, so the name counts as well.
 */
export function besideUnreadable(
  wanted: readonly WantedUser[],
  account: AccountReading,
  fedGroups: FedGroups,
): { wanted: readonly WantedUser[]; notices: readonly Notice[] } {
  const { unreadable = [] } = account;
  const groups = account.groups.filter(({ unreadable: why }) => why !== undefined);
  const notices = [
    ...unreadable.map((user) => userNotice(user, formatPath(fedGroups.after(user.group)))),
    ...groups.map((group) =>
      groupNotice(group, formatPath(group.parent === null ? [] : fedGroups.after(group.parent))),
    ),
  ];
  const texts = unreadable.map((user) => ({ user, text: fold(user.text) }));
  const kept = wanted.filter((entry) => {
    if (entry.user !== null) return true;
    const { name, email, person } = entry;
    const held = texts.find(({ user, text }) => {
      const [firstLine = ''] = user.text.split('\n', 1);
      const isNamesake = user.why === 'unanswered' && fold(firstLine) === fold(`Name:${name}`);
      return isNamesake || text.includes(fold(email)) || (person !== null && text.includes(person.id));
    });
    if (held !== undefined) notices.push(uncertain(entry, held.user));
    return held === undefined;
  });
  return { wanted: kept, notices };
}

/** The beginning of the name, for people to recognise the user by. */
function beginning(text: string): string {
  const from = text.toLowerCase().indexOf('name:');
  return cleanName(text.slice(from + 5, from + 200)).slice(0, 40);
}

function userNotice({ id, text, why }: UnreadableUser, place: string): Notice {
  if (why === 'unanswered') {
    return {
      code: 'USER_UNANSWERED',
      severity: 'warning',
      text: `The service answers only ERROR for a user in ${place} (node ${id}, ${JSON.stringify(beginning(text))}), and answers for others. It is left as it is, whatever the directory says, and counts nowhere. Look at it in the Admin Center: saving it there once may help; disable it there if it is not wanted.`,
      subject: place,
      line: null,
    };
  }
  return {
    code: 'USER_UNREADABLE',
    severity: 'warning',
    text: `A user in ${place} (node ${id}, its name begins with ${JSON.stringify(beginning(text))}) cannot be read: its name, nickname or Description holds text that looks like other fields. It is left as it is, whatever the directory says, and counts nowhere. Clean these fields in the Admin Center, or disable the user there if it is not wanted.`,
    subject: place,
    line: null,
  };
}

function groupNotice({ id, unreadable }: AccountGroup, place: string): Notice {
  if (unreadable === 'unanswered') {
    return {
      code: 'GROUP_UNANSWERED',
      severity: 'warning',
      text: `The service answers only ERROR for a group in ${place} (node ${id}), which had to be asked for. It is left as it is. Look at it in the Admin Center: saving it there once may help.`,
      subject: place,
      line: null,
    };
  }
  return {
    code: 'GROUP_UNREADABLE',
    severity: 'warning',
    text: `A group in ${place} (node ${id}) cannot be read: its name or Description holds text that looks like other fields. It is left as it is. Clean these fields in the Admin Center.`,
    subject: place,
    line: null,
  };
}

function uncertain({ name, email, reason }: WantedUser, { id, why }: UnreadableUser): Notice {
  const remedy = why === 'text' ? 'Clean that one first.' : 'Look at that one in the Admin Center first.';
  return {
    code: 'USER_UNCERTAIN',
    severity: 'warning',
    text: `${name} (${email}) is not created: this may be the user with the node ${id}, who cannot be read. ${remedy}`,
    subject: email,
    line: reason.line,
  };
}
