/** A command line: the program by its name, and its arguments. No shell is between. */
export type CommandLine = readonly [string, ...string[]];

/** One thing that is done to install, remove, start or stop a service. Steps are data, so that they can be shown instead. */
export type Step =
  /** Ends it all where the manager of services does not answer. */
  | { readonly do: 'ask-manager'; readonly command: CommandLine }
  /** Ends it all where a file is there that adsync has not written; or where it is not there, and should be. */
  | { readonly do: 'look-at-file'; readonly path: string; readonly mayMiss: boolean }
  /** The same for what only a command can show. A command that fails shows that there is nothing. */
  | { readonly do: 'look-at-answer'; readonly command: CommandLine; readonly what: string; readonly mayMiss: boolean }
  /** @property mode permission bits, before the umask; where rights are lists they have no meaning */
  | { readonly do: 'make-folder'; readonly path: string; readonly mode: number }
  | { readonly do: 'write'; readonly path: string; readonly text: string; readonly encoding: 'utf8' | 'utf16le' }
  | { readonly do: 'remove'; readonly path: string }
  /** @property mayFail whether the next step follows whatever becomes of this one */
  | { readonly do: 'run'; readonly command: CommandLine; readonly mayFail?: true }
  /** Shows what the command prints; how it ends is the answer of the whole. */
  | { readonly do: 'show'; readonly command: CommandLine };

export type Verb = 'install' | 'uninstall' | 'start' | 'stop' | 'status';
