// Draws what a terminal shows as a picture that needs no script and no font of its own.

export const COLUMNS = 124;
const [CELL, LINE, MARGIN] = [7.8, 19, 16];
const COLOURS = { 31: '#ff8080', 32: '#7ee787', 33: '#e3c15a', 35: '#d2a8ff', 36: '#79d4e8' };
// Colours of the eight basic ones, bold, faint, and what ends them.
const ESCAPE = /\u001b\[(\d+)m/;

/** What stands between two escapes, with the column where it begins. */
function pieces(line, width) {
  let style = '';
  let column = 0;
  const found = [];
  for (const [index, part] of line.split(ESCAPE).entries()) {
    if (index % 2 === 1) {
      if (COLOURS[part] !== undefined) style = ` fill="${COLOURS[part]}"`;
      else style = part === '1' ? ' font-weight="bold"' : part === '2' ? ' fill="#9aa4b0"' : '';
      continue;
    }
    // A wide character may have another width in the reader's font: every word after a gap gets its own place.
    for (const word of part.split(/( {2,})/)) {
      if (word.trim() !== '') found.push({ column, style, text: word.trimEnd() });
      column += width(word);
    }
  }
  return found;
}

/** Lines of at most COLUMNS with colours as SVG. `width` counts the columns that a text takes. */
export function terminalSvg(lines, title, width) {
  const size = [COLUMNS * CELL + 2 * MARGIN, lines.length * LINE + 2 * MARGIN].map(Math.ceil);
  const rows = lines.flatMap((line, row) =>
    pieces(line, width).map(({ column, style, text }) => {
      const place = `x="${(MARGIN + column * CELL).toFixed(1)}" y="${MARGIN + row * LINE + 14}"`;
      const length = (width(text) * CELL).toFixed(1);
      return `<text ${place} textLength="${length}" lengthAdjust="spacingAndGlyphs"${style}>${escaped(text)}</text>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size[0]} ${size[1]}"
  font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13" fill="#e6edf3" xml:space="preserve">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
