import type { PersonState } from '../core/people.ts';
import type { Value } from '../plan/model.ts';

/** A file of cases: what a sync.yaml must do, and what it must never do. */
export interface CaseFile {
  /** As the user named it. */
  readonly file: string;
  readonly cases: readonly Case[];
  readonly never: readonly NeverRule[];
  /** The snapshot of the file as a whole, as it is written there; null = none. */
  readonly snapshot: Placed<string> | null;
}

/** Something with its line in the file of cases, 1-based. */
export interface Placed<What> {
  readonly value: What;
  readonly line: number;
}

export interface Case {
  readonly name: string;
  readonly line: number;
  readonly world: World;
  readonly expect: readonly Expected[];
}

/** Who is there: people and groups that the case gives, or a snapshot, as it is named in the file. */
export type World =
  | { readonly kind: 'given'; readonly given: Given }
  | { readonly kind: 'snapshot'; readonly snapshot: Placed<string> };

export interface Given {
  readonly people: readonly GivenPerson[];
  readonly groups: readonly GivenGroup[];
}

export interface GivenPerson {
  readonly name: string;
  readonly mail: string | null;
  readonly upn: string | null;
  /** null = one is made of the name. */
  readonly id: string | null;
  readonly state: PersonState;
  readonly attributes: Readonly<Record<string, string>>;
  readonly line: number;
}

export interface GivenGroup {
  readonly name: string;
  readonly dn: string | null;
  readonly id: string | null;
  /** References to people, then to groups. */
  readonly members: readonly Placed<string>[];
  readonly groups: readonly Placed<string>[];
  /** Whether it is meant that no mapping leads to it. */
  readonly unmapped: boolean;
  readonly line: number;
}

/** Values by field, as a case expects them. */
export type Wanted = Readonly<Record<string, Value>>;

export type Expected =
  | {
      readonly kind: 'placement';
      /** mail, upn, id or name of a person. */
      readonly person: string;
      /** The section of the file. */
      readonly target: string;
      /** What the user is to be; null = there must be none. */
      readonly wanted: Wanted | null;
      readonly line: number;
    }
  | {
      readonly kind: 'changes';
      readonly counts: Readonly<Record<string, number>>;
      readonly line: number;
    }
  | {
      readonly kind: 'notice';
      readonly code: string;
      /** Whom it must be about; null = anybody. */
      readonly person: string | null;
      readonly line: number;
    };

/** Something that must be nobody's lot. */
export interface NeverRule {
  readonly because: string;
  readonly target: string;
  /** Names of directory groups; null = all people. */
  readonly inside: string | null;
  readonly outside: string | null;
  /** A pattern with `*`; null = all addresses. */
  readonly mail: string | null;
  readonly becomes: Wanted;
  readonly line: number;
}

/** How a case or a rule ended. */
export interface Verdict {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** What is not as it must be, in sentences with their lines; empty = all is well. */
  readonly faults: readonly Fault[];
}

export interface Fault {
  readonly line: number;
  readonly text: string;
}
