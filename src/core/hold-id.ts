/** The id of a set of held disables: how many users it is, and a digest of exactly these. */
export const HOLD_ID = /^(?:a?\d+-[0-9a-f]{12}|[a-z]\d+-[0-9a-f]{32})$/;
