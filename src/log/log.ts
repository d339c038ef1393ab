import { cleanLine } from './clean.ts';
import { type About, type Entry, isWritten, type Level, levelOf, type LineKind } from './lines.ts';
import { type LogForm, printLine } from './print.ts';

/** Takes what happens, line by line. It never throws. */
export interface Log {
  write<Kind extends LineKind>(entry: Entry<Kind>): void;
  /** The same log; every line says besides what it is about. */
  about(about: About): Log;
  /** Whether lines of a level are written: spares the work for those that are not. */
  isOn(level: Level): boolean;
}

export interface LogOptions {
  readonly form: LogForm;
  /** The least important lines that are written. */
  readonly level: Level;
  readonly now: () => Date;
  /** Blots secrets out of a text. */
  readonly mask: (text: string) => string;
  /** Each takes finished lines. */
  readonly sinks: readonly ((line: string) => void)[];
}

export function newLog(options: LogOptions, given: About = {}): Log {
  const { form, level: most, now, mask, sinks } = options;
  return {
    write(entry) {
      if (!isWritten(levelOf(entry), most)) return;
      // Masked once more as a whole: two harmless texts side by side could make a secret.
      const line = printLine(cleanLine({ ...given, ...entry }, now(), mask), form);
      for (const sink of sinks) sink(form === 'text' ? mask(line) : line);
    },
    about: (about) => newLog(options, { ...given, ...about }),
    isOn: (level) => isWritten(level, most),
  };
}
