import type { Json } from '../value/json.js';
import { SIZES } from './sizes.js';
import type { Entry } from './storage.js';

/** Neighbouring entries in one text: read at once, they come many times as fast as one by one. At least one of them, and as many of the first as fit. */
export function pack(entries: readonly Entry[], most: number): { readonly text: string; readonly packed: number } {
  const values: string[] = [];
  let size = 0;
  for (const { value } of entries.slice(0, most)) {
    const text = JSON.stringify(value);
    size += text.length;
    if (values.length > 0 && size > SIZES.text) break;
    values.push(text);
  }
  const keys = entries.slice(0, values.length).map(({ key }) => key);
  return { text: `[${JSON.stringify(keys)},[${values.join()}]]`, packed: values.length };
}

/** The entries of a pack, in the order of their keys; nothing when it is broken. */
export function unpack(text: unknown): Entry[] | undefined {
  try {
    const [keys, values] = JSON.parse(text as string) as [string[], Json[]];
    return keys.map((key, at) => ({ key, value: values[at]! }));
  } catch {
    return undefined;
  }
}
