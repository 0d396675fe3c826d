import type { Json } from '../value/json.js';
import type { Entry, Range } from './storage.js';

/** Entries in memory, by key and in the order of the keys, which is worked out when somebody asks for it. */
export class SortedTable {
  /** A key without a value was taken away, and still has its place in the order. */
  readonly #values = new Map<string, Json | undefined>();
  #order: string[] = [];
  #added: string[] = [];
  #gone = 0;

  get(key: string): Json | undefined {
    return this.#values.get(key);
  }

  put(key: string, value: Json): void {
    if (!this.#values.has(key)) this.#added.push(key);
    else if (this.#values.get(key) === undefined) this.#gone--;
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (this.#values.get(key) === undefined) return;
    this.#values.set(key, undefined);
    this.#gone++;
  }

  clear(): void {
    this.#values.clear();
    this.#order = [];
    this.#added = [];
    this.#gone = 0;
  }

  scan({ from, to, limit = Infinity }: Range): Entry[] {
    this.#settle();
    const found: Entry[] = [];
    for (let at = from === undefined ? 0 : this.#firstFrom(from); at < this.#order.length; at++) {
      const key = this.#order[at]!;
      if (found.length >= limit || (to !== undefined && key >= to)) break;
      const value = this.#values.get(key);
      if (value !== undefined) found.push({ key, value });
    }
    return found;
  }

  #firstFrom(from: string): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#order[middle]! < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #settle(): void {
    if (this.#added.length > 0) {
      // What is nearly sorted is sorted in little more than one pass.
      this.#order = this.#order.concat(this.#added.sort()).sort();
      this.#added = [];
    }
    if (this.#gone > 32 && this.#gone > this.#order.length / 2) {
      this.#order = this.#order.filter((key) => {
        const there = this.#values.get(key) !== undefined;
        if (!there) this.#values.delete(key);
        return there;
      });
      this.#gone = 0;
    }
  }
}
