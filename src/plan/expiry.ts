import { addDays, type Day, daysAfter } from '../core/calendar.ts';
import { counted } from '../core/counted.ts';
import type { Notice } from '../core/notice.ts';

/** A mapping or rule that ends on a day. */
export interface Expiring {
  /** Its directory groups, as the file names them. */
  readonly name: string;
  /** The last day on which it holds. */
  readonly expires: Day;
  /** Line in the file, 1-based. */
  readonly line: number;
}

/** For so many days before its end a mapping is announced as ending. */
const ANNOUNCED = 7;

/** Whether a mapping or rule holds on a day: its last day is one of them. */
export function holdsOn(today: Day, { expires }: { readonly expires?: Day }): boolean {
  return expires === undefined || today <= expires;
}

/** What a plan says of mappings that end soon, or have ended. */
export function expiryNotices(all: readonly Expiring[], today: Day): Notice[] {
  return all.flatMap((one): Notice[] => {
    if (!holdsOn(today, one)) return [expired(one)];
    return daysAfter(one.expires, today) < ANNOUNCED ? [expiresSoon(one, today)] : [];
  });
}

function expired({ name, expires, line }: Expiring): Notice {
  const text = `Its last day was ${expires}, so it has nobody any more: its people are leavers where nothing else has them. Remove it from the file, or give it another day if it is still wanted.`;
  return { code: 'EXPIRED', severity: 'info', text, subject: name, line };
}

function expiresSoon({ name, expires, line }: Expiring, today: Day): Notice {
  const left = daysAfter(expires, today);
  const when = left === 0 ? 'Today is its last day' : `Its last day is ${expires}, in ${counted(left, 'day')}`;
  const text = `${when}. From ${addDays(expires, 1)} on its people are leavers where nothing else has them. If it is still wanted, give it another day in the file.`;
  return { code: 'EXPIRES_SOON', severity: 'warning', text, subject: name, line };
}
