import { Failure } from '../core/failure.ts';
import { terminalText } from '../render/escape.ts';
import { tryNotify } from '../notify/notifier.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { notifyWorld } from './notify-watcher.ts';
import { readSettings } from './settings.ts';

/**
 * `adsync run --notify-test`: sends one message to everybody whom the files name, and says what became of it.
 *
 * @throws Failure NOTIFY_NOBODY
 */
export async function testNotify(context: Context): Promise<ExitCode> {
  let worst: ExitCode = EXIT.done;
  for (const file of new Set(context.files)) {
    const settings = await readSettings({ ...context, file });
    if (settings === null) return EXIT.failed;
    if (settings.notify === undefined) throw nobody(file);
    for (const { receiver, problem } of await tryNotify(file, settings.notify, notifyWorld(context), context.signal)) {
      const what = problem === null ? 'sent' : `not sent: ${problem}`;
      context.terminal.stdout.write(`${terminalText(`${file}: ${receiver}: ${what}`)}\n`);
      if (problem !== null) worst = EXIT.failed;
    }
  }
  return worst;
}

function nobody(file: string): Failure {
  const message = `${file} names nobody under "notify", so there is nobody to send a test message to.`;
  return new Failure('NOTIFY_NOBODY', message, 'Add webhooks or mail under "notify"; docs/monitoring.md shows how.');
}
