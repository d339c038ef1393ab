import { Failure } from '../core/failure.ts';

/** A stand-in could not listen where it was told to. */
export function portTaken(port: number, option: string, cause: unknown): Failure {
  const advice = `Another program may be using it: choose another ${option}, or leave it out for any free one.`;
  return new Failure('SANDBOX_PORT', `Cannot listen on port ${port}.`, advice, { cause });
}
