import type { DirectoryGroupId, Person, PersonId, Whereabouts } from '../../core/people.ts';
import type { Plan } from '../model.ts';
import type { Explained, KnownUser, Step } from './chain.ts';

/** A user of one of the accounts. */
export interface UserOf {
  /** The account, as `rescue:560961`. */
  readonly target: string;
  readonly user: KnownUser;
}

/** Somebody who can be asked for: a person with the users that are theirs, or users of whom no person is known. */
export interface Candidate {
  /** Of a person, whether they were read or not; null where no link names one. */
  readonly id: PersonId | null;
  /** null where the directory was not asked, or did not say more than that there is somebody. */
  readonly person: Person | null;
  readonly users: readonly UserOf[];
}

/** A directory group that holds somebody directly, among those that were read. */
export interface HoldingGroup {
  readonly id: DirectoryGroupId;
  readonly name: string;
  readonly label: string;
}

/** The person that an explanation is about, as far as the directory says. */
export interface PersonFacts {
  readonly id: PersonId;
  readonly person: Person | null;
  /** What the directory says of them. `gone`, `unsure`: see {@link Whereabouts}. */
  readonly state: Whereabouts;
  /** Whether they were read in a mapped directory group. */
  readonly isMapped: boolean;
  readonly groups: readonly HoldingGroup[];
}

/** What is told of somebody in one account. */
export interface ExplainedIn extends Explained {
  /** The account, as `rescue:560961`. */
  readonly target: string;
}

/** The answer to a question about somebody. */
export type Explanation = {
  /** What was asked for. */
  readonly asked: string;
  /** The plan that is explained. */
  readonly plan: Plan;
} & (
  | {
      readonly kind: 'explained';
      /** null for a user of whom no person is known. */
      readonly person: PersonFacts | null;
      readonly directory: readonly Step[];
      readonly targets: readonly ExplainedIn[];
    }
  | { readonly kind: 'several'; readonly found: readonly Candidate[] }
  | {
      readonly kind: 'nobody';
      /** Where was looked, in whole sentences. */
      readonly looked: readonly string[];
      /** Names and addresses that resemble what was asked for. */
      readonly similar: readonly string[];
    }
);
