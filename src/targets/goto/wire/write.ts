import type { Refusal, Result } from './calls.ts';
import { type CallFacts, NO_FACTS } from './classify.ts';
import { type Call, type Connection, persist } from './persist.ts';
import { refusalOf, troubleRefusal } from './refusal.ts';

/** A call that changes something. It is brought to its end, whatever becomes of the run. */
export interface Write<Value> extends Omit<Call<Value>, 'signal'> {
  readonly facts?: CallFacts;
}

/** @throws Failure when the service cannot be used at all */
export async function write<Value>(
  connection: Connection,
  { facts = NO_FACTS, ...call }: Write<Value>,
): Promise<Result<Value>> {
  const end = await persist(connection, { ...call, signal: null });
  switch (end.kind) {
    case 'value':
      return { ok: true, value: end.value };
    case 'refused':
      return refusal(refusalOf(end.said, facts), end.maybe);
    case 'withheld':
      return refusal(end.refusal, end.maybe);
    case 'gaveUp':
      return refusal(troubleRefusal(end.trouble, end.attempts, facts), end.maybe);
  }
}

/** A call that was not carried out, or (`maybe`) perhaps was. */
export function refusal(
  why: Refusal,
  maybe = false,
): { readonly ok: false; readonly maybe: boolean; readonly refusal: Refusal } {
  return { ok: false, maybe, refusal: why };
}
