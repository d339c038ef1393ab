/** One answer of a service as it came. */
export interface RawAnswer {
  /** What was asked for, in a few words that do not change: the detectors go by it. */
  readonly purpose: string;
  /** The call as its protocol names it: `getUser_v3`, `GET /users`. */
  readonly call: string;
  /** What was sent along, without secrets. */
  readonly sent: Readonly<Record<string, string>>;
  /** When it came, by our clock: ISO 8601, UTC. */
  readonly at: string;
  /** HTTP status; 0 = no answer came. */
  readonly status: number;
  /** Headers that say something about the form of the answer, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** `utf-8` where the bytes are valid UTF-8; else each byte stands for one character. */
  readonly encoding: 'utf-8' | 'bytes';
  readonly body: string;
}

/** What the answers say to one open question about a service. */
export interface Answered {
  /** Stable. Where the stand-in has a switch for it, the name of the switch. */
  readonly id: string;
  readonly question: string;
  /** null = it cannot be told by what was done. */
  readonly answer: string | number | boolean | null;
  /** What was seen, or why it cannot be told. It names nobody. */
  readonly text: string;
}

/** What was recorded of one account. */
export interface Observation {
  /** With tokens in the place of everything about people, groups and numbers. */
  readonly answers: readonly RawAnswer[];
  readonly questions: readonly Answered[];
  /** What the settings of the account can take over as it is; null where it takes nothing. */
  readonly profile: Readonly<Record<string, string | boolean>> | null;
}

/** An answer of a detector: what to say, and why. */
export type Told = readonly [answer: Answered['answer'], text: string];

/** A question that reading can answer. */
export interface Question<Seen> {
  readonly id: string;
  readonly question: string;
  readonly tell: (seen: Seen) => Told;
}

/** A question that no reading answers. */
export interface Unread {
  /** Where the stand-in has a switch for it, the name of the switch. */
  readonly id: string;
  readonly question: string;
  /** The rest of a sentence. */
  readonly why: string;
}

/** One answer for each open question; those that reading cannot answer say why. PURE */
export function answersFrom<Seen>(
  seen: Seen,
  questions: readonly Question<Seen>[],
  unread: readonly Unread[],
): readonly Answered[] {
  const read = questions.map(({ id, question, tell }): Answered => {
    const [answer, text] = tell(seen);
    return { id, question, answer, text };
  });
  const open = unread.map(
    ({ id, question, why }): Answered => ({ id, question, answer: null, text: `It cannot be told by reading: ${why}` }),
  );
  return [...read, ...open];
}
