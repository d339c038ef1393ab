/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Plan } from '../../src/plan/model.ts';
import { pageViewOf } from '../../src/plan/view/page.ts';
import type { LabelsOf } from '../../src/plan/view/labels.ts';
import { renderHtml } from '../../src/render/html.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';

/** Debian's Chromium, which scripts/install-apps installs. */
const CHROMIUM = '/usr/bin/chromium';
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A plan as a page. */
export function pageOf(plan: Plan, labelsOf: LabelsOf = () => RESCUE_LABELS): string {
  return renderHtml(pageViewOf(plan, labelsOf));
}

/** A page that stands open in a browser, and what it did that no page of ours may do. */
export interface Opened {
  readonly page: Page;
  /** Requests that left, errors, messages of the console, dialogs: must stay empty. */
  readonly wrong: readonly string[];
}

/** A browser that opens pages from files. */
export class PageBrowser {
  private readonly browser: Browser;
  private readonly folder: string;
  private serial = 0;

  private constructor(browser: Browser, folder: string) {
    this.browser = browser;
    this.folder = folder;
  }

  static async start(): Promise<PageBrowser> {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    return new PageBrowser(browser, await mkdtemp(join(tmpdir(), 'adsync-page-')));
  }

  async open(html: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const file = join(this.folder, `${(this.serial += 1)}.html`);
    await writeFile(file, html);
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const url = pathToFileURL(file).href;
    const wrong: string[] = [];
    page.on('request', (request) => {
      if (request.url() !== url) wrong.push(`request ${request.url()}`);
    });
    page.on('pageerror', (error) => wrong.push(`error ${error.message}`));
    // Violations of the policy are told here.
    page.on('console', (message) => wrong.push(`console ${message.text()}`));
    page.on('dialog', (dialog) => {
      wrong.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', () => wrong.push('popup'));
    await page.goto(url);
    return { page, wrong };
  }

  async close(): Promise<void> {
    await this.browser.close();
    await rm(this.folder, { recursive: true });
  }
}
