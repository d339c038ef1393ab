import type { Reporter } from '../run/reporter.ts';
import type { Context } from './context.ts';
import { newProgress, writeLine } from './progress.ts';

/** Tells on stderr what goes on. */
export function newReporter(context: Context): Reporter {
  const progress = newProgress(context);
  return {
    progress(text) {
      if (text === null) progress.clear();
      else progress.show(text);
    },
    detail: (text) => {
      progress.log(text);
    },
    say(text) {
      progress.clear();
      writeLine(context, text);
    },
  };
}
