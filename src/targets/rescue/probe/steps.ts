import { counted } from '../../../core/counted.ts';
import type { Answered, Told } from '../../../core/observation.ts';
import type { ProbeStep } from '../../../core/probing.ts';

/** How one attempt has ended. */
export interface Attempt {
  /** The service's word. */
  readonly word: string;
  /** What the description says after it. */
  readonly text: string;
}

/** Writes a description, and reads what has become of it. @param text null = the field is left out */
export type Try = (text: string | null) => Promise<Attempt>;

interface Step extends ProbeStep {
  run(attempt: Try, before: string): Promise<readonly Answered[]>;
}

/** More than any text that adsync writes. */
export const LONGEST = 4096;
const LINES = ['adsync probe', 'second line'] as const;
const ODD = 'adsync probe \u00e4 \u0142 \u6c49 \u{1f600} <b> & " \' ; % + end';

const OMITTED = 'Does a field that an update leaves out keep its value?';
const EMPTY = 'Does an empty value clear a field?';
const BREAKS = 'How does a line break inside a value come?';
const CHARACTERS = 'Do letters of all languages, emoji and angle brackets come back as they were written?';
const LENGTH = 'How long may a description be?';
const TOO_LONG = 'Is a description that is too long cut, or refused?';

/** In the order in which they are asked: first the one that writes nothing of its own. */
export const STEPS: readonly Step[] = [
  {
    id: 'omittedFields',
    question: OMITTED,
    says: 'The user is written once as it is, without its description among the fields, to see whether the description stays.',
    run: async (attempt, before) => [answered('omittedFields', OMITTED, tellOmitted(before, await attempt(null)))],
  },
  {
    id: 'emptyFields',
    question: EMPTY,
    says: 'An empty description is written once, to see whether that clears it or is passed over.',
    run: async (attempt, before) => [answered('emptyFields', EMPTY, tellEmpty(before, await attempt('')))],
  },
  {
    id: 'lineBreaksInValues',
    question: BREAKS,
    says: 'A description of two lines is written once, to see whether the line break stays.',
    run: async (attempt) => [answered('lineBreaksInValues', BREAKS, tellBreaks(await attempt(LINES.join('\n'))))],
  },
  {
    id: 'characters',
    question: CHARACTERS,
    says: 'A description with accents, a Chinese letter, an emoji, angle brackets and quotes is written once, to see what comes back.',
    run: async (attempt) => [answered('characters', CHARACTERS, tellCharacters(await attempt(ODD)))],
  },
  {
    id: 'descriptionMaxLength',
    question: LENGTH,
    says: `A description of ${LONGEST} letters is written. If it is refused, up to 12 shorter ones follow, until it is known how long one may be.`,
    async run(attempt) {
      const { length, tooLong } = await tellLength(attempt);
      return [answered('descriptionMaxLength', LENGTH, length), answered('descriptionTooLong', TOO_LONG, tooLong)];
    },
  },
];

/** The answers to a step that was not made, or not to its end. */
export function open({ id, question }: ProbeStep, text: string): readonly Answered[] {
  const one: Answered = { id, question, answer: null, text };
  if (id !== 'descriptionMaxLength') return [one];
  return [one, { id: 'descriptionTooLong', question: TOO_LONG, answer: null, text }];
}

function answered(id: string, question: string, [answer, text]: Told): Answered {
  return { id, question, answer, text };
}

function refused({ word }: Attempt): Told | null {
  return word === 'OK' ? null : [null, `The service refused to write it, with the word ${word}.`];
}

export function tellOmitted(before: string, attempt: Attempt): Told {
  const no = refused(attempt);
  if (no !== null) return no;
  if (attempt.text === before) return ['keep', 'The description stayed as it was.'];
  return attempt.text === '' ? ['clear', 'The description was empty afterwards.'] : other(attempt);
}

export function tellEmpty(before: string, attempt: Attempt): Told {
  const no = refused(attempt);
  if (no !== null) return no;
  if (attempt.text === '') return [true, 'The description was empty afterwards.'];
  return attempt.text === before ? [false, 'The description stayed as it was.'] : other(attempt);
}

export function tellBreaks(attempt: Attempt): Told {
  const no = refused(attempt);
  if (no !== null) return no;
  const [first, second] = LINES;
  const between = attempt.text.startsWith(first) && attempt.text.endsWith(second);
  const middle = between ? attempt.text.slice(first.length, -second.length) : null;
  if (middle !== null && /^(?:\r\n|\n|\r)$/.test(middle)) return ['raw', 'It came back as a line break.'];
  if (middle === ' ') return ['blank', 'It came back as a blank.'];
  return other(attempt);
}

export function tellCharacters(attempt: Attempt): Told {
  const no = refused(attempt);
  if (no !== null) return no;
  if (attempt.text === ODD) return [true, 'All of them came back as they were written.'];
  const lost = [...new Set(ODD)].filter((one) => !attempt.text.includes(one));
  if (lost.length === 0) return [false, 'All of them came back, and something more.'];
  return [false, `These did not come back: ${lost.join(' ')}`];
}

/** Letters without a blank, so that nothing is taken away at the end of one that was cut. */
function lettersOf(length: number): string {
  return 'adsyncprobe'.repeat(Math.ceil(length / 11)).slice(0, length);
}

/** Narrows down how long a description may be. */
export async function tellLength(attempt: Try): Promise<{ readonly length: Told; readonly tooLong: Told }> {
  const first = await attempt(lettersOf(LONGEST));
  if (first.word === 'OK') return kept(first);
  let fits = 0;
  let fails = LONGEST;
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    const { word, text } = await attempt(lettersOf(middle));
    if (word === 'OK' && text !== lettersOf(middle)) return unclear(`One of ${middle} letters came back changed.`);
    if (word === 'OK') fits = middle;
    else fails = middle;
  }
  if (fits === 0) return unclear(`Each one was refused, the last time with the word ${first.word}.`);
  return {
    length: [fits, `One of ${fits} letters was taken, and one of ${fails} was refused.`],
    tooLong: ['refuse', `The word for it was ${first.word}.`],
  };
}

function kept({ text }: Attempt): { readonly length: Told; readonly tooLong: Told } {
  const whole = lettersOf(LONGEST);
  if (text === whole)
    return unclear(`One of ${LONGEST} letters was kept as it is, so the limit is higher, if there is one.`);
  if (text === '' || !whole.startsWith(text)) return unclear('Something else came back.');
  return {
    length: [text.length, `Of ${LONGEST} letters, the first ${text.length} were kept.`],
    tooLong: ['cut', 'What was too much was dropped without a word.'],
  };
}

function unclear(text: string): { readonly length: Told; readonly tooLong: Told } {
  return { length: [null, text], tooLong: [null, text] };
}

function other({ text }: Attempt): Told {
  return [null, `Something else came back, ${counted(text.length, 'character')} long.`];
}
