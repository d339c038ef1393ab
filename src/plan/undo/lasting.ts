import { counted } from '../../core/counted.ts';

/** What an undo leaves: it never deletes, and some things nobody can call back. */
export const LASTING = ['createdUser', 'createdGroup', 'password', 'mail', 'phone', 'link', 'language'] as const;
export type Lasting = (typeof LASTING)[number];

const WORDS: Readonly<Record<Lasting, (count: number) => string>> = {
  createdUser: (count) => `${counted(count, 'new user')} ${count === 1 ? 'stays' : 'stay'} in the account, disabled`,
  createdGroup: (count) => `${counted(count, 'new group')} ${count === 1 ? 'stays' : 'stay'}`,
  password: (count) => `${counted(count, 'former password')} cannot be put back, for nobody knows ${it(count)}`,
  mail: (count) => `${counted(count, 'invitation')} may have been sent`,
  phone: (count) =>
    `GoTo Connect keeps the phone settings of ${counted(count, 'user')} for 7 days only after the licence is gone`,
  link: (count) => `${counted(count, 'user')} ${count === 1 ? 'stays' : 'stay'} linked to the person`,
  language: (count) => `the language of ${counted(count, 'user')} stays`,
};

function it(count: number): string {
  return count === 1 ? 'it' : 'them';
}

/** What cannot be undone, counted by kind: `2 new users stay in the account, disabled; 1 former password …`; empty = nothing. */
export function lastingWords(lasting: readonly Lasting[]): string {
  return LASTING.flatMap((kind) => {
    const count = lasting.filter((one) => one === kind).length;
    return count === 0 ? [] : [WORDS[kind](count)];
  }).join('; ');
}
