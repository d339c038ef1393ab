import { createHash } from 'node:crypto';
import { writeAtomically, writePieces } from '../files/atomic.ts';
import type { PageView } from '../plan/view/page.ts';
import { SCRIPT, STYLE } from '../../generated/page.ts';
import { attentionSection, noticesSection } from './html/attention.ts';
import { preventedSection } from './html/base.ts';
import { balancesSection } from './html/balances.ts';
import { changesSection } from './html/changes.ts';
import { dataPieces } from './html/data.ts';
import { inBatches } from './json-pieces.ts';
import { pageHeader, titleOf } from './html/header.ts';
import { html, type Markup, trusted, written } from './html/markup.ts';

/**
 * Writes the plan as one HTML page, readable for its owner only, because it lists people. What is there under this name is
 * replaced when the new file is whole.
 *
 * @throws Failure OUTPUT_… when the file cannot be written
 */
export async function writeHtml(view: PageView, path: string): Promise<void> {
  const page = pageOf(view);
  await writeAtomically(path, (file) => writePieces(file, inBatches(written(page))), 0o600);
}

/** The whole text of the page; see {@link writeHtml}. */
export function renderHtml(view: PageView): string {
  return [...written(pageOf(view))].join('');
}

/**
 * The plan as one page that needs nothing else. It runs its own script and no other, and fetches nothing: the policy names
 * script and style by their hashes. That adsync made it is how the file is known again (files/replaceable.ts).
 */
function pageOf(view: PageView): Markup {
  const numbers = new Map(view.rows.map((row, number) => [row, number]));
  const notices = noticesSection(view);
  const prevented = preventedSection(view.base);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="adsync">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Plan for ${titleOf(view.header.targets)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#changes">To the changes</a>
${pageHeader(view)}<nav aria-label="On this page"><a href="#attention">Needs attention</a> ${prevented === null ? null : html`<a href="#prevented">No longer planned</a> `}<a href="#changes">Changes</a> <a href="#balances">Balances</a>${notices === null ? null : html` <a href="#notices">Notices</a>`}</nav>
<main>
${attentionSection(view, numbers)}${prevented}${changesSection(view, numbers)}${balancesSection(view)}${notices}</main>
<script type="application/json" id="data">${trusted(() => dataPieces(view))}</script>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
}

function policy(): string {
  return `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
