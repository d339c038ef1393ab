/**
 * Milliseconds, as a time limit for what is to be answered: a busy machine is never too slow for it. What is to be given
 * up comes to its own, shorter limit.
 */
export const PATIENCE = 60_000;

/** Milliseconds, as a time limit for what never comes, where something else has to be answered within the same limit. */
export const IMPATIENCE = 1500;
