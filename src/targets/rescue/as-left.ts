import { fold } from '../../core/text.ts';
import { type Comparable, type Standing, standingOf, type Written } from '../../plan/elsewhere.ts';
import type { Value } from '../../plan/model.ts';
import { nodeValues } from './journal-values.ts';
import type { AccountReading } from './planner/account.ts';
import { fingerprint, NO_FINGERPRINT, parseMarker } from './planner/marker.ts';

/** The names under which the journal has the fields of a plan. What is not here, it does not have. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  group: ['parent'],
  name: ['name'],
  email: ['email'],
  status: ['status'],
  ssoId: ['ssoId'],
  mobile: ['mobile'],
  link: ['link'],
  leaves: ['leaves'],
  // Goes with other fields, and can be read from nobody.
  password: [],
};

/** What of a Rescue account stands as adsync last wrote it. */
export function comparable(reading: AccountReading): Comparable {
  return {
    has: (node) => nodeValues(node, reading) !== null,
    standing(change, written) {
      const now = change.node === null ? null : nodeValues(change.node, reading);
      if (now === null) return 'unknown';
      const byJournal = standingOf(change, written, now, (field) => KEYS[field] ?? null, same);
      const isHidden = 'ssoId' in change.after || 'mobile' in change.after;
      return byJournal === 'unknown' && isHidden && change.node !== null
        ? byFingerprint(change.node, reading, standingOf(withoutHidden(change.after), written, now, keysOf, same))
        : byJournal;
    },
  };
}

function keysOf(field: string): readonly string[] | null {
  return KEYS[field] ?? null;
}

function withoutHidden(after: Readonly<Record<string, Value>>): { readonly after: Written } {
  return { after: Object.fromEntries(Object.entries(after).filter(([field]) => !['ssoId', 'mobile'].includes(field))) };
}

/**
 * Where no journal knows the SSO id and the add-on, the link in the user's own Description may: its fingerprint vouches
 * for both as adsync last saw or wrote them. It may have been made while SSO ids were not kept in step.
 *
 * @param rest how the other fields of the change stand
 */
function byFingerprint(node: string, { users }: AccountReading, rest: Standing): Standing {
  const user = users.find(({ id }) => id === node);
  const print = user === undefined ? null : (parseMarker(user.description)?.fingerprint ?? null);
  if (user === undefined || user.details === null || print === null || print === NO_FINGERPRINT) return 'unknown';
  const { ssoId, mobile } = user.details;
  const vouched = [fingerprint(ssoId, mobile), fingerprint(null, mobile)].includes(print);
  return vouched ? rest : 'changed';
}

/** Answers of the service do not keep white space at the ends. */
function same(key: string, a: Value, b: Value): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return a === b;
  return key === 'email' || key === 'ssoId' ? fold(a) === fold(b) : a.trim() === b.trim();
}
