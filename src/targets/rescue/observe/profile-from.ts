import type { Answered } from '../../../core/observation.ts';
import { PROFILE_VALUES } from '../profile.ts';

/** What a profile takes over of the answers: those that were given, in the words of the profile. PURE */
export function profileFrom(questions: readonly Answered[]): Readonly<Record<string, string | boolean>> {
  const known: Readonly<Record<string, readonly (string | boolean)[]>> = PROFILE_VALUES;
  return Object.fromEntries(
    questions.flatMap(({ id, answer }) => {
      if (typeof answer !== 'string' && typeof answer !== 'boolean') return [];
      return (Object.hasOwn(known, id) ? known[id] : undefined)?.includes(answer) === true ? [[id, answer]] : [];
    }),
  );
}
