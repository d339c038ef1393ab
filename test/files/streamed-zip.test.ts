import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { StreamedZip } from '../../src/files/streamed-zip.ts';
import { zipEntry, zipNames } from '../../src/files/zip-entry.ts';

function partsOf(zip: Buffer): (readonly [string, string | undefined])[] {
  return (zipNames(zip) ?? []).map((name) => [name, zipEntry(zip, name, 1e6)?.toString('utf8')]);
}

/** The archive, as it comes out of a pipe. */
function readOf(zip: StreamedZip): Promise<Buffer> {
  const out = new PassThrough();
  zip.pipe(out);
  return buffer(out);
}

describe('an archive that is written while its parts are made', () => {
  test('has them in the order in which they were added, not in that in which they end', async () => {
    const zip = new StreamedZip();
    const read = readOf(zip);
    const [slow, quick] = [new PassThrough(), new PassThrough()];
    zip.append(slow, { name: 'a/slow.xml' });
    zip.append('text ü', { name: 'text.xml' });
    zip.append(quick, { name: 'quick.xml' });
    zip.append(Buffer.from('bytes'), { name: 'bytes.xml' });
    quick.end('quick');
    slow.write('slow, ');
    zip.finalize();
    slow.end('but whole');

    expect(partsOf(await read)).toEqual([
      ['a/slow.xml', 'slow, but whole'],
      ['text.xml', 'text ü'],
      ['quick.xml', 'quick'],
      ['bytes.xml', 'bytes'],
    ]);
  });

  test('is a whole archive without any part', async () => {
    const zip = new StreamedZip();
    const read = readOf(zip);
    zip.finalize();

    expect(zipNames(await read)).toEqual([]);
  });

  test('takes what is no stream of Node and only pipes, as those of exceljs do', async () => {
    const zip = new StreamedZip();
    const read = readOf(zip);
    zip.append({ pipe: (to: NodeJS.WritableStream) => void to.end('piped') }, { name: 'a.xml' });
    zip.finalize();

    expect(partsOf(await read)).toEqual([['a.xml', 'piped']]);
  });

  test('takes nothing after its end', () => {
    const zip = new StreamedZip();
    zip.finalize();

    expect(() => zip.append('too late', { name: 'b.xml' })).toThrow('b.xml comes after the end of the archive.');
  });

  test('breaks where a part cannot be read, and says why', async () => {
    const zip = new StreamedZip();
    const broken = once(zip, 'error');
    const source = new PassThrough();
    zip.append(source, { name: 'a.xml' });
    source.destroy(new Error('the part is broken'));

    await expect(broken).resolves.toEqual([new Error('the part is broken')]);
  });
});
