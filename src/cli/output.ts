/** One of the process's streams, watched for readers that go away and disks that fill up. */
export interface WatchedStream {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): void;
  /** Waits until everything is out, and gives back why it could not be written; null when it could. */
  settled(): Promise<Error | null>;
}

/**
 * A reader that has seen enough (`| head`) is no reason to stop: what is written after that is dropped. Any other
 * fault is kept until the end.
 */
export function watch(stream: NodeJS.WriteStream): WatchedStream {
  let fault: Error | null = null;
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code !== 'EPIPE') fault ??= error;
  });
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : 0;
    },
    write(text) {
      if (!closed) stream.write(text);
    },
    async settled() {
      await new Promise<void>((resolve) => {
        if (closed) resolve();
        else
          stream.write('', () => {
            resolve();
          });
      });
      return fault;
    },
  };
}
