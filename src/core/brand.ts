declare const brand: unique symbol;

/** A text that must not be mixed up with texts of another meaning. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };
