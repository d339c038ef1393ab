import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BerReader, BerWriter, SearchEntry } from 'ldapts';
import type { RawEntry } from '../../../src/directory/ad/entry.ts';
import { LeanEntry } from '../../../src/directory/ldap/lean-entry.ts';
import { Paging } from '../../../src/directory/ldap/paging.ts';
import { runs } from '../../runs.ts';

interface Written {
  readonly dn: string;
  readonly attributes: readonly (readonly [string, readonly Uint8Array[]])[];
}

/** What stands in the message behind the head of a search entry. */
function berOf({ dn, attributes }: Written): Buffer {
  const writer = new BerWriter();
  writer.writeString(dn);
  writer.startSequence();
  for (const [name, values] of attributes) {
    writer.startSequence();
    writer.writeString(name);
    writer.startSequence(0x31);
    for (const value of values) writer.writeBuffer(Buffer.from(value), 0x04);
    writer.endSequence();
    writer.endSequence();
  }
  writer.endSequence();
  return writer.buffer;
}

function lean(bytes: Buffer): RawEntry {
  const taken: RawEntry[] = [];
  new LeanEntry(1, (entry) => taken.push(entry)).parseMessage(new BerReader(bytes));
  const [entry] = taken;
  if (entry === undefined) throw new Error('no entry was handed on');
  return entry;
}

const value = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => new TextEncoder().encode(text)),
  fc
    .constantFrom('', '\ufeffann@corp.example', '\ufffd', 'x'.repeat(300))
    .map((text) => new TextEncoder().encode(text)),
);
const names = ['objectGUID', 'objectSid', 'mail', 'displayName', 'member;range=0-1', 'CN'];
const written: fc.Arbitrary<Written> = fc.record({
  dn: fc.constantFrom('', 'CN=Ann,DC=corp', 'CN=Zoë,DC=corp'),
  attributes: fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.array(value, { maxLength: 4 })), {
    selector: ([name]) => name,
  }),
});

describe('a lean entry', () => {
  test('holds what ldapts reads of the same bytes', () => {
    fc.assert(
      fc.property(written, (entry) => {
        const bytes = berOf(entry);
        const raw = lean(bytes);
        const theirs = new SearchEntry({ messageId: 1 });
        theirs.parseMessage(new BerReader(bytes));

        expect(raw.dn).toBe(theirs.name);
        const filled = theirs.attributes.filter(({ parsedBuffers }) => parsedBuffers.length > 0);
        expect([...raw.attributes].map(([name, values]) => [name, values.map((one) => Buffer.from(one))])).toEqual(
          filled.map(({ type, parsedBuffers }) => [type.toLowerCase(), parsedBuffers]),
        );
      }),
      runs(2000),
    );
  });

  test('cut off anywhere is an error, and never a shorter entry', () => {
    const bytes = berOf({ dn: 'CN=G', attributes: [['member', [Buffer.from('CN=Ann'), Buffer.from('CN=Bo')]]] });

    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => lean(bytes.subarray(0, length))).toThrow();
    }
  });

  test('is demanded of every entry of an answer', () => {
    const paging = new Paging(1000, ({ dn }) => dn);
    paging.beginPage();
    paging.take({ dn: 'CN=Ann', attributes: new Map() });
    paging.endPage(1, Buffer.from('next'));

    expect(paging.page).toEqual({ items: ['CN=Ann'], isNew: true });
    expect(paging.cookie.toString()).toBe('next');
    expect(() => {
      paging.endPage(2, Buffer.alloc(0));
    }).toThrow('was not read as a lean one');
  });
});
