import { type Cost, forecastOf } from '../../../plan/forecast.ts';
import type { Change, Forecast } from '../../../plan/model.ts';
import { type RescueChange, rescueChanges } from '../planner/change.ts';
import type { RescueSettings } from '../settings.ts';
import { FRESH } from './fresh.ts';

/**
 * How many calls the changes of this folder make when nothing fails, one after the other. Changes side by side share more of their
 * looks, so that they may take a few calls less.
 *
 * @param isSaved whether they leave the mark of a saved plan behind
 */
export function forecast(
  changes: readonly Change[],
  { perSecond }: Pick<RescueSettings['requests'], 'perSecond'>,
  isSaved: boolean,
): Forecast {
  const pace = { perSecond, fresh: FRESH / 1000, look: 1 };
  return forecastOf(rescueChanges(changes), (change) => costOf(change, isSaved), pace);
}

function costOf(change: RescueChange, isSaved: boolean): Cost {
  const { kind, operations, node } = change;
  const creates = operations.includes('create');
  if (kind === 'group') {
    // Created: the groups beside it, the creation, the record, and the name. Changed: read, written, and proved.
    const calls = creates ? (node === null ? 4 : 3) : 3;
    return { calls, shares: false };
  }
  // An empty user that is filled in needs no creation.
  if (creates) return { calls: node === null ? 3 : 2, shares: true };
  return { calls: callsOfChange(change, isSaved), shares: true };
}

/** The record is read before anything is written, and once more after a move. */
function callsOfChange({ role, after, native }: RescueChange, isSaved: boolean): number {
  const moves = after.group !== undefined;
  const writes = Object.keys(after).some((field) => field !== 'group') || native.marker !== null;
  const isWritten = writes || isSaved;
  const endsMaster = role === 'masterAdministrator' && after.status === 'disabled';
  const move = moves ? 1 + (isWritten ? 1 : 0) : 0;
  // Whether another master administrator is left: the tree, and one record.
  return 1 + move + (isWritten ? 1 : 0) + (endsMaster ? 2 : 0);
}
