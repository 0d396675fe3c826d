/** The names of the fields of a collection that are sets; `undefined` where that is told by the form of what is written. */
export type SetFields = (collection: string) => ReadonlySet<string> | undefined;
