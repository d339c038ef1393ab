import { broken, doubtful, fine } from '../../core/check.ts';
import { counted } from '../../core/counted.ts';
import { formatPath } from '../../core/path.ts';
import type { AccountFinding } from '../target.ts';
import type { AccountReading } from './planner/account.ts';
import type { RescueSettings } from './settings.ts';

/** What a reading says of the rights of the credentials and of the groups that the file names. PURE */
export function findingsOf(reading: AccountReading, settings: RescueSettings): readonly AccountFinding[] {
  return [
    { id: 'role', title: 'role of the credentials', ...roleFound(reading, settings) },
    { id: 'groups', title: 'groups of the mappings', ...groupsFound(reading, settings) },
    { id: 'unreadable', title: 'users and groups that cannot be read', ...unreadableFound(reading) },
  ];
}

const ADVICE = 'Use an API token, or the e-mail and password of a master administrator.';

function roleFound({ self, users }: AccountReading, { mappings }: RescueSettings) {
  const own = users.filter(({ id, email }) => self.ids.includes(id) || (self.email !== '' && email === self.email));
  const isMaster = own.some(({ role }) => role === 'masterAdministrator');
  const needsMaster = mappings.some(({ role }) => role !== 'technician');
  if (isMaster) return fine('They are those of a master administrator, who sees and may change the whole account.');
  if (own.length === 0) {
    return doubtful(
      'The service does not say whose credentials these are, or the tree does not show that user, so nothing protects it.',
      'Add its e-mail address to rescue.protect.',
    );
  }
  const text = 'They are not those of a master administrator, so some changes will be refused.';
  return needsMaster ? broken(`${text} The file maps administrators.`, ADVICE) : doubtful(text, ADVICE);
}

function groupsFound({ groups }: AccountReading, { mappings }: RescueSettings) {
  const there = new Set(groups.map(({ path }) => formatPath(path)));
  const wanted = [...new Set(mappings.map(({ rescueGroup }) => formatPath(rescueGroup)))];
  const missing = wanted.filter((path) => !there.has(path));
  if (missing.length === 0) return fine(`All ${wanted.length} are there.`);
  return doubtful(
    `${counted(missing.length, 'group')} of ${wanted.length} would be created: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''}.`,
    'Check how they are written, if they should be there: adsync groups list --rescue lists those of the account.',
  );
}

function unreadableFound({ unreadable = [], groups }: AccountReading) {
  const odd = groups.filter((group) => group.unreadable !== undefined);
  const count = unreadable.length + odd.length;
  if (count === 0) return fine('There are none.');
  const ids = [...unreadable, ...odd].map(({ id }) => id).slice(0, 5);
  return doubtful(
    `${counted(count, 'user or group', 'users and groups')} cannot be read for certain (node ${ids.join(', ')}). They are left alone.`,
    'Look at them in the Admin Center: clean a name or a description that holds text as of fields.',
  );
}
