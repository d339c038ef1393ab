import type { FailureKind } from '../model.ts';

/** A heading for all failures of a kind, and what to do about them, in a sentence. */
export interface KindWords {
  readonly title: string;
  readonly remedy: string;
}

/** As the banners of the vendor's User Sync: one heading a kind, with its people and the way out. */
export const KIND_WORDS: Readonly<Record<FailureKind, KindWords>> = {
  'account-exists': {
    title: 'Existing account elsewhere',
    remedy: 'Ask these people to accept the invitation to this account, or to give up their other account.',
  },
  'out-of-licences': {
    title: 'Out of licences',
    remedy: 'Buy more licences, or take people out of the directory groups.',
  },
  'domain-not-validated': {
    title: 'Domain not validated',
    remedy: 'Validate the domain in the organisation of the account, or correct the addresses in the directory.',
  },
  'identity-read-only': {
    title: 'Identity managed elsewhere',
    remedy: 'Change name and address where these people have their first account.',
  },
  'invalid-data': {
    title: 'Invalid data',
    remedy: 'Correct the names and addresses in the directory.',
  },
  'rate-limited': {
    title: 'Rate limited',
    remedy: 'Try again later, with fewer requests a second.',
  },
  'not-authorized': {
    title: 'Not authorised',
    remedy: 'Give the user whose token is used the rights that are missing.',
  },
  transient: {
    title: 'The service failed',
    remedy: 'Look at the status of the service, and try again later.',
  },
  unknown: {
    title: 'Failed',
    remedy: 'Look at what the service said.',
  },
};
