import type { Position } from '../wizard/mappings.ts';
import type { GotoWishes, RescueWishes } from '../wizard/new-mapping.ts';
import type { Options } from './command.ts';

/** @returns null where nothing was said */
export function positionOf(options: Options): Position | null {
  if (options['first'] === true) return { kind: 'first' };
  if (options['last'] === true) return { kind: 'last' };
  if (typeof options['before'] === 'string') return { kind: 'before', which: options['before'] };
  if (typeof options['after'] === 'string') return { kind: 'after', which: options['after'] };
  return null;
}

export function rescueWishes(options: Options): RescueWishes {
  return {
    rescueGroup: text(options['rescueGroup']),
    fullGroup: options['fullGroup'] === false ? false : null,
    subgroups: text(options['subgroups']),
    disableLimit: text(options['disableLimit']),
    mobileLicense: options['mobileLicense'] === true ? true : null,
    ssoId: text(options['ssoId']),
    attributes: list(options['attributes']),
  };
}

export function gotoWishes(options: Options): GotoWishes {
  return {
    note: text(options['note']),
    products: list(options['products']),
    role: text(options['role']),
    permissions: list(options['permission']),
    manages: list(options['manages']),
    customRole: text(options['customRole']),
    userGroup: text(options['userGroup']),
    language: text(options['language']),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function list(value: unknown): string[] | null {
  return Array.isArray(value) ? value.map(String) : null;
}
