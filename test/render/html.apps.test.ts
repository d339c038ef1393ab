import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { comparedPlan } from './compared-plan.ts';
import { HOSTILE_NAMES } from './hostile-text.ts';
import { PageBrowser, pageOf } from './page-browser.ts';
import { emptyPlan, planWith, variedPlan } from './sample-plan.ts';

/** The page in a browser: it works, it fetches nothing, and it runs nothing of others. */

let browser: PageBrowser;

beforeAll(async () => {
  browser = await PageBrowser.start();
});

afterAll(async () => {
  await browser.close();
});

/** Names of the changes that can be seen, each once, in the order of the tree. */
async function shown(page: Page): Promise<string[]> {
  const names = await page
    .locator('.row b')
    .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent));
  return [...new Set(names)];
}

describe('filters', () => {
  test('narrow down by operation, risk and rule, together and with a search, and tell how many are left', async () => {
    const { page, wrong } = await browser.open(pageOf(variedPlan()));
    const count = page.locator('#shown');

    expect(await count.textContent()).toBe('13 changes');
    await page.getByLabel('Operation').selectOption('disable');
    expect(await shown(page)).toEqual(['Carla Rossi', 'Dmitri Петров', 'Held Holder']);
    expect(await count.textContent()).toBe('3 of 13 changes');
    await page.getByLabel('Rule').selectOption('sync.yaml:27');
    expect(await shown(page)).toEqual(['Carla Rossi', 'Dmitri Петров']);
    await page.getByLabel('Risk').selectOption('stranger');
    expect(await shown(page)).toEqual(['Dmitri Петров']);
    await page.getByRole('button', { name: 'Reset filters' }).click();
    expect(await count.textContent()).toBe('13 changes');

    await page.getByRole('searchbox').fill('BOHM');
    await page.waitForFunction(() => document.getElementById('shown')?.textContent === '1 of 13 changes');
    expect(await shown(page)).toEqual(['Ben Böhm']);
    await page.getByRole('searchbox').fill('nobody at all');
    await page.getByText('No change fits these filters.').waitFor();
    expect(await shown(page)).toEqual([]);
    expect(wrong).toEqual([]);
  });

  test('narrow down to what the change of the file causes', async () => {
    const { page, wrong } = await browser.open(pageOf(comparedPlan()));

    await page.getByLabel('Caused').selectOption('pullRequest');
    expect((await shown(page)).toSorted()).toEqual(['Own', 'Own kept', 'Own leaver', 'Own risk']);
    expect(wrong).toEqual([]);
  });

  test('a count filters by its operation, and says so to a screen reader', async () => {
    const { page } = await browser.open(pageOf(variedPlan()));
    const tile = page.getByRole('button', { name: '3 disable users' });

    await tile.click();
    expect(await tile.getAttribute('aria-pressed')).toBe('true');
    expect(await page.getByLabel('Operation').inputValue()).toBe('disable');
    expect(await page.locator('#shown').getAttribute('aria-live')).toBe('polite');
    await tile.click();
    expect(await page.locator('#shown').textContent()).toBe('13 changes');
  });

  test('before shows who stands there now, after who will', async () => {
    const { page } = await browser.open(pageOf(variedPlan()));

    const sides = async (name: string): Promise<string[]> =>
      page
        .locator('.row', { hasText: name })
        .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.classList.item(2) ?? ''));
    expect([await sides('Ben Böhm'), await sides('Ada Lovelace')]).toEqual([['goes', 'comes'], ['comes']]);
    await page.getByText('Before', { exact: true }).first().click();
    expect([await sides('Ben Böhm'), await sides('Ada Lovelace')]).toEqual([['goes'], []]);
    await page.getByText('After', { exact: true }).first().click();
    expect([await sides('Ben Böhm'), await sides('Ada Lovelace')]).toEqual([['comes'], ['comes']]);
    await page.getByLabel('Operation').selectOption('move');
    await page.getByRole('button', { name: 'Reset filters' }).click();
    expect(await sides('Ben Böhm')).toEqual(['goes', 'comes']);
  });
});

describe('the reasons of a change', () => {
  test('open by click and by Enter, with the way, the line, and each field before and after', async () => {
    const { page, wrong } = await browser.open(pageOf(variedPlan()));
    const row = page.locator('.row.comes', { hasText: 'Elif Çelik' });
    const button = row.getByRole('button');

    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    expect(await row.locator('.way li').allTextContents()).toEqual(['Helpdesk', 'Night Shift']);
    expect(await row.locator('.reason code').first().textContent()).toBe('sync.yaml:33');
    expect(await row.locator('tbody tr').allInnerTexts()).toEqual([
      'Rescue group\tTechnicians/Helpdesk/Tier 1\tTechnicians/Helpdesk/Night Shift\tas above',
      'status\tdisabled\tenabled\tas above',
    ]);
    await page.keyboard.press('Enter');
    expect(await row.locator('.chain').count()).toBe(0);
    await row.locator('.why').click();
    expect(await row.locator('.chain').count()).toBe(1);
    expect(wrong).toEqual([]);
  });

  test('of a held change name its limit and what approves it', async () => {
    const { page } = await browser.open(pageOf(variedPlan()));

    await page.locator('#attention a', { hasText: 'Held Holder' }).click();
    const row = page.locator('.row', { hasText: 'Held Holder' });
    expect(await row.getByRole('button').evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await row.locator('dl').innerText()).toContain('disable (h-7d1f)');
    expect(await row.locator('dl').innerText()).toContain('--approve h-7d1f');
  });
});

describe('without a mouse', () => {
  test('every control is reached by Tab with a visible focus, and arrows walk along the tree', async () => {
    const { page } = await browser.open(pageOf(variedPlan()));

    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the changes');
    const met: string[] = [];
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press('Tab');
      const [name, outline] = await page.evaluate(() => {
        const one = document.activeElement ?? document.body;
        const looked = one.matches('.sides input') ? (one.nextElementSibling ?? one) : one;
        return [`${one.tagName} ${one.getAttribute('name') ?? one.id}`, getComputedStyle(looked).outlineStyle];
      });
      expect({ name, outline }).toEqual({ name, outline: 'solid' });
      met.push(name);
      if (name.startsWith('SUMMARY')) break;
    }
    expect(met).toEqual(expect.arrayContaining(['INPUT search', 'SELECT operation', 'SELECT risk', 'INPUT side']));

    const names: (string | undefined)[] = [];
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) {
      await page.keyboard.press(key);
      names.push(await page.evaluate(() => document.activeElement?.querySelector('b, .placename')?.textContent ?? ''));
    }
    expect(names).toEqual(['Field', 'Ben Böhm', 'Helpdesk', 'Ben Böhm']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await shown(page)).not.toContain('Carla Rossi');
  });

  test('it has landmarks, one title, headings in order, and names for all controls', async () => {
    const { page } = await browser.open(pageOf(variedPlan()));

    for (const landmark of ['banner', 'navigation', 'main', 'search'] as const)
      expect(await page.getByRole(landmark).count()).toBe(1);
    const levels = await page
      .locator('h1, h2, h3')
      .evaluateAll((all) => all.map((one) => Number(one.tagName.slice(1))));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 1) + 1)).toBe(true);
    const nameless = await page
      .locator('button, select, input')
      .evaluateAll((all) =>
        all.filter((one) => one.textContent.trim() === '' && (one as HTMLInputElement).labels?.length !== 1),
      );
    expect(nameless).toEqual([]);
  });
});

describe('on paper and in the dark', () => {
  test('print shows every change, also what stands closed', async () => {
    const { page } = await browser.open(pageOf(variedPlan()));
    const all = await page.locator('.row').count();
    await page.getByRole('button', { name: 'Close all' }).click();

    await page.emulateMedia({ media: 'print' });
    const heights = await page
      .locator('.row, #balances tr, #attention li')
      .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(all);
    expect(heights.filter((height) => height < 5)).toEqual([]);
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('#trees details:not([open])').count()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await page.locator('#trees details[open]').count()).toBe(0);
  });

  test.each(['light', 'dark'] as const)('%s: every text stands out from what is behind it', async (colorScheme) => {
    const { page } = await browser.open(pageOf(variedPlan()), { colorScheme });
    await page.locator('.row button').first().click();

    const weak = await page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      if (context === null) throw new Error('There is no canvas.');
      const pixel = (colours: readonly string[]): number[] => {
        context.fillStyle = '#fff';
        context.fillRect(0, 0, 1, 1);
        for (const colour of colours) {
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
        }
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const light = (colours: readonly string[]): number => {
        const [r = 0, g = 0, b = 0] = pixel(colours).map((value) => {
          const part = value / 255;
          return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const texts = [...document.querySelectorAll('body *')].filter(
        (one) =>
          one.checkVisibility() &&
          !one.matches('script, option, .skip') &&
          [...one.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim() !== ''),
      );
      return texts.flatMap((one) => {
        const behind: string[] = [];
        for (let at: Element | null = one; at !== null; at = at.parentElement)
          behind.unshift(getComputedStyle(at).backgroundColor);
        const back = light(behind);
        const front = light([...behind, getComputedStyle(one).color]);
        const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
        return ratio < 4.5
          ? [`${one.tagName}.${one.className} ${ratio.toFixed(2)} ${one.textContent.slice(0, 20)}`]
          : [];
      });
    });
    expect(weak).toEqual([]);
    const page_ = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(page_).toBe(colorScheme === 'dark' ? 'rgb(18, 22, 28)' : 'rgb(246, 247, 249)');
  });

  test('a telephone shows it without scrolling sideways', async () => {
    const { page } = await browser.open(pageOf(variedPlan()), { viewport: { width: 360, height: 700 } });

    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});

test('without JavaScript it shows counts, attention and all changes, and says what is missing', async () => {
  const { page } = await browser.open(pageOf(variedPlan()), { javaScriptEnabled: false });

  expect(await page.locator('.row:visible').count()).toBe(15);
  expect(await page.locator('.tile:visible').count()).toBeGreaterThan(5);
  expect(await page.locator('#attention .card:visible').count()).toBeGreaterThan(2);
  expect(await page.locator('noscript p').isVisible()).toBe(true);
  expect(await page.locator('#filters').isVisible()).toBe(false);
});

test('a plan without changes says so', async () => {
  const { page, wrong } = await browser.open(pageOf(emptyPlan()));

  expect(await page.locator('.verdict').textContent()).toBe('No changes. The account matches the directory.');
  expect(await page.locator('#none').isVisible()).toBe(false);
  expect(wrong).toEqual([]);
});

describe('names of others', () => {
  test('an element of a name would be seen by these tests', async () => {
    const page = pageOf(variedPlan()).replaceAll(
      'Ada Lovelace',
      '<img src="https://evil.example/x" onerror="alert(1)">',
    );

    const { wrong } = await browser.open(page);

    expect(wrong.join('\n')).toContain('violates the following Content Security Policy');
  });

  test.each(HOSTILE_NAMES)('%s is text, in the page and in its reasons', async (_what, name) => {
    const { page, wrong } = await browser.open(pageOf(planWith(name)));
    await page.evaluate(() => {
      for (const button of document.querySelectorAll<HTMLElement>('.row > button, #open-all')) button.click();
    });
    await page.getByRole('searchbox').fill(name.slice(0, 50));
    expect(await page.locator('.chain').count()).toBe(await page.locator('.row').count());

    const foreign = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter(
          (one) =>
            one.matches(
              'img, iframe, object, embed, link, base, frame, video, audio, a[href]:not([href^="#"]), .row b *',
            ) || [...one.attributes].some(({ name: attribute }) => /^(on|src$|style$|autofocus$)/.test(attribute)),
        )
        .filter((one) => !one.matches('.rows'))
        .map((one) => one.outerHTML),
    );
    expect(foreign).toEqual([]);
    expect(await page.locator('script').count()).toBe(2);
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
