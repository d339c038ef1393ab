import { nodeParameters } from './protocol.ts';
import type { UserRecord } from './user-record.ts';

/** A user's whole record, as setUser_v2 takes it. A password that is left out stays. */
export function userParameters(user: UserRecord): Readonly<Record<string, string>> {
  return {
    ...nodeParameters(user.id),
    name: user.name,
    nick: user.nick,
    email: user.email,
    ssoid: user.ssoId,
    status: user.enabled ? 'Enabled' : 'Disabled',
    description: user.description,
    mobileaddon: user.mobile ? 'True' : 'False',
    rpataddon: user.rpat ? 'True' : 'False',
  };
}
