import fc from 'fast-check';

/** Control, bidi and zero-width characters, separators and lone surrogates: said here again, character by character. */
export const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\ue000-\uf8ff\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const PARTS = [
  '\u001b[2J',
  '\u001b]8;;http://x\u0007',
  '\u009b31m',
  '\r\n',
  '\t',
  '\u0000',
  '\u0001',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u061c',
  '\u200b',
  '\u200d',
  '\ufeff',
  '\u2028',
  '\ud800',
  '\udc00',
  '\ufffe',
  '=1+1',
  '=HYPERLINK("http://x")',
  '@SUM(A1)',
  '+1',
  '-1',
  '_x0041_',
  '<b>&amp;</b>',
  '山田 太郎',
  'נועה',
  '👩‍🔧',
  'e\u0301',
  '__proto__',
  'toString',
  ' ',
  '     ',
  '\u2800',
  '\ue001',
];

/** Any character. As `fc.string({ unit: 'binary' })`, which takes a second to list the million characters there are. */
const anyCharacter = fc.nat(0x10ffff - 0x800).map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));

/** Texts made of whatever has ever broken an output, mixed with any other characters. */
export function hostileText(): fc.Arbitrary<string> {
  const any = fc.array(anyCharacter, { maxLength: 12 }).map((characters) => characters.join(''));
  return fc
    .array(fc.oneof(fc.constantFrom(...PARTS), any), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''));
}
