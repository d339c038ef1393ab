import { groupBy } from '../../core/collections.ts';
import { type AskedAttribute, furtherAttributes } from '../ad/attributes.ts';
import { ATTRIBUTES, type RawEntry } from '../ad/entry.ts';
import { textOf } from './domain.ts';
import { attributesCalled } from './filters.ts';
import { isOutOfSight } from './place.ts';
import type { Root } from './root.ts';
import type { Session } from './session.ts';

/** Bits of systemFlags ([MS-ADTS] 2.2.10): each server has a value of its own; the value is made up when it is asked for. */
const NOT_REPLICATED = 1;
const CONSTRUCTED = 4;

/** Syntaxes of values that hold a DN. Such a value changes when the object that it names is renamed, moved or deleted. */
const HOLDS_A_DN: ReadonlySet<string> = new Set(['2.5.5.1', '2.5.5.7', '2.5.5.14']);

/**
 * Those of the asked attributes whose value may change although the server notes no change of the object that shows it.
 * One that the schema does not show is among them.
 */
export async function unstableAttributes(
  session: Session,
  { schema }: Root,
  asked: readonly AskedAttribute[],
): Promise<string[]> {
  const names = furtherAttributes(asked, ATTRIBUTES);
  if (names.length === 0) return [];
  const entries = schema === '' ? [] : await definitionsOf(session, schema, names);
  const definitions = groupBy(entries, (entry) => textOf(entry, 'ldapdisplayname').toLowerCase());
  return names.filter((name) => {
    const own = definitions.get(name.toLowerCase()) ?? [];
    return own.length === 0 || !own.every(isStable);
  });
}

function isStable(definition: RawEntry): boolean {
  const syntax = textOf(definition, 'attributesyntax');
  const flags = Number(textOf(definition, 'systemflags') || '0');
  if (syntax === '' || HOLDS_A_DN.has(syntax) || textOf(definition, 'linkid') !== '') return false;
  return Number.isInteger(flags) && (flags & (NOT_REPLICATED | CONSTRUCTED)) === 0;
}

async function definitionsOf(session: Session, base: string, names: readonly string[]): Promise<RawEntry[]> {
  const attributes = ['lDAPDisplayName', 'systemFlags', 'linkID', 'attributeSyntax'];
  try {
    return await session.search({ base, scope: 'sub', filter: attributesCalled(names), attributes });
  } catch (error) {
    if (isOutOfSight(error)) return [];
    throw error;
  }
}
