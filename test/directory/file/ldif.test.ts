import { describe, expect, test } from '@jest/globals';
import { LdifError, parseLdif } from '../../../src/directory/file/ldif.ts';

function parse(text: string | Buffer): { dn: string; line: number; attributes: Record<string, string[]> }[] {
  const records = [...parseLdif(Buffer.from(text), () => true)];
  return records.map(({ dn, line, attributes }) => ({
    dn,
    line,
    attributes: Object.fromEntries([...attributes].map(([name, values]) => [name, values.map(String)])),
  }));
}

function errorOf(text: string | Buffer): LdifError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof LdifError) return error;
    throw error;
  }
  throw new Error('no error');
}

const ANNA = { dn: 'CN=Anna,DC=corp', line: 1, attributes: { cn: ['Anna'], mail: ['a@corp', 'b@corp'] } };

describe('an entry is read', () => {
  test.each([
    ['plain', 'dn: CN=Anna,DC=corp\ncn: Anna\nmail: a@corp\nmail: b@corp\n'],
    ['without a last line end', 'dn: CN=Anna,DC=corp\ncn: Anna\nmail: a@corp\nmail: b@corp'],
    ['with CRLF', 'dn: CN=Anna,DC=corp\r\ncn: Anna\r\nmail: a@corp\r\nmail: b@corp\r\n\r\n'],
    ['with a byte order mark', '\ufeffdn: CN=Anna,DC=corp\ncn: Anna\nmail: a@corp\nmail: b@corp\n'],
    ['in base64', 'dn:: Q049QW5uYSxEQz1jb3Jw\ncn:: QW5uYQ==\nmail:a@corp\nmail:   b@corp\n'],
    ['folded', 'dn: CN=An\n na,DC=co\n rp\ncn: Anna\nmail:: YUB\n jb3Jw\nmail: b@corp\n'],
    ['with comments', 'dn: CN=Anna,DC=corp\n# note: folded\n  note\ncn: Anna\nmail: a@corp\n#\nmail: b@corp\n'],
    ['with changetype: add', 'dn: CN=Anna,DC=corp\nchangetype: add\ncn: Anna\nmail: a@corp\nmail: b@corp\n'],
    ['with names in any case', 'DN: CN=Anna,DC=corp\nCN: Anna\nMail: a@corp\nMAIL: b@corp\n'],
  ])('%s', (_, text) => {
    const [record] = parse(text);

    expect({ ...record, attributes: { cn: record?.attributes['cn'], mail: record?.attributes['mail'] } }).toEqual(ANNA);
  });

  test('in UTF-16, as ldifde -u writes it', () => {
    const text = Buffer.from('\ufeffdn: CN=Zoë 🚀,DC=corp\r\ncn: Zoë 🚀\r\n', 'utf16le');

    expect(parse(text)).toEqual([{ dn: 'CN=Zoë 🚀,DC=corp', line: 1, attributes: { cn: ['Zoë 🚀'] } }]);
  });

  test('with the number of its first line, after version, comments and blank lines', () => {
    const records = parse('version: 1\n\n# Anna\ndn: CN=Anna,DC=corp\ncn: Anna\n\n\n\ndn: CN=Bo,DC=corp\ncn: Bo\n');

    expect(records.map(({ dn, line }) => [dn, line])).toEqual([
      ['CN=Anna,DC=corp', 4],
      ['CN=Bo,DC=corp', 9],
    ]);
  });

  test('right below the version line', () => {
    expect(parse('version: 1\ndn: CN=Anna,DC=corp\ncn: Anna\n')).toHaveLength(1);
  });

  test('with bytes that are no text', () => {
    const [record] = [...parseLdif(Buffer.from('dn: CN=a\nobjectGUID:: /////////////////////w==\n'), () => true)];

    expect(record?.attributes.get('objectguid')).toEqual([Buffer.alloc(16, 0xff)]);
  });

  test('with its ranges named', () => {
    expect(parse('dn: CN=a\nmember;range=0-1499: CN=b\n')[0]?.attributes).toEqual({ 'member;range=0-1499': ['CN=b'] });
  });
});

test('attributes nobody asked for are left out', () => {
  const [record] = [...parseLdif(Buffer.from('dn: CN=a\ncn: a\nphoto:: AAAA\n'), (name) => name === 'cn')];

  expect([...(record?.attributes.keys() ?? [])]).toEqual(['cn']);
});

test("ldapsearch's lines about references and the result are no entries", () => {
  const text =
    '# LDAPv3\n\ndn: CN=a\ncn: a\n\n# search reference\nref: ldaps://x/DC=y\n\nsearch: 2\nresult: 0 Success\n';

  expect(parse(text)).toHaveLength(1);
});

describe('an error names its line', () => {
  test.each([
    ['an export that was broken off', 'dn: CN=a\ncn: a\n\nsearch: 2\nresult: 4 Size limit exceeded\n', 5, 'not whole'],
    ['a modification', 'dn: CN=a\nchangetype: modify\n', 2, 'is a change'],
    ['a deletion', '\ndn: CN=a\nchangetype: delete\n', 3, 'is a change'],
    ['a value in another file', 'dn: CN=a\nphoto:< file:///etc/passwd\n', 2, 'not read'],
    ['broken base64', 'dn: CN=a\ncn:: ###\n', 2, 'not base64'],
    ['a line without a colon', 'dn: CN=a\nhello\n', 2, 'no line of an LDIF file'],
    ['a record without dn', 'cn: a\n', 1, 'must begin with "dn:"'],
    ['another kind of file', '{"people": []}\n', 1, 'no line of an LDIF file'],
    ['the line a folded value begins in', 'dn: CN=a\ncn:: QUJD\n !\n', 2, 'not base64'],
  ])('%s', (_, text, line, message) => {
    const error = errorOf(text);

    expect(error.line).toBe(line);
    expect(error.message).toContain(message);
  });

  test('for bytes that are not UTF-8', () => {
    const error = errorOf(Buffer.from('dn: CN=a\ncn: Jos\xe9\n', 'latin1'));

    expect(error.line).toBe(2);
    expect(error.message).toContain('not UTF-8');
  });
});
