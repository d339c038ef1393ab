import { Ber, type BerReader } from 'ldapts';
import { normalDn } from '../../../src/directory/ad/dn.ts';
import { foldCase } from '../../../src/directory/names.ts';
import { guidToBytes } from '../../../src/directory/ad/ids.ts';
import type { FakeEntry } from './fake-dc.ts';

/** A search filter as it came over the wire. */
export type Condition =
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'absent'; readonly attribute: string }
  | { readonly kind: 'equal'; readonly attribute: string; readonly value: Buffer }
  | { readonly kind: 'atLeast'; readonly attribute: string; readonly value: bigint }
  | { readonly kind: 'substring'; readonly attribute: string; readonly pieces: readonly string[] }
  | { readonly kind: 'present'; readonly attribute: string };

export function readFilter(reader: BerReader): Condition {
  const tag = reader.peek();
  if (tag === 0x87) return { kind: 'present', attribute: reader.readString(0x87) ?? '' };
  reader.readSequence();
  const end = reader.offset + reader.length;
  if (tag === 0xa0 || tag === 0xa1) {
    const parts: Condition[] = [];
    while (reader.offset < end) parts.push(readFilter(reader));
    return { kind: tag === 0xa0 ? 'and' : 'or', parts };
  }
  if (tag === 0xa2) {
    const inner = readFilter(reader);
    if (inner.kind !== 'present') throw new Error('only presence is negated here');
    return { kind: 'absent', attribute: inner.attribute };
  }
  const attribute = reader.readString() ?? '';
  if (tag === 0xa3) {
    return { kind: 'equal', attribute, value: reader.readString(Ber.OctetString, true) ?? Buffer.alloc(0) };
  }
  if (tag === 0xa5) return { kind: 'atLeast', attribute, value: BigInt(reader.readString() ?? '') };
  if (tag !== 0xa4) throw new Error(`filter ${tag ?? 0} is not known here`);
  const pieces: string[] = [];
  reader.readSequence();
  while (reader.offset < end) pieces.push(reader.readString(reader.peek() ?? 0) ?? '');
  return { kind: 'substring', attribute, pieces };
}

/** Compiles a filter, so that hundreds of alternatives over thousands of entries stay quick. */
export function compile(condition: Condition): (entry: FakeEntry) => boolean {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map(compile);
      return (entry) => parts.every((part) => part(entry));
    }
    case 'or': {
      const wanted = new Map<string, Set<string>>();
      const others: ((entry: FakeEntry) => boolean)[] = [];
      for (const part of condition.parts) {
        if (part.kind !== 'equal') others.push(compile(part));
        else
          wanted.set(part.attribute, (wanted.get(part.attribute) ?? new Set()).add(form(part.attribute, part.value)));
      }
      return (entry) =>
        others.some((part) => part(entry)) ||
        [...wanted].some(([attribute, forms]) => formsOf(entry, attribute).some((value) => forms.has(value)));
    }
    case 'equal':
      return (entry) => formsOf(entry, condition.attribute).includes(form(condition.attribute, condition.value));
    case 'atLeast':
      return (entry) =>
        valuesOf(entry, condition.attribute).some((value) => BigInt(value.toString()) >= condition.value);
    case 'present':
      return (entry) => formsOf(entry, condition.attribute).length > 0;
    case 'absent':
      return (entry) => !isWithheld(entry, condition.attribute) && formsOf(entry, condition.attribute).length === 0;
    case 'substring':
      return (entry) =>
        formsOf(entry, condition.attribute).some((value) =>
          condition.pieces.every((piece) => value.includes(fold(piece))),
        );
  }
}

/** Entries are asked for the same again and again. */
const known = new WeakMap<FakeEntry, Map<string, readonly string[]>>();

function formsOf(entry: FakeEntry, attribute: string): readonly string[] {
  const forms = known.get(entry) ?? new Map<string, readonly string[]>();
  known.set(entry, forms);
  const own = forms.get(attribute) ?? valuesOf(entry, attribute).map((value) => form(attribute, value));
  forms.set(attribute, own);
  return own;
}

function form(attribute: string, value: Buffer): string {
  if (/^objectguid$/i.test(attribute)) return value.toString('hex');
  if (/^distinguishedname$/i.test(attribute)) return normalDn(value.toString()) ?? '';
  return fold(value.toString());
}

/** Accents do not count, as is reported of Microsoft's servers. */
function fold(text: string): string {
  return foldCase(text.normalize('NFD').replace(/\p{M}/gu, ''));
}

function isWithheld({ withheld }: FakeEntry, attribute: string): boolean {
  return withheld?.some((name) => foldCase(name) === foldCase(attribute)) === true;
}

function valuesOf(entry: FakeEntry, attribute: string): Buffer[] {
  if (isWithheld(entry, attribute)) return [];
  if (/^objectguid$/i.test(attribute)) return [guidToBytes(entry.guid)];
  if (/^distinguishedname$/i.test(attribute)) return [Buffer.from(entry.dn)];
  if (/^objectcategory$/i.test(attribute))
    return (entry.attributes['objectClass'] ?? []).map((value) => Buffer.from(value));
  return (entry.attributes[attribute] ?? []).map((value) => Buffer.from(value));
}
