import { describe, expect, test } from '@jest/globals';
import { LdifError } from '../../../src/directory/file/ldif-error.ts';
import { recordsOf } from './records.ts';

function parse(text: string | Buffer): { dn: string; line: number; attributes: Record<string, string[]> }[] {
  return recordsOf(text).map(({ dn, line, attributes }) => ({
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
    ['with CR CR LF', 'dn: CN=Anna,DC=corp\r\r\ncn: Anna\r\r\nmail: a@corp\r\r\nmail: b@corp\r\r\n\r\r\n'],
    ['with changetype: add', 'dn: CN=Anna,DC=corp\nchangetype: add\ncn: Anna\nmail: a@corp\nmail: b@corp\n'],
    ['with names in any case', 'DN: CN=Anna,DC=corp\nCN: Anna\nMail: a@corp\nMAIL: b@corp\n'],
  ])('%s', (_, text) => {
    const [record] = parse(text);

    expect({ ...record, attributes: { cn: record?.attributes['cn'], mail: record?.attributes['mail'] } }).toEqual(ANNA);
  });

  test.each([1, 2, 3, 5, 7, 1000])('in pieces of %i bytes', (size) => {
    const text = '\ufeffdn: CN=Zoë 🚀,DC=corp\r\ncn:: Wm/Dq\r\n yDwn\r\n  5qA\r\n\r\ndn: CN=b\r\ncn: b';

    const [zoe, b, ...more] = [...recordsOf(text.replace('  5', ' 5'), {}, size)];

    expect([zoe?.dn, zoe?.attributes.get('cn')?.toString(), b?.dn, b?.line]).toEqual([
      'CN=Zoë 🚀,DC=corp',
      'Zoë 🚀',
      'CN=b',
      6,
    ]);
    expect(more).toEqual([]);
  });

  test.each(['\n ', '\r\n '])('with %j inside a character, in UTF-8 and in UTF-16', (fold) => {
    const rocket = Buffer.from('🚀');
    const utf8 = [1, 2, 3].map((at) => [rocket.subarray(0, at), Buffer.from(fold), rocket.subarray(at)]);
    for (const parts of utf8) {
      expect(parse(Buffer.concat([Buffer.from('dn: CN=a\ncn: '), ...parts]))).toMatchObject([
        { attributes: { cn: ['🚀'] } },
      ]);
    }
    for (let size = 1; size < 12; size++) {
      const utf16 = Buffer.from(`\ufeffdn: CN=a\ncn: \ud83d${fold}\ude80\nsn: x\n`, 'utf16le');
      const [record] = recordsOf(utf16, {}, size);
      expect([record?.attributes.get('cn'), record?.attributes.get('sn')]).toEqual([['🚀'], ['x']]);
    }
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

  test('below the version lines of several pages', () => {
    expect(
      parse('version: 1\n\ndn: CN=a\ncn: a\n\nversion: 1\n\ndn: CN=b\ncn: b\n\nversion: 1\ndn: CN=c\n'),
    ).toHaveLength(3);
  });

  test('right below the version line', () => {
    expect(parse('version: 1\ndn: CN=Anna,DC=corp\ncn: Anna\n')).toHaveLength(1);
  });

  test('with bytes that are no text', () => {
    const [record] = recordsOf('dn: CN=a\nobjectGUID:: /////////////////////w==\n');

    expect(record?.attributes.get('objectguid')).toEqual([Buffer.alloc(16, 0xff)]);
  });

  test('with its ranges named', () => {
    expect(parse('dn: CN=a\nmember;range=0-1499: CN=b\n')[0]?.attributes).toEqual({ 'member;range=0-1499': ['CN=b'] });
  });
});

test('attributes nobody asked for are left out', () => {
  const [record] = recordsOf('dn: CN=a\ncn: a\nphoto:: AAAA\n', { keeps: (name) => name === 'cn' });

  expect([...(record?.attributes.keys() ?? [])]).toEqual(['cn']);
});

test('the name of a deleted object or one in conflict, which ldapsearch writes over two lines, is a comment', () => {
  const id = '6f1d2c00-5a3b-4c7e-9d10-000000000001';
  const named = (word: string): string => `# Ann\n${word}:${id}, People, corp.example\ndn:: Q049YQ==\ncn: a\n`;

  expect(parse(`${named('DEL')}\n${named('CNF')}`)).toHaveLength(2);
  expect(errorOf(`DEL:${id}, People, corp.example\ndn: CN=a\n`)).toMatchObject({ line: 1 });
  expect(errorOf(`# Ann\nDEL:x, People\ndn: CN=a\n`)).toMatchObject({ line: 2 });
  expect(errorOf(`dn: CN=a\n${named('DEL')}`)).toMatchObject({
    line: 4,
    message: expect.stringContaining('a second "dn:"'),
  });
});

test('of what nobody asked for nothing but the name is looked at', () => {
  const text = Buffer.from('dn: CN=a\nphoto:< file:///etc/passwd\nnote: Jos\xe9\nkey:: ###\ncn: a\n', 'latin1');

  expect(recordsOf(text, { keeps: (name) => name === 'cn' })).toHaveLength(1);
});

describe('the report of ldapsearch', () => {
  const entry = 'dn: CN=a\ncn: a\n\n';
  const head = '# extended LDIF\n#\n# LDAPv3\n# base <DC=corp>\n#\n\n';
  const page = (cookie: string): string => `search: 2\nresult: 0 Success\npagedresults: cookie=${cookie}\n`;

  test.each([
    ['with a head and a result', `${head}${entry}# search result\nsearch: 2\nresult: 0 Success\n`],
    ['with -L, which has no result', `version: 1\n\n${head.slice(16)}${entry}# search result\n\n# numResponses: 2\n`],
    ['with the comments cut away', entry],
    ['of several pages', `${head}${entry}${page('MQA=')}${head}${page('')}`],
    ['of several pages with -LLL', `${entry}# pagedresults: estimate=2 cookie=MQA=\n${entry}# pagedresults: cookie=\n`],
  ])('%s', (_, text) => {
    expect(parse(text).length).toBeGreaterThan(0);
  });

  test.each([
    ['without its end', `${head}${entry}`, 3, 'has no "# search result"'],
    ['without its last page', `${head}${entry}${page('MQA=')}`, 12, 'the server had another page'],
    ['without its last page, with -LLL', `${entry}# pagedresults: estimate=2 cookie=MQA=\n${entry}`, 4, 'another page'],
  ])('%s', (_, text, line, message) => {
    expect(errorOf(text)).toMatchObject({ line, message: expect.stringContaining(message) });
  });
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
    [
      'a value that is taken away',
      'dn: CN=a\nchangetype: modify\ndelete: member\nmember: CN=b\n-\n',
      3,
      '"delete: member" is a change',
    ],
    [
      'values that are replaced',
      'dn: CN=a\nchangetype: modify\nadd: cn\ncn: b\n-\nreplace: member\n-\n',
      6,
      'is a change',
    ],
    ['a value of another attribute', 'dn: CN=a\nchangetype: modify\nadd: cn\nmember: CN=b\n', 4, 'only values of cn'],
    ['a second dn', 'dn: CN=a\ncn: a\ndn: CN=b\n', 3, 'a second "dn:" in the record of CN=a, which begins in line 1'],
    ['a second dn behind a blank', 'dn: CN=a\ncn: a\n \nDN:: Q049Yg==\n', 4, 'a second "dn:"'],
    ['a second dn behind a comment', 'dn: CN=a\ncn: a\n# b\ndn: CN=b\n', 4, 'a second "dn:"'],
    ['a second value', 'dn: CN=a\nobjectGUID: 1\nobjectGUID: 2\n', 3, 'a second value of objectguid'],
    ['lines that end with CR only', 'dn: CN=a\rcn: a\r', 1, 'a carriage return stands in this line'],
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
