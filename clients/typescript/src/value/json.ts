/** What JSON has. Integers lie within ±2^53, texts are well-formed Unicode without U+0000. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The fields of a record by their names. */
export type Fields = Readonly<Record<string, Json>>;
