import { append } from '../../../core/collections.ts';
import { Failure } from '../../../core/failure.ts';
import type { Answered } from '../../../core/observation.ts';
import type { Probed, ProbedUser, Probing } from '../../../core/probing.ts';
import type { RescueSettings } from '../settings.ts';
import type { Client } from '../wire/call.ts';
import { newClient } from '../wire/client.ts';
import type { RescueWorld } from '../wire/outside-world.ts';
import { readAccount, readAccountId } from '../wire/read-account.ts';
import { readUser, type UserRecord } from '../wire/user-record.ts';
import { unfitForProbe, usersNamed } from './fitness.ts';
import { type Left, putBack } from './put-back.ts';
import { open, STEPS, type Try } from './steps.ts';
import { writeDescription } from './write-description.ts';

const STOPPED = 'It was not told: the work was stopped.';
const NOBODY_AGREED = 'It was not tried: nobody agreed to it.';

/**
 * Tries step by step, on the description of one user, what no reading tells. After each step the user is put back, and read
 * again to prove it. No other field gets another value.
 *
 * @throws Failure PROBE_USER_UNFIT, and when the account cannot be read
 */
export async function probeRescue(
  base: string,
  settings: RescueSettings,
  world: RescueWorld,
  probing: Probing,
): Promise<Probed> {
  // The end of the run must not keep what was written from being put back, so it does not end these calls.
  const client = newClient(base, settings, { ...world, signal: new AbortController().signal });
  try {
    const account = await readAccountId(client, world.signal);
    await probing.lock(account);
    const user = await chosenUser(client, settings, world.signal, probing.user);
    const shown: ProbedUser = { ...pick(user), account };
    if (!(await probing.confirm(shown)))
      return { answers: STEPS.flatMap((step) => open(step, NOBODY_AGREED)), harm: null };
    return await allSteps(client, user, shown, probing);
  } finally {
    await client.close();
  }
}

function pick({ id, name, email, description }: UserRecord): Omit<ProbedUser, 'account'> {
  return { node: id, name, email, description };
}

/** @throws Failure PROBE_USER_UNFIT */
async function chosenUser(
  client: Client,
  settings: RescueSettings,
  signal: AbortSignal,
  given: string,
): Promise<UserRecord> {
  const reading = await readAccount(client, settings.url, signal, false);
  const named = usersNamed(given, reading);
  const [only] = named;
  if (only === undefined) throw unfit('No user of the account that can be read has this number or address.');
  if (named.length > 1) throw unfit('Several users have this address. Name one by its number.');
  const user = await readUser(client, only.id, signal);
  if (user === null) throw unfit('The user has just gone.');
  const why = unfitForProbe(user, reading, settings.protect);
  if (why !== null) throw unfit(why);
  return user;
}

function unfit(why: string): Failure {
  return new Failure(
    'PROBE_USER_UNFIT',
    `Nothing is tried on this user, and nothing was changed. ${why}`,
    'Name a disabled technician that nobody needs, with a short plain description such as "Probe" and no mark of adsync.',
  );
}

async function allSteps(client: Client, user: UserRecord, shown: ProbedUser, probing: Probing): Promise<Probed> {
  const answers: Answered[] = [];
  let ended: string | null = null;
  for (const step of STEPS) {
    if (probing.stop.aborted) ended ??= STOPPED;
    if (ended !== null || !(await probing.agree(step))) {
      append(answers, open(step, ended ?? NOBODY_AGREED));
      continue;
    }
    const left: Left = { texts: new Set([user.description]), isKnown: true };
    const made = await step.run(trying(client, { user, shown, left, probing }), user.description).catch(caught);
    const harm = await putBack(client, user, left);
    if (harm === null) await probing.restored();
    if (made instanceof Error && !(made instanceof Failure) && !probing.stop.aborted) throw made;
    if (made instanceof Error) ended = made instanceof Failure ? `${made.code}: ${made.message}` : STOPPED;
    append(answers, made instanceof Error ? open(step, ended ?? STOPPED) : made);
    if (harm !== null) return { answers, harm };
  }
  return { answers, harm: null };
}

/** Everything that was thrown, for the user is put back first. */
function caught(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

interface Trying {
  readonly user: UserRecord;
  readonly shown: ProbedUser;
  readonly left: Left;
  readonly probing: Probing;
}

/** One write after the other, each on what was read last. @throws Failure; the reason of the stop */
function trying(client: Client, { user, shown, left, probing }: Trying): Try {
  let last = user;
  return async (text) => {
    await probing.beforeWrite(shown);
    const live = await readUser(client, user.id, null);
    if (live === null || JSON.stringify(live) !== JSON.stringify(last))
      throw unfit('Somebody has changed the user meanwhile.');
    probing.stop.throwIfAborted();
    left.isKnown = false;
    const word = await writeDescription(client, live, text);
    const after = await readUser(client, user.id, null);
    if (after === null) throw unfit('The user has gone meanwhile.');
    left.texts.add(after.description);
    left.isKnown = true;
    last = after;
    return { word, text: after.description };
  };
}
