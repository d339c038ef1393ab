import { expect, test } from '@jest/globals';
import { parseGuid } from '../../src/directory/guid.ts';

const GUID = '5cdd3231-c66c-46e7-a074-3702c4c64a69';

test.each([GUID, GUID.toUpperCase(), `{${GUID}}`, ` ${GUID} `])('%j is read', (text) => {
  expect(parseGuid(text)).toBe(GUID);
});

test.each(['', 'Sales', GUID.slice(1), `${GUID}0`, GUID.replaceAll('-', '')])('%j is none', (text) => {
  expect(parseGuid(text)).toBeNull();
});
