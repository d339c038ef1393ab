import type { PersonId, Whereabouts } from '../../core/people.ts';
import { Failure } from '../../core/failure.ts';
import type { Directory } from '../directory.ts';
import { refersTo } from '../ad/group-ref.ts';
import type { SavedReading } from './saved-reading.ts';
import { serve } from './serve.ts';

/** A directory as it was when a snapshot was taken. The moment against which expiry dates are held is that of the snapshot. */
export function openSavedReading(saved: SavedReading): Directory {
  return {
    read: (wanted, { attributes = [] }) => Promise.resolve(serve(saved, wanted, attributes)),
    whereabouts: (ids) => Promise.resolve(new Map(ids.map((id) => [id, whereaboutsOf(saved, id)]))),
    // It holds nobody outside the groups that were asked for.
    findPeople: () => Promise.resolve(null),
    search: () =>
      Promise.reject(
        new Failure(
          'SNAPSHOT_NO_SEARCH',
          'A snapshot holds only the groups that were asked for when it was taken, so there is nothing to search in.',
          'Search in the directory itself.',
        ),
      ),
    refersTo,
  };
}

/** Of people who were not asked for when the snapshot was taken, nobody knows. */
function whereaboutsOf({ people, outside }: SavedReading, id: PersonId): Whereabouts {
  return outside.find((one) => one.id === id)?.is ?? people.find((person) => person.id === id)?.state ?? 'unsure';
}
