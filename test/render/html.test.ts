import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pageViewOf } from '../../src/plan/view/page.ts';
import { htmlText, scriptJson } from '../../src/render/escape.ts';
import { renderHtml } from '../../src/render/html.ts';
import { SCRIPT, STYLE } from '../../generated/page.ts';
import type { PageData } from '../../src/render/html/page-data.ts';
import { RENDERERS } from '../../src/render/renderers.ts';
import { GOTO_LABELS } from '../../src/targets/goto/labels.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import type { Plan } from '../../src/plan/model.ts';
import { comparedPlan, comparedWith } from './compared-plan.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE_NAMES, hostileText, INVISIBLE } from './hostile-text.ts';
import { emptyPlan, entitlementPlan, largePlan, planWith, variedPlan } from './sample-plan.ts';

function pageOf(plan: Plan, labels = RESCUE_LABELS): string {
  return renderHtml(pageViewOf(plan, () => labels));
}

/** Without our own style and script, which have tests of their own. */
function bare(page: string): string {
  return page
    .replace(STYLE, '…')
    .replace(SCRIPT, '…')
    .replace(/'sha256-[^']*'|&#39;sha256-[^&]*&#39;/g, "'sha256-…'");
}

function dataOf(page: string): PageData {
  const json = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(page)?.[1] ?? '';
  return JSON.parse(json) as PageData;
}

describe('the page', () => {
  test.each([
    ['empty', emptyPlan(), RESCUE_LABELS],
    ['varied', variedPlan(), RESCUE_LABELS],
    ['products', entitlementPlan(), GOTO_LABELS],
    ['compared', comparedPlan(), RESCUE_LABELS],
  ])('%s is as it was', (name, plan, labels) => {
    expectGolden(`${name}.html`, bare(pageOf(plan, labels)));
  });

  test('allows its own style and script by their hashes, and nothing else', () => {
    const page = pageOf(variedPlan());
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
    const hashOf = (name: string): string => {
      const text = new RegExp(`<${name}>([^]*?)</${name}>`).exec(page)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };

    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hashOf('style')}`,
      `script-src ${hashOf('script')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  test('marks what the change of the file causes, filters by it, and lists what is no longer planned', () => {
    const page = pageOf(comparedPlan());
    const { filters, changes } = dataOf(page);
    const index = filters.indexOf('cause');

    expect(page).toContain(
      '<p class="compared">Compared with <code>origin/main (c0ffeec0ffee)</code>: 11 changes: 4 by',
    );
    expect(page).toContain('<option value="pullRequest">by this pull request (4)</option>');
    expect(changes.filter(({ has }) => has[index]?.includes('pullRequest'))).toHaveLength(4);
    expect(changes.flatMap(({ facts }) => facts)).toContainEqual(['Caused', 'by hand in the account']);
    const rows = [...page.matchAll(/<li class="row .*?<b>(.*?)<\/b>.*?<span class="cause (\w+)"/g)];
    expect(rows.map(([, name, cause]) => `${name} ${cause}`)).toEqual([
      'Own risk pullRequest',
      'Chief unknown',
      'Own leaver pullRequest',
      'Own pullRequest',
      'Own kept pullRequest',
      'Gone unknown',
      'Kept unknown',
      'Dora directory',
      'Else unknown',
      'Hand account',
      'Night unknown',
    ]);
    const gone = page.slice(page.indexOf('id="prevented"'), page.indexOf('id="changes"'));
    expect(gone).toContain('<th scope="row">&lt;Lea');
    expect(gone).toContain('status: <bdi>enabled</bdi> → <bdi>disabled</bdi>');
  });

  test('without a base says nothing of causes', () => {
    const page = bare(pageOf(variedPlan()));

    expect(page).not.toMatch(/class="cause|id="prevented"|class="compared"/);
    expect(dataOf(pageOf(variedPlan())).filters).not.toContain('cause');
  });

  test('names nothing outside of itself', () => {
    const ours = bare(pageOf(variedPlan())) + STYLE + SCRIPT;

    expect(ours.match(/(?:src|href)="(?!#)[^"]*"|url\(|@import|https?:\/\/(?!secure\.logmeinrescue\.com)/g)).toBe(null);
  });

  test('has a script that a browser can read, which puts texts in as texts only', () => {
    expect(() => new Script(SCRIPT)).not.toThrow();
    expect(SCRIPT).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(|setAttribute\('on/,
    );
  });

  test('is the same for the same plan', () => {
    expect(pageOf(variedPlan())).toBe(pageOf(variedPlan()));
  });

  test('opens the places of a small plan, and lays only what is seen of a large one out', () => {
    expect(pageOf(variedPlan())).toContain('<details class="place" open>');
    const large = pageOf(largePlan(500));
    expect(large).not.toContain('<details class="place" open>');
    expect(large).toContain('<div id="trees" data-side="both" class="large">');
  });

  test('is written for its owner only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'adsync-html-'));
    const path = join(folder, 'plan.html');

    await RENDERERS.html(variedPlan(), () => RESCUE_LABELS, path);

    expect(await readFile(path, 'utf8')).toBe(pageOf(variedPlan()));
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    await rm(folder, { recursive: true });
  });
});

describe('text of others', () => {
  test.each(HOSTILE_NAMES.filter(([, name]) => /[<>"'&]/.test(name)))(
    '%s is escaped wherever it stands',
    (_what, name) => {
      const page = pageOf(planWith(name));

      expect(page).toContain(htmlText(name));
      if (name.includes('<')) expect(bare(page)).not.toContain(name);
      const compared = pageOf(comparedWith(name));
      expect(compared.match(/ id="prevented"| class="compared"/g)).toHaveLength(2);
      if (name.includes('<')) expect(bare(compared)).not.toContain(name);
    },
  );

  test('nothing of it ends its element or its attribute, and nothing hidden is left', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const shown = htmlText(text);

        expect(shown).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        expect(INVISIBLE.test(shown.replace(/\u200d/g, ''))).toBe(false);
      }),
    );
  });

  test('as data it neither ends the script nor begins a comment, and is what the page shows', () => {
    const all = HOSTILE_NAMES.map(([, name]) => name);

    const json = scriptJson({ all });

    expect(json).not.toMatch(/[<>&]/);
    const { all: read } = JSON.parse(json) as { all: string[] };
    const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
    const seen = all.map((name) =>
      htmlText(name).replace(/&(lt|gt|quot|#39|amp);/g, (_, word: string) => entities[word] ?? ''),
    );
    expect(read).toEqual(seen);
  });
});

describe('what the script knows', () => {
  test('each change has its reason, its fields with theirs, and what holds it', () => {
    const plan = variedPlan();
    const because = { name: { code: 'DIFFERS', text: 'renamed', line: 28, path: ['Other'] } } as const;
    const changes = plan.changes.map((change) => (change.name === 'Ben Böhm' ? { ...change, because } : change));
    const { changes: all, reasons } = dataOf(pageOf({ ...plan, changes }));
    const ben = all.find(({ fields }) => fields.some(([, , after]) => after === 'Ben Böhm'));

    expect(reasons[ben?.why ?? -1]?.slice(1)).toEqual([['Helpdesk Tier 1'], 'sync.yaml:27']);
    expect(ben?.fields.map(([field, before, , why]) => [field, before, why === null ? null : reasons[why]])).toEqual([
      ['Rescue group', 'Technicians/Field', null],
      ['name', 'B. Boehm', ['renamed', ['Other'], 'sync.yaml:28']],
      ['e-mail', 'bb@corp.example', null],
      ['link', null, null],
    ]);
    expect(all.flatMap(({ facts }) => facts)).toEqual(
      expect.arrayContaining([
        ['Held by', 'disable (h-7d1f)'],
        ['To approve it', '--approve h-7d1f'],
      ]),
    );
  });

  test('tells a reason of thousands once', () => {
    const { changes, reasons } = dataOf(pageOf(largePlan(1000)));

    expect([changes.length, reasons.length]).toEqual([1000, 1]);
  });
});
