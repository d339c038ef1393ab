import { withoutControls } from '../../../core/text.ts';
import { isKey } from '../planner/keys.ts';

/** An answer that cannot be understood: cut off, or not from this service. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** The value under a name; undefined where there is none, or the whole is no object. */
export function field(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;
  const value: unknown = Reflect.get(body, name);
  return value === null ? undefined : value;
}

/** A text; undefined where there is none. @throws ProtocolError when it is something else */
export function textField(body: unknown, name: string): string | undefined {
  const value = field(body, name);
  if (value === undefined || typeof value === 'string') return value;
  throw new ProtocolError(`${name} is no text`);
}

/** @throws ProtocolError when it is something else */
export function flagField(body: unknown, name: string): boolean | undefined {
  const value = field(body, name);
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ProtocolError(`${name} is neither true nor false`);
}

/** A whole number that is not below 0. @throws ProtocolError when it is something else */
export function countField(body: unknown, name: string): number | undefined {
  const value = field(body, name);
  if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)) return value;
  throw new ProtocolError(`${name} is no count`);
}

/** A list; undefined where there is none. @throws ProtocolError when it is something else */
export function listField(body: unknown, name: string): readonly unknown[] | undefined {
  const value = field(body, name);
  if (value === undefined || Array.isArray(value)) return value as readonly unknown[] | undefined;
  throw new ProtocolError(`${name} is no list`);
}

/** @throws ProtocolError when one of them is no text */
export function textsField(body: unknown, name: string): readonly string[] | undefined {
  return listField(body, name)?.map((one) => {
    if (typeof one === 'string') return one;
    throw new ProtocolError(`${name} holds something that is no text`);
  });
}

/** A key as text: the service sends them as texts, and as bare numbers of any length. @throws ProtocolError */
export function keyOf(value: unknown, what: string): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? String(value) : value;
  if (typeof text === 'string' && isKey(text)) return text;
  throw new ProtocolError(`${what} is no key`);
}

export function keyField(body: unknown, name: string): string | undefined {
  const value = field(body, name);
  return value === undefined || value === '' ? undefined : keyOf(value, name);
}

/** @throws ProtocolError when one of them is no key */
export function keysField(body: unknown, name: string): readonly string[] | undefined {
  return listField(body, name)?.map((one) => keyOf(one, name));
}

/** A text of the service as it stands in a message: on one line, and not longer than a line. */
export function quoted(text: string): string {
  const line = withoutControls(text).trim();
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}
