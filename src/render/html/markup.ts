import { htmlText } from '../escape.ts';

/** Text that is HTML already, or will be when it is written. Only {@link html}, {@link each} and {@link trusted} make it. */
export interface Markup {
  readonly pieces: readonly Piece[];
}

/** A long list is made as it is written. */
type Piece = string | (() => Iterable<Markup>);

type Part = string | number | Markup | readonly Markup[] | null;

/** HTML with texts put in: `` html`<b>${name}</b>` ``. Every text is escaped, also for an attribute in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces: Piece[] = [];
  let text = '';
  const add = (piece: Piece): void => {
    if (typeof piece === 'string') {
      text += piece;
      return;
    }
    pieces.push(text, piece);
    text = '';
  };
  for (const [index, string] of strings.entries()) {
    for (const piece of piecesOf(parts[index - 1] ?? null)) add(piece);
    add(string);
  }
  pieces.push(text);
  return { pieces };
}

/** The markup of every item, one behind the other. Each is made when it is written, and so in the order of the page. */
export function each<Item>(items: readonly Item[], markupOf: (item: Item) => Markup): Markup {
  return {
    pieces: [
      function* () {
        for (const item of items) yield markupOf(item);
      },
    ],
  };
}

/** Our own code, or what is harmless already: it is put in as it is. Never for a text of others. */
export function trusted(markup: string | (() => Iterable<string>)): Markup {
  if (typeof markup === 'string') return { pieces: [markup] };
  return {
    pieces: [
      function* () {
        for (const piece of markup()) yield { pieces: [piece] };
      },
    ],
  };
}

/** The text, piece by piece. */
export function* written({ pieces }: Markup): Generator<string> {
  for (const piece of pieces) {
    if (typeof piece === 'string') yield piece;
    else for (const markup of piece()) yield* written(markup);
  }
}

function piecesOf(part: Part): readonly Piece[] {
  if (part === null) return [];
  if (typeof part === 'string') return [htmlText(part)];
  if (typeof part === 'number') return [part.toString()];
  return 'pieces' in part ? part.pieces : part.flatMap(({ pieces }) => pieces);
}
