/**
 * The picture of the example's plan, an SVG.
 *
 * @param output what `adsync plan` prints in colour, on copies of the example
 * @param folder where these copies are: no picture names it
 * @param width counts the columns that a text takes
 */
export function planPicture(output: string, folder: string, width: (text: string) => number): string;
