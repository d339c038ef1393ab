// A node process that does nothing: the least that a start costs.
export {};
