import { describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '../../../src/config/diagnostic.ts';
import type { Loaded } from '../../../src/config/load.ts';
import type { Settings } from '../../../src/core/settings.ts';
import { type FollowedFile, followFile } from '../../../src/run/rounds/followed-file.ts';
import { settingsOf } from '../../targets/rescue/planner/builders.ts';

/** What the file says and what its secret is; a text that begins with `bad` has an error, a secret null is missing. */
interface Disk {
  text: string | null;
  secret: string | null;
}

function diagnostic(code: string, severity: Diagnostic['severity'] = 'error'): Diagnostic {
  const place = { file: 'sync.yaml', line: 1, column: 1, source: null };
  return { ...place, code, severity, message: 'm', advice: 'a' } as Diagnostic;
}

function follow(disk: Disk): { readonly file: FollowedFile; readonly step: (now: string) => Promise<string> } {
  const load = (bytes: Uint8Array | null): Promise<Loaded> => {
    const text = bytes === null ? null : Buffer.from(bytes).toString();
    const fault = text === null ? 'FILE_NOT_FOUND' : text.startsWith('bad') ? 'UNKNOWN_KEY' : null;
    const code = fault ?? (disk.secret === null ? 'SECRET_MISSING' : null);
    if (code !== null) return Promise.resolve({ ok: false, diagnostics: [diagnostic(code)], secrets: [] });
    const settings: Settings = { ...settingsOf([]), sha256: text ?? '', file: disk.secret ?? '' };
    const warnings = text?.includes('odd') === true ? [diagnostic('ODD', 'warning')] : [];
    return Promise.resolve({ ok: true, settings, secrets: [], warnings });
  };
  const read = (): Promise<Uint8Array | null> => Promise.resolve(disk.text === null ? null : Buffer.from(disk.text));
  const file = followFile({ read, load });
  return {
    file,
    async step(now) {
      const { settings, brokenSince, told } = await file.refresh(now, () => Promise.resolve(true));
      const events = told.map((event) => (event.kind === 'told' ? 'warning' : event.kind.replace('file-', '')));
      return [settings === null ? 'none' : `${settings.sha256}+${settings.file}`, brokenSince ?? '-', ...events].join(
        ' ',
      );
    },
  };
}

test('a file that changes is taken, and said once', async () => {
  const disk: Disk = { text: 'one', secret: 's' };
  const { file, step } = follow(disk);

  expect(await step('1')).toBe('one+s -');
  expect(await file.hasChanged()).toBe(false);
  expect(await step('2')).toBe('one+s -');
  disk.text = 'two odd';
  expect(await file.hasChanged()).toBe(true);
  expect(await step('3')).toBe('two odd+s - reloaded warning');
  expect(await step('4')).toBe('two odd+s -');
});

test('a broken one keeps the last good one, with the secrets of today, and is said once a change', async () => {
  const disk: Disk = { text: 'one', secret: 's' };
  const { file, step } = follow(disk);
  await step('1');

  disk.text = 'bad';
  expect(await step('2')).toBe('one+s 2 broken');
  disk.secret = 't';
  expect(await step('3')).toBe('one+t 2');
  expect(await file.hasChanged()).toBe(false);
  disk.text = 'bad too';
  expect(await step('4')).toBe('one+t 2 broken');
  disk.text = null;
  expect(await step('5')).toBe('one+t 2 broken');
  expect(await step('6')).toBe('one+t 2');
  disk.text = 'one';
  expect(await step('7')).toBe('one+t - reloaded');
});

test('a secret that cannot be read leaves the last one', async () => {
  const disk: Disk = { text: 'one', secret: 's' };
  const { step } = follow(disk);
  await step('1');

  disk.secret = null;
  expect(await step('2')).toBe('one+s 2 broken');
  expect(await step('3')).toBe('one+s 2');
  disk.secret = 't';
  expect(await step('4')).toBe('one+t - reloaded');
});

test('one that never was right gives nothing, and is taken as soon as it is', async () => {
  const disk: Disk = { text: 'bad', secret: 's' };
  const { step } = follow(disk);

  expect(await step('1')).toBe('none 1 broken');
  expect(await step('2')).toBe('none 1');
  disk.text = 'odd';
  expect(await step('3')).toBe('odd+s - reloaded warning');
});

/** What is there at each look, and what comes of it; the last stays. */
function looks(...texts: (string | null)[]): { readonly file: FollowedFile; readonly read: () => number } {
  let read = -1;
  const load = (bytes: Uint8Array | null): Promise<Loaded> =>
    Promise.resolve(
      bytes === null
        ? { ok: false, diagnostics: [diagnostic('FILE_NOT_FOUND')], secrets: [] }
        : {
            ok: true,
            settings: { ...settingsOf([]), sha256: Buffer.from(bytes).toString() },
            secrets: [],
            warnings: [],
          },
    );
  const next = (): Promise<Uint8Array | null> => {
    read += 1;
    const text = texts[Math.min(read, texts.length - 1)] ?? null;
    return Promise.resolve(text === null ? null : Buffer.from(text));
  };
  return { file: followFile({ read: next, load }), read: () => read + 1 };
}

describe('a file that somebody is writing', () => {
  test.each<[what: string, texts: (string | null)[]]>([
    ['half of it', ['one', 'tw', 'two', 'two']],
    ['nothing of it', ['one', '', 'two', 'two']],
    ['not the file, which is replaced', ['one', null, 'two', 'two']],
  ])('is taken once it stays as it is: first there is %s', async (_what, texts) => {
    const { file } = looks(...texts);
    await file.refresh('1', () => Promise.resolve(true));

    const { settings, told } = await file.refresh('2', () => Promise.resolve(true));

    expect([settings?.sha256, told.map(({ kind }) => kind)]).toEqual(['two', ['file-reloaded']]);
  });

  test('counts for nothing as long as it does not come to rest', async () => {
    const { file, read } = looks('one', ...Array.from({ length: 100 }, (_, index) => `two ${index}`));
    await file.refresh('1', () => Promise.resolve(true));

    const { settings, told } = await file.refresh('2', () => Promise.resolve(true));

    expect([settings?.sha256, told]).toEqual(['one', []]);
    expect(read()).toBeLessThan(50);
    expect(await file.hasChanged()).toBe(true);
  });

  test('is left alone by a program that is to end', async () => {
    const { file } = looks('one', 'two');
    await file.refresh('1', () => Promise.resolve(true));

    const { settings, told } = await file.refresh('2', () => Promise.resolve(false));

    expect([settings?.sha256, told]).toEqual(['one', []]);
  });
});
