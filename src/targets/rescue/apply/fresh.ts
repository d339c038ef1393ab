/** A look at the tree is as good as a new one for so many milliseconds. */
export const FRESH = 5_000;
